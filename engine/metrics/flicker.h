// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/motion/frame_motion.h"

#include <cstddef>

namespace underpaint::metrics {

/// How much a sequence of photos flickers: the mean difference of a frame and the one before, which
/// was moved to it by the motion of the scene, over the pixels whose motion is sure. In grey levels
/// of the three channels; 0 for a still picture or one that only moves. (The temporal warping error
/// of "Learning blind video temporal consistency", Lai et al., ECCV 2018, as a mean difference.)
class Flicker {
public:
    /// Two neighbours and the motion from the second to the first, of one size. Throws Error.
    void add(const Image& before, const Image& now, const imaging::FrameMotion& motion);

    std::size_t pairs() const { return m_pairs; }
    /// Mean over all sure pixels of all pairs; 0 when there were none.
    double levels() const { return m_weight > 0 ? m_sum / m_weight : 0; }
    /// The share of pixels that counted.
    double coverage() const { return m_pixels > 0 ? m_weight / m_pixels : 0; }

private:
    double m_sum = 0;
    double m_weight = 0;
    double m_pixels = 0;
    std::size_t m_pairs = 0;
};

} // namespace underpaint::metrics
