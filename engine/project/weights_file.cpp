// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/weights_file.h"

#include "engine/project/safetensors.h"
#include "engine/project/torch_file.h"

namespace underpaint::project {

TensorFile readWeightsFile(const std::filesystem::path& path) {
    return path.extension() == ".safetensors" ? readSafetensors(path) : readTorchFile(path);
}

} // namespace underpaint::project
