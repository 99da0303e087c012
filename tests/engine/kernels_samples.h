// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"
#include "engine/kernels/direct_convolution.h"

#include <cstdint>
#include <vector>

namespace underpaint::test {

/// Standard normal values.
std::vector<float> normals(std::size_t count, Random& random);

/// The definition of a convolution, in double precision. Channels-last picture, weights (out, in,
/// kernel, kernel).
std::vector<float> referenceConvolution(const kernels::ConvolutionShape& shape,
                                        const kernels::Picture& in,
                                        const std::vector<float>& weights,
                                        const std::vector<float>& bias);
/// The definition of a transposed one: every input value is spread. Weights (in, out, kernel,
/// kernel).
std::vector<float> referenceTransposed(const kernels::ConvolutionShape& shape,
                                       const kernels::Picture& in,
                                       const std::vector<float>& weights,
                                       const std::vector<float>& bias);

/// Root mean square of the difference over that of the reference.
double relativeError(const std::vector<float>& values, const std::vector<float>& reference);

/// Runs tasks one by one, last first: what depends on their order or number shows.
kernels::Parallel backwards();

} // namespace underpaint::test
