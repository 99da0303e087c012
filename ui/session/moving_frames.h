// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/motion/frame_motion.h"
#include "engine/scene/sequence.h"

#include <cstddef>

namespace underpaint::ui {

/// Whether the frames `first` to `last` have photos that show how they move: each one of its own,
/// of the size of its maps.
bool haveMovingPhotos(const scene::Sequence& sequence, std::size_t first, std::size_t last);

/// What the motion of a frame is measured by: its maps, and its photo where those show it.
imaging::MovingFrame movingFrame(const scene::SceneState& frame, bool photos);

} // namespace underpaint::ui
