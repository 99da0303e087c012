// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>

namespace underpaint::train {

/// What the classes look like in some photos, in few numbers.
struct Appearance {
    /// Numbers of a class: mean red, green and blue, the standard deviation of its brightness
    /// (contrast) and the mean difference of neighbouring pixels (grain).
    static constexpr std::int64_t numbers = 5;

    at::Tensor values; ///< (N, C, numbers), in units of the photo; of absent classes anything
    at::Tensor shares; ///< (N, C), share of the photo's pixels
};

/// `photos` (N, 3, H, W) in [-1, 1], `labels` (N, H, W) int32 below `channels`, -1 = no class.
/// Differentiable with respect to the photos.
Appearance appearanceOf(const at::Tensor& photos, const at::Tensor& labels, std::int64_t channels);

/// Codes with a meaning: the principal components of what the classes look like over a data set,
/// scaled to mean 0 and variance 1 in every direction, so that draws from N(0, I) are codes of
/// photos that might be. Classes count with the area that they cover, and as average where they are
/// absent.
class AppearanceCodes {
public:
    /// Of many examples. With a `reach` other than 1 a code of 1 means so many standard deviations
    /// of the examples. Throws Error when they differ in fewer directions than `size`.
    AppearanceCodes(const Appearance& examples, std::int64_t size, double reach = 1);

    AppearanceCodes to(at::Device device) const;

    /// (N, size): the codes of photos.
    at::Tensor codesOf(const Appearance& photos) const;
    /// (N, C, numbers): what codes (N, size) ask of each class, by least squares over the examples.
    at::Tensor askedBy(const at::Tensor& codes) const;
    /// How far photos are from what codes ask for: mean absolute difference in standard deviations
    /// of the data set, over the classes that are there, each by the root of its area. Contrast and
    /// grain count `texture` times what a channel of the colour counts. A scalar, differentiable.
    at::Tensor error(const Appearance& photos, const at::Tensor& codes,
                     double texture = usualTexture) const;

    /// Below 1 contrast and grain, which have a direction each, do not crowd out the colours of
    /// smaller classes, whose three numbers mostly agree.
    static constexpr double usualTexture = 0.6;

private:
    at::Tensor standardised(const Appearance& photos) const;

    at::Tensor m_mean;      // (C, numbers)
    at::Tensor m_deviation; // the same
    at::Tensor m_encode;    // (C * numbers, size), of standardised values
    at::Tensor m_decode;    // (C, size + 1, numbers), to standardised values; the last row is added
};

} // namespace underpaint::train
