// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/motion/flow_field.h"

namespace underpaint::imaging {

/// What the motion of a frame is measured by.
struct MovingFrame {
    LabelPlane labels;       ///< may be empty where there is a guide
    InstancePlane instances; ///< of the same size
    /// A photo of the frame, real or painted; empty: the maps are drawn (labelGuide()), and the
    /// motion of their outlines is spread over them (outlineFlow()).
    Image guide;

    Size size() const { return guide.empty() ? labels.size() : guide.size(); }
};

/// How a frame moved since the one before.
struct FrameMotion {
    FlowField flow;   ///< from the frame to the one before
    Share confidence; ///< of each of its pixels
};

/// Measures both ways. A pixel is sure where the way back agrees and, of frames with maps, the one
/// before shows the same class there. Throws Error for frames of different sizes.
FrameMotion motionSince(const MovingFrame& before, const MovingFrame& now);

/// The motion both ways, measured once.
struct PairMotion {
    FrameMotion there; ///< from the first frame to the second
    FrameMotion back;  ///< from the second to the first
};
PairMotion motionBetween(const MovingFrame& first, const MovingFrame& second);

} // namespace underpaint::imaging
