// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <span>

namespace underpaint::metrics {

/// Peak signal-to-noise ratio in dB: 10 log10(peak^2 / mean squared difference), infinite when the
/// two are equal. `peak` is the width of the range of values (2 for [-1, 1]). Not a number anywhere
/// gives not a number. Throws Error when the sizes differ or are 0.
double psnr(std::span<const float> a, std::span<const float> b, double peak);

/// The same for 8-bit photos, peak 255.
double psnr(const Image& a, const Image& b);

} // namespace underpaint::metrics
