// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/brush.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <string>

namespace underpaint::scene {

namespace {

constexpr int maxDistance = 1'000'000;

void checkPoint(Point p) {
    const auto far = [](int coordinate) {
        return coordinate < -maxDistance || coordinate > maxMapExtent + maxDistance;
    };
    if (far(p.x) || far(p.y)) {
        throw Error("a stroke leads to (" + std::to_string(p.x) + ", " + std::to_string(p.y) +
                        "), which is too far away",
                    "brush", "stay near the map");
    }
}

/// Columns first <= x < end of a row of the brush, relative to its left side.
struct Columns {
    int first = 0;
    int end = 0;
};

std::vector<Columns> brushRows(const Brush& brush) {
    const int d = brush.diameter;
    std::vector<Columns> rows(static_cast<std::size_t>(d), Columns{0, d});
    if (brush.shape == BrushShape::Square) {
        return rows;
    }
    // Pixel (i, j) counts when its centre is within a little less than d / 2 of the disc's, in
    // doubled coordinates; the "little less" rounds the corners of small brushes off.
    const int limit = 2 * d * d - d;
    for (int j = 0; j < d; ++j) {
        const int dy = 2 * j - (d - 1);
        int first = 0;
        const auto outside = [&](int i) {
            const int dx = 2 * i - (d - 1);
            return 2 * (dx * dx + dy * dy) > limit;
        };
        while (first < d && outside(first)) {
            ++first;
        }
        rows[static_cast<std::size_t>(j)] = {first, d - first};
    }
    return rows;
}

} // namespace

std::vector<Point> linePoints(Point from, Point to) {
    checkPoint(from);
    checkPoint(to);
    const int dx = std::abs(to.x - from.x);
    const int dy = -std::abs(to.y - from.y);
    const int stepX = from.x < to.x ? 1 : -1;
    const int stepY = from.y < to.y ? 1 : -1;
    std::vector<Point> points;
    points.reserve(static_cast<std::size_t>(std::max(dx, -dy)) + 1);
    int error = dx + dy;
    Point at = from;
    points.push_back(at);
    while (!(at == to)) {
        const int twice = 2 * error;
        if (twice >= dy) {
            error += dy;
            at.x += stepX;
        }
        if (twice <= dx) {
            error += dx;
            at.y += stepY;
        }
        points.push_back(at);
    }
    return points;
}

std::vector<PixelSpan> strokeSpans(const Brush& brush, Point from, Point to) {
    if (brush.diameter < 1 || brush.diameter > maxBrushDiameter) {
        throw Error("a brush of " + std::to_string(brush.diameter) + " pixels cannot be used",
                    "brush", "use 1 to " + std::to_string(maxBrushDiameter));
    }
    const std::vector<Columns> brushColumns = brushRows(brush);
    const std::vector<Point> line = linePoints(from, to);
    const int top = std::min(from.y, to.y) - brush.diameter / 2;
    const int rows = std::abs(to.y - from.y) + brush.diameter;
    // The brush is convex and moves by one pixel at a time, so that what it covers of a row is one
    // span: from the leftmost to the rightmost pixel of any of its positions.
    constexpr Columns none{std::numeric_limits<int>::max(), std::numeric_limits<int>::min()};
    std::vector<Columns> covered(static_cast<std::size_t>(rows), none);
    for (const Point at : line) {
        const int left = at.x - brush.diameter / 2;
        auto row = covered.begin() + (at.y - brush.diameter / 2 - top);
        for (const Columns& own : brushColumns) {
            row->first = std::min(row->first, left + own.first);
            row->end = std::max(row->end, left + own.end);
            ++row;
        }
    }
    std::vector<PixelSpan> spans;
    spans.reserve(covered.size());
    for (int j = 0; j < rows; ++j) {
        const Columns& row = covered[static_cast<std::size_t>(j)];
        spans.push_back({row.first, top + j, row.end - row.first});
    }
    return spans;
}

Edit paintStroke(const SceneState& scene, const Brush& brush, Point from, Point to,
                 PaintValue value, const ProtectedLabels& locked, std::uint64_t gesture) {
    return paintSpans(scene, strokeSpans(brush, from, to), value, locked, gesture);
}

} // namespace underpaint::scene
