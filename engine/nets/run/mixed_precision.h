// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>

// Operators of mixed-precision training: activations in a 16-bit type with channels last in memory
// (N, H, W, C), statistics in fp32. They exist because LibTorch 1.13 lacks some of them for bf16 on
// CPUs and copies to another layout for others. All are differentiable.
namespace underpaint::nets {

/// x in `type`, channels last.
Tensor compact(const Tensor& x, at::ScalarType type);

/// The border continued by mirroring without repeating the edge, `padding` < both extents.
Tensor mirrorPadding(const Tensor& x, std::int64_t padding);

/// Nearest-neighbour enlargement by two.
Tensor doubled(const Tensor& x);

/// A transposed convolution without a bias, `weight` (in, out, height, width); the padding that is
/// added at the lower and right end is below the stride.
Tensor transposedConvolved(const Tensor& x, const Tensor& weight, std::int64_t stride,
                           std::int64_t padding, std::int64_t outputPadding);

/// Normalised per image and channel by its own mean and biased variance; not affine.
Tensor instanceNormalised(const Tensor& x, double epsilon);

} // namespace underpaint::nets
