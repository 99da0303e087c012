// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/paint_guard.h"
#include "engine/scene/paint_pixels.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace underpaint::scene {

/// An affine map of the plane: (x, y) becomes (xx x + xy y + dx, yx x + yy y + dy). Pixel (x, y)
/// covers x … x + 1.
struct Affine {
    double xx = 1;
    double xy = 0;
    double yx = 0;
    double yy = 1;
    double dx = 0;
    double dy = 0;

    double x(double px, double py) const { return xx * px + xy * py + dx; }
    double y(double px, double py) const { return yx * px + yy * py + dy; }
    /// Throws Error when it flattens the plane.
    Affine inverted() const;

    friend bool operator==(const Affine&, const Affine&) = default;
};

/// The pixel that the centre of one comes to lie in; nothing outside of the bounds.
std::optional<Point> movedPixel(Point pixel, const Affine& affine, Rect bounds);

/// The pixels of a rectangle around the transformed one, one pixel to spare.
Rect transformedBox(Rect box, const Affine& affine);

/// The transformed shape: pixels whose centre comes from a pixel of the shape. Clipped.
std::vector<PixelSpan> transformedSpans(const std::vector<PixelSpan>& shape, const Affine& affine,
                                        Rect clip);

/// The painting that moves, turns, scales or flips instances: their old pixels heal as in
/// deleteInstance(), the new ones have the label and the instance they came from. The guard limits
/// both. Ids without pixels do not matter. Throws Error when the map is not invertible.
PaintPixels transformInstances(const SceneState& scene, const std::set<std::uint32_t>& instances,
                               const Affine& affine, const PaintGuard& guard,
                               PaintValue background = {});

/// The label of the first pixel that has the id, or nothing. Faster than instanceIn().
std::optional<std::uint16_t> labelOfInstance(const SceneState& scene, std::uint32_t instance);

} // namespace underpaint::scene
