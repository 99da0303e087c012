// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/motion/affine_motion.h"
#include "engine/imaging/motion/edit_pieces.h"
#include "engine/imaging/motion/frame_motion.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace underpaint::imaging {

/// One pixel of a frame that an edit changes.
struct PixelChange {
    Point at;
    std::uint16_t label = 0;
    std::uint32_t instance = 0;
    float confidence = 0;
};

/// An object of an edit, where it is in another frame.
struct PlacedObject {
    std::uint32_t id = 0;
    std::uint16_t label = 0;
    std::vector<Point> pixels; ///< in raster order
    float confidence = 0;
};

/// What an edit does to another frame; takes as much memory as it changes.
struct CarriedChanges {
    std::vector<PixelChange> pixels; ///< in raster order
    std::vector<PlacedObject> objects;
};

/// Carries the edit of one key frame from frame to frame, away from it.
class EditCarrier {
public:
    /// `frame` is the key frame before the edit. Throws Error when the maps have different sizes.
    EditCarrier(MovingFrame frame, FrameMaps painted);

    /// Goes on to the frame beside the last one. Throws Error when it has another size.
    void step(MovingFrame next);
    /// In the frame of the last step.
    CarriedChanges changes() const;
    /// That frame.
    const MovingFrame& frame() const { return m_frame; }

private:
    struct Track {
        AffineMotion motion; ///< from the key frame
        float confidence = 1;
    };

    PlacedObject placed(const ObjectPiece& piece, const Track& track) const;
    void followObjects(const FrameMotion& there);
    void followLeft(const MovingFrame& next, const FrameMotion& back);

    FrameMaps m_painted;
    EditPieces m_pieces;
    MovingFrame m_frame;
    FlowField m_flow;            ///< from the present frame to the key frame
    Share m_confidence;          ///< of that
    std::vector<Track> m_tracks; ///< of the objects
    /// Objects that leave their place, by their id in the present frame.
    std::map<std::uint32_t, float> m_left;
};

} // namespace underpaint::imaging
