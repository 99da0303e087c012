// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"

#include <cstdint>

namespace underpaint::train {

/// The square part of a photo that shows what an instance looks like. A thing (`whole`) is shown
/// entirely with a margin; of stuff the square of about half its extent that holds most of its
/// pixels (the first in raster order of equals). Lies inside of the map; things larger than the
/// map's shorter side are cut. `box` encloses the instance.
Rect showcase(const InstancePlane& instances, std::uint32_t id, Rect box, bool whole);

/// That part of an RGB photo at side x side pixels (bicubic).
Image thumbnailOf(const Image& photo, Rect part, int side);

} // namespace underpaint::train
