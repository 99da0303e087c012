// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/frame_follower.h"

namespace underpaint::imaging {

bool FrameFollower::follow(MovingFrame& frame) {
    const bool begins = !m_before || labelChange(m_before->labels, frame.labels) > m_cut;
    if (m_renumber) {
        std::optional<FrameMotion> motion;
        if (!begins) {
            motion = motionSince(*m_before, frame);
        }
        frame.instances =
            m_tracker.follow({frame.labels, frame.instances}, motion ? &motion->flow : nullptr);
    }
    m_before = frame;
    return begins;
}

} // namespace underpaint::imaging
