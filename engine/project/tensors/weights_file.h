// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/tensors/torch_file.h"

#include <filesystem>
#include <vector>

namespace underpaint::project {

/// Reads weights as users have them: safetensors or a PyTorch checkpoint, by what the file
/// holds and whatever it is called. Throws Error as readSafetensors() and readTorchFile() do.
TensorFile readWeightsFile(const std::filesystem::path& path);

/// Every set of weights in such a file.
std::vector<TensorSet> readWeightSets(const std::filesystem::path& path);

} // namespace underpaint::project
