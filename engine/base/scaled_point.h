// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"

namespace underpaint {

/// The pixel at the same place of a picture of another size.
constexpr Point scaledPoint(Point pixel, Size from, Size to) {
    return {static_cast<int>(1LL * pixel.x * to.width / from.width),
            static_cast<int>(1LL * pixel.y * to.height / from.height)};
}

} // namespace underpaint
