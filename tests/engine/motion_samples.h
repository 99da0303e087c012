// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/motion/frame_motion.h"

namespace underpaint::test {

/// A scene that a camera moves over, of which every pixel's way is known. Sky (0) over road (1),
/// and two objects of class 3 (3000 and 3001) with a motion of their own.
struct MovingScene {
    Size size{128, 96};
    Point camera{2, 0};  ///< pixels a frame that everything moves to the left
    Point object{-1, 1}; ///< pixels a frame that the first object moves on top of that

    /// Where the first object's top left corner is; it is 20 x 14.
    Point objectAt(int frame) const;
    /// Maps and photo of a frame.
    imaging::MovingFrame frame(int number) const;
};

/// A pattern without repetition, RGB: the part of an endless picture from (x, y) on.
Image texture(Size size, int x, int y);
/// Every channel of a photo raised or lowered by noise of so many levels, other for every seed.
Image withNoise(Image photo, int levels, unsigned seed);
/// Intersection over union of two areas of equal value.
double overlap(const InstancePlane& a, const InstancePlane& b, std::uint32_t id);

} // namespace underpaint::test
