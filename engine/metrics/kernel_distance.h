// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/frechet_distance.h"

namespace underpaint::metrics {

/// The squared maximum mean discrepancy of two sets under the kernel (x·y / d + 1)³, d the length
/// of the features (Bińkowski et al., 2018: KID when the features are Inception-v3's). Unbiased, so
/// that figures of sets of different sizes compare, and about 0, perhaps below, for two sets of one
/// kind. Throws Error when a set has less than two rows, or their lengths differ.
double kernelDistance(const FeatureRows& a, const FeatureRows& b);

} // namespace underpaint::metrics
