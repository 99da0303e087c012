// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/pixel_spans.h"

#include <cstdint>
#include <vector>

namespace underpaint::scene {

enum class BrushShape : std::uint8_t { Square, Round };

/// A hard-edged brush. The square one covers diameter x diameter pixels with the top-left at
/// position - diameter / 2 (as in pix2pixHD's editor); the round one is the disc inside it.
struct Brush {
    BrushShape shape = BrushShape::Round;
    /// 1..maxBrushDiameter pixels.
    int diameter = 1;

    friend bool operator==(const Brush&, const Brush&) = default;
};

inline constexpr int maxBrushDiameter = 4096;

/// The pixels that the brush covers on its straight way between two points, without gaps, one
/// span per row; not clipped. Throws Error when the diameter or a point is out of range (points may
/// lie outside the map by up to a million pixels).
std::vector<PixelSpan> strokeSpans(const Brush& brush, Point from, Point to);

/// The pixels of a line from one point to the other, both included, each touching the next with a
/// side or a corner (Bresenham 1965).
std::vector<Point> linePoints(Point from, Point to);

/// paintSpans() of strokeSpans(). A stroke is a chain of them with one gesture number.
Edit paintStroke(const SceneState& scene, const Brush& brush, Point from, Point to,
                 PaintValue value, const ProtectedLabels& locked = {}, std::uint64_t gesture = 0);

} // namespace underpaint::scene
