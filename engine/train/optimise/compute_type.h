// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <optional>
#include <string>

namespace underpaint::train {

/// What decides whether networks train faster in bf16 than in float32.
struct Bf16Support {
    bool onGpu = false;
    /// Of the GPU: tensor cores for bf16, that is compute capability 8 (Ampere) or later.
    bool gpuCores = false;
    int torchMajor = 1; ///< 1.13 has no fast convolutions in bf16 on CPUs
    /// Of the CPU.
    /// @{
    bool amxTiles = false;
    bool amdDotProducts = false; ///< AVX-512 BF16 of AMD's cores
    /// @}
};

/// What the recipe's precision "auto" means: a fixed rule on facts of the machine, not a
/// measurement, since a resumed run must compute as it did before.
bool trainsFasterInBf16(const Bf16Support& support);

/// The 16-bit type in which a recipe's `precision` (auto, fp32 or bf16) lets networks compute on a
/// device; none = float32.
std::optional<at::ScalarType> computeTypeOf(const std::string& precision, at::Device device);

/// EagerRun::Options::computeType for that: on a CPU fp32 too goes through the operators of mixed
/// precision, whose memory layout (channels last) saves the copies around each convolution.
std::optional<at::ScalarType> convolutionType(std::optional<at::ScalarType> computeType,
                                              at::Device device);

} // namespace underpaint::train
