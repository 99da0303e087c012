// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/project/tensors/tensor_file.h"

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace underpaint::test {

/// Uniform in [-1, 1), the same on every machine.
at::Tensor randomTensor(const std::vector<std::int64_t>& shape, std::uint64_t seed);

/// A weight file in memory.
project::TensorFile tensorFile(const nets::TensorMap& tensors);
/// Writes the tensors (as float32) as a PyTorch checkpoint of before 1.6.
void writeCheckpoint(const std::filesystem::path& path, const nets::TensorMap& tensors);

std::set<std::string> keysOf(const nets::Network& network);

/// Options of a 70-pixel PatchGAN with 3 input channels and 4 filters.
project::Options smallPatch(const std::string& norm);

} // namespace underpaint::test
