// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/motion/frame_motion.h"

namespace underpaint::imaging {

/// The photo of a frame, painted by itself, with the smoothed photo of the frame before moved along
/// and mixed in where the motion is sure. `strength` 0..1: 0 leaves the photo as it is, 1 takes 95
/// % from the frame before. Where both differ in colour beyond what a model varies by itself, the
/// new one counts: something else is there. RGB photos of one size with the motion. Throws Error.
Image smoothedPhoto(const Image& painted, const Image& smoothedBefore, const FrameMotion& motion,
                    double strength);

} // namespace underpaint::imaging
