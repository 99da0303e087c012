// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

namespace underpaint::imaging {

/// How much two frames differ in what they show where: 0 for the same classes in the same places,
/// 1 for nothing in common. Classes are counted in 8 x 8 cells, so that motion counts little.
/// Frames of different sizes have nothing in common.
double labelChange(const LabelPlane& before, const LabelPlane& now);

/// A change of more than this is a cut, unless somebody says otherwise. Measured on CamVid: between
/// neighbours of the sequence with 15 frames a second 0.07 at most, two thirds of a second apart
/// 0.24 at most, between frames of different drives 0.29 at least and 0.54 usually.
inline constexpr double usualCut = 0.25;

} // namespace underpaint::imaging
