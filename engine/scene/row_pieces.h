// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"

namespace underpaint::scene {

/// The smallest rectangle around pieces of rows (x, y, length), be they spans or runs; empty
/// without pieces.
template<class Pieces>
Rect boxOf(const Pieces& pieces) {
    Rect box;
    for (const auto& piece : pieces) {
        box = box.united({piece.x, piece.y, piece.length, 1});
    }
    return box;
}

} // namespace underpaint::scene
