// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/kernels/patch_match.h"

#include <vector>

namespace underpaint::translate {

/// A picture (RGB) with the kinds of its pixels (0: none), to be searched in patches: as it is and
/// in halves, from the finest to the coarsest, whose shorter side has 20 pixels or more. Borders of
/// kinds are compared beside colours.
std::vector<kernels::PatchPicture> texturePyramid(const Image& picture, const InstancePlane& kinds);

} // namespace underpaint::translate
