// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"

#include <vector>

namespace underpaint::translate {

/// From this level on a pixel of a mask belongs to its instance.
inline constexpr int memberLevel = 128;

/// Levels below are what networks leave where there is nothing.
inline constexpr int noiseLevel = 8;

/// The smallest rectangle around all pixels of a mask above noise; empty where there is none.
Rect boundsOf(const Image& mask);

/// How much of each pixel is pasted, 0..255: all of what some mask covers, and a transition over
/// `feather` pixels around it (by distance to the nearest covered pixel). All masks are of one
/// size.
Image featheredUnion(const std::vector<const Image*>& masks, int feather);

/// Lets a weight fade towards those sides of `part` that are not sides of the whole, over `feather`
/// pixels, the outermost being 0, so that no seam is seen there. `weight` has the size of the part.
void fadeAtSides(Image& weight, const Rect& part, Size whole, int feather);

/// Pastes `source`, of the size of `weight`, into `photo` at the weight's place: where the weight
/// is 0 no byte changes.
void paste(Image& photo, const Image& source, const Image& weight, Point at);

} // namespace underpaint::translate
