// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/imaging/motion/instance_tracker.h"

#include <cstdint>
#include <set>
#include <vector>

namespace underpaint::imaging {

/// An object that an edit made or moved elsewhere, or what an object gained.
struct ObjectPiece {
    std::uint32_t id = 0;
    std::uint16_t label = 0;
    Plane<std::uint8_t> mask; ///< not 0: of the object, in the key frame
    Rect box;
};

/// What somebody did to the maps of a frame.
struct EditPieces {
    std::vector<ObjectPiece> objects;
    /// Objects of the frame before that left their place: painted over, or moved elsewhere.
    std::set<std::uint32_t> left;
    /// Not 0: changed, and of no object of the edit.
    Plane<std::uint8_t> rest;
};

/// Throws Error when the maps have different sizes.
EditPieces editPieces(const FrameMaps& before, const FrameMaps& painted);

} // namespace underpaint::imaging
