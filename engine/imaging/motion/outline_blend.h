// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"

#include <vector>

namespace underpaint::imaging {

/// An area on its way from one outline to another: `way` 0 is `a`, 1 is `b`. Its centre moves from
/// one's to the other's, its outline lies between both by the distances from theirs. Pixels inside
/// of `size`, in raster order; so is the result.
std::vector<Point> blendedOutline(const std::vector<Point>& a, const std::vector<Point>& b,
                                  double way, Size size);

} // namespace underpaint::imaging
