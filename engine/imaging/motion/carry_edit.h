// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/plane.h"
#include "engine/base/progress.h"
#include "engine/imaging/motion/frame_motion.h"
#include "engine/imaging/motion/instance_tracker.h"

#include <cstddef>
#include <functional>
#include <map>
#include <vector>

namespace underpaint::imaging {

/// What somebody painted in one frame: its maps afterwards. Before, they were those of the
/// sequence.
struct KeyFrame {
    std::size_t frame = 0;
    FrameMaps painted;
};

/// What an edit becomes in another frame.
struct CarriedFrame {
    std::size_t frame = 0;
    FrameMaps maps; ///< with the edit
    /// How sure the edit is at each pixel that it changes; 0 elsewhere.
    Share confidence;
};

/// The range of frames that an edit is carried through, and what they are.
struct CarryRange {
    std::size_t first = 0;
    std::size_t last = 0; ///< is part of it
    /// Maps of a frame, without the edit, and its guide; read when needed. Throws Error.
    std::function<MovingFrame(std::size_t)> frame;
};

/// Carries edits of key frames, in ascending order, through a range that holds them all. `done`
/// gets every frame of the range but the key frames, in no order that matters, as soon as it is
/// known. Three kinds of changes follow the motion of the frames, each in its way:
/// - an object that is new or was moved, or what an object gained, moves as a whole, by the affine
///   motion of what lies under it, and keeps its id;
/// - an object that was painted over entirely, or moved elsewhere, is found again by its overlap
///   from frame to frame, and leaves as a whole; what surrounds it fills the hole where nothing was
///   painted;
/// - everything else moves pixel by pixel.
/// Between two key frames both edits are carried: an object of both moves from its place in one to
/// that in the other and changes its outline on the way, of other changes the one that is surer and
/// nearer counts. Frames must be of one size. Throws Error, and Cancelled.
void carryEdits(const CarryRange& range, const std::vector<KeyFrame>& keys,
                const std::function<void(CarriedFrame)>& done, const CancelToken& cancel = {},
                const ProgressSink& progress = {});

} // namespace underpaint::imaging
