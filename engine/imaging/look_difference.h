// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <string>

namespace underpaint::imaging {

/// How one picture looks beside another, where the two differ: means over the pixels that do, in
/// units of CIELAB.
struct LookDifference {
    double lightness = 0;
    double greenRed = 0;   ///< a
    double blueYellow = 0; ///< b
    double chroma = 0;
    double texture = 0; ///< of the lightness between neighbours
    double share = 0;   ///< of the pixels that differ, 0..1
};

/// `other` minus `one`: photos (RGB) of one size.
LookDifference lookDifference(const Image& one, const Image& other);

/// What tells two pictures apart, in opposite words: the first is "darker, cooler", the second
/// "lighter, warmer".
struct OppositeWords {
    std::string one;
    std::string other;
};

/// The most visible difference, and a second one that is nearly as visible. Empty where hardly
/// anything is seen.
OppositeWords oppositeWords(const LookDifference& difference);

} // namespace underpaint::imaging
