// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/flicker.h"

#include "engine/base/error.h"
#include "engine/imaging/motion/warp.h"

#include <cstdlib>

namespace underpaint::metrics {

void Flicker::add(const Image& before, const Image& now, const imaging::FrameMotion& motion) {
    if (before.size() != now.size() || before.channels() != now.channels() ||
        motion.confidence.size() != now.size()) {
        throw Error("two frames have different sizes");
    }
    const Image moved = imaging::warped(before, motion.flow);
    for (int y = 0; y < now.height(); ++y) {
        for (int x = 0; x < now.width(); ++x) {
            int difference = 0;
            for (int c = 0; c < now.channels(); ++c) {
                difference += std::abs(now.at(x, y, c) - moved.at(x, y, c));
            }
            const double weight = motion.confidence.at(x, y);
            m_sum += weight * difference / now.channels();
            m_weight += weight;
        }
    }
    m_pixels += static_cast<double>(now.size().area());
    ++m_pairs;
}

} // namespace underpaint::metrics
