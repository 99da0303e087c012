// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/tensor_file.h"

#include <filesystem>

namespace underpaint::project {

/// Reads weights as users have them: safetensors by its ending, anything else as a PyTorch
/// checkpoint. Throws Error as readSafetensors() and readTorchFile() do.
TensorFile readWeightsFile(const std::filesystem::path& path);

} // namespace underpaint::project
