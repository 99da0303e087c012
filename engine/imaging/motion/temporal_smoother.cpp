// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/temporal_smoother.h"

#include "engine/base/error.h"
#include "engine/imaging/motion/box_blur.h"
#include "engine/imaging/motion/warp.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace underpaint::imaging {

namespace {

constexpr int averagedRadius = 4;
/// Grey levels between which a local difference in colour stops being flicker.
/// @{
constexpr float surelyFlicker = 48;
constexpr float surelyOther = 96;
/// @}
constexpr double mostFromBefore = 0.95;

/// The largest difference of the local mean colours of two photos, in grey levels.
Share colourDifference(const Image& a, const Image& b) {
    Share largest(a.width(), a.height(), 0);
    Share channel(a.width(), a.height(), 0);
    for (int c = 0; c < a.channels(); ++c) {
        for (int y = 0; y < a.height(); ++y) {
            for (int x = 0; x < a.width(); ++x) {
                channel.at(x, y) =
                    static_cast<float>(a.at(x, y, c)) - static_cast<float>(b.at(x, y, c));
            }
        }
        const Share mean = boxMean(channel, averagedRadius);
        for (std::size_t i = 0; i < mean.values().size(); ++i) {
            largest.values()[i] = std::max(largest.values()[i], std::abs(mean.values()[i]));
        }
    }
    return largest;
}

} // namespace

Image smoothedPhoto(const Image& painted, const Image& smoothedBefore, const FrameMotion& motion,
                    double strength) {
    const bool fits = painted.size() == smoothedBefore.size() &&
                      painted.channels() == smoothedBefore.channels() &&
                      painted.size() == motion.flow.size() &&
                      painted.size() == motion.confidence.size();
    if (!fits) {
        throw Error("the frames of a sequence have different sizes");
    }
    if (strength <= 0) {
        return painted;
    }
    const auto most = static_cast<float>(mostFromBefore * std::min(strength, 1.0));
    const Image moved = warped(smoothedBefore, motion.flow, Between::Bicubic);
    const Share difference = colourDifference(painted, moved);
    Image result = painted;
    for (int y = 0; y < painted.height(); ++y) {
        for (int x = 0; x < painted.width(); ++x) {
            const float same = std::clamp(
                (surelyOther - difference.at(x, y)) / (surelyOther - surelyFlicker), 0.0F, 1.0F);
            const float share = most * motion.confidence.at(x, y) * same;
            for (int c = 0; c < painted.channels(); ++c) {
                const auto own = static_cast<float>(painted.at(x, y, c));
                const float level = own + share * (static_cast<float>(moved.at(x, y, c)) - own);
                result.at(x, y, c) = static_cast<std::uint8_t>(std::lround(level));
            }
        }
    }
    return result;
}

} // namespace underpaint::imaging
