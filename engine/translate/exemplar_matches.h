// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/base/scaled_point.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::translate {

/// Where the look of a photo came from: what overlays show and what hovering asks.
struct ExemplarMatches {
    /// What a place of the scene found. A place is a square of pixels.
    struct Place {
        int exemplar = -1;     ///< of `exemplars`; -1: none lends anything here
        Point from;            ///< pixel of its photo, the middle of the place that matches best
        float probability = 0; ///< of that place among all that were compared
        float entropy = 0;     ///< of these, in nats
    };

    int stride = 1;                     ///< pixels of the photo to a place, across and down
    Size places;                        ///< how many cover the photo
    std::vector<Place> found;           ///< row by row
    std::vector<std::string> exemplars; ///< their ids
    /// What the exemplars lend, in the places of the scene: RGB, of the photo's size. Grey where
    /// the model is left to itself.
    Image warped;

    /// At a pixel of the photo, which must be inside.
    const Place& at(Point pixel) const {
        return found[static_cast<std::size_t>(pixel.y / stride) *
                         static_cast<std::size_t>(places.width) +
                     static_cast<std::size_t>(pixel.x / stride)];
    }

    /// The pixel of that exemplar's photo from which a pixel of a map, whose size need not be the
    /// photo's, takes its look; nothing where it takes it from none or from another one.
    std::optional<Point> partnerOf(Point pixel, Size map, const std::string& exemplar) const {
        const Place& place = at(scaledPoint(pixel, map, warped.size()));
        const bool lent =
            place.exemplar >= 0 && exemplars[static_cast<std::size_t>(place.exemplar)] == exemplar;
        return lent ? std::optional(place.from) : std::nullopt;
    }
};

} // namespace underpaint::translate
