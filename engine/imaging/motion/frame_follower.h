// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/motion/frame_motion.h"
#include "engine/imaging/motion/instance_tracker.h"
#include "engine/imaging/motion/scene_cut.h"

#include <optional>

namespace underpaint::imaging {

/// Goes through the frames of a sequence in order: finds where scenes begin, and gives objects that
/// were numbered frame by frame numbers that stay within a scene.
class FrameFollower {
public:
    /// More than `cut` of labelChange() begins another scene. With `renumber` the instances of
    /// frames are derived ones.
    FrameFollower(double cut, bool renumber) : m_cut(cut), m_renumber(renumber) {}

    /// The next frame, whose instances get their lasting numbers. True: a scene begins with it.
    bool follow(MovingFrame& frame);

private:
    double m_cut;
    bool m_renumber;
    InstanceTracker m_tracker;
    std::optional<MovingFrame> m_before;
};

} // namespace underpaint::imaging
