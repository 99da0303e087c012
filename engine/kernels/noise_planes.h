// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace underpaint::kernels {

/// Planes of noise with mean 0 and variance 1 for generators, which cannot make texture of uniform
/// labels otherwise: plane k is white at the corners of cells of 4^k pixels and interpolated
/// between them. A pixel's noise depends on the seed and its place only, not on the size, so that
/// texture stays where it is while a scene is edited or cropped at the right and bottom.
/// `out` holds `planes` x `height` x `width` values.
void noisePlanes(std::uint64_t seed, int width, int height, int planes, float* out);

} // namespace underpaint::kernels
