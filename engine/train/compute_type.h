// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <optional>
#include <string>

namespace underpaint::train {

/// The 16-bit type in which a recipe's `precision` (auto, fp32 or bf16) lets networks compute on a
/// device; none = float32. A fixed rule, not a measurement: a resumed run must compute as it did
/// before.
std::optional<at::ScalarType> computeTypeOf(const std::string& precision, at::Device device);

/// EagerRun::Options::computeType for that: on a CPU fp32 too goes through the operators of mixed
/// precision, whose memory layout (channels last) saves the copies around each convolution.
std::optional<at::ScalarType> convolutionType(std::optional<at::ScalarType> computeType,
                                              at::Device device);

} // namespace underpaint::train
