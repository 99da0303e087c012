// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

namespace underpaint::metrics {

/// Smaller pictures have no figures.
inline constexpr int smallestSide = 11;

/// Structural similarity (Wang, Bovik, Sheikh and Simoncelli, 2004) of two 8-bit pictures of the
/// same size and channels, both sides at least 11 pixels: Gaussian window of 11 x 11 with deviation
/// 1.5, K1 = 0.01, K2 = 0.03, L = 255, population variances, the mean over all places where the
/// window lies inside of the picture. 1 = equal. Throws Error when the sizes do not fit.
/// @{
/// The mean over the channels of their own similarities.
double ssim(const Image& a, const Image& b);
/// Of the luminance 0.299 R + 0.587 G + 0.114 B alone (not rounded), as the paper uses it.
double ssimOfLuminance(const Image& a, const Image& b);
/// @}

} // namespace underpaint::metrics
