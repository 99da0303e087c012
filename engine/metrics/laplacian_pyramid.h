// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <vector>

namespace underpaint::metrics {

/// Interleaved channels of real numbers.
using RealPlane = Plane<float>;

/// The Laplacian pyramid (Burt and Adelson, 1983) of a picture, finest level first, with the 5-tap
/// binomial filter and mirrored borders: each level but the last is the difference between the
/// picture and its enlarged half-size version, the last one is what remains. Halves (rounded up) as
/// long as both sides of the half are at least `smallest`.
std::vector<RealPlane> laplacianPyramid(const Image& image, int smallest);

} // namespace underpaint::metrics
