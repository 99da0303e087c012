// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

namespace underpaint::imaging {

/// CIELAB under D65 of an 8-bit sRGB photo: L 0..100, a and b about -100..100, in which distances
/// are about as large as they look.
Plane<float> toLab(const Image& photo);

} // namespace underpaint::imaging
