// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/fill.h"

#include "engine/base/error.h"
#include "engine/scene/brush.h"
#include "engine/scene/mask_spans.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

namespace underpaint::scene {

namespace {

/// Columns where the polygon's sides cross the centre line of row y, in ascending order.
std::vector<double> crossings(std::span<const Point> vertices, int y) {
    std::vector<double> columns;
    for (std::size_t i = 0; i < vertices.size(); ++i) {
        Point a = vertices[i];
        Point b = vertices[(i + 1) % vertices.size()];
        if (a.y > b.y) {
            std::swap(a, b);
        }
        // Half-open, so that a vertex between two sides counts once.
        if (a.y <= y && y < b.y) {
            const double share = static_cast<double>(y - a.y) / (b.y - a.y);
            columns.push_back(a.x + share * (b.x - a.x));
        }
    }
    std::sort(columns.begin(), columns.end());
    return columns;
}

/// Pixels of the scene that match the one a flood started at.
class Matcher {
public:
    Matcher(const SceneState& scene, Point seed, FillMatch match)
        : m_scene(scene),
          m_label(scene.labels.at(seed)),
          m_instance(scene.instances.at(seed)),
          m_match(match) {}

    bool operator()(int x, int y) const {
        return m_scene.labels.at(x, y) == m_label &&
               (m_match == FillMatch::Label || m_scene.instances.at(x, y) == m_instance);
    }

private:
    const SceneState& m_scene;
    std::uint16_t m_label;
    std::uint32_t m_instance;
    FillMatch m_match;
};

} // namespace

std::vector<PixelSpan> polygonSpans(std::span<const Point> vertices, Rect clip) {
    if (vertices.empty()) {
        throw Error("a polygon has no vertices", "fill", "give it at least one");
    }
    std::vector<PixelSpan> spans;
    int top = vertices.front().y;
    int bottom = top;
    for (std::size_t i = 0; i < vertices.size(); ++i) {
        for (const Point p : linePoints(vertices[i], vertices[(i + 1) % vertices.size()])) {
            if (clip.contains(p)) {
                spans.push_back({p.x, p.y, 1});
            }
        }
        top = std::min(top, vertices[i].y);
        bottom = std::max(bottom, vertices[i].y);
    }
    for (int y = std::max(top, clip.y); y < std::min(bottom + 1, clip.bottom()); ++y) {
        const std::vector<double> columns = crossings(vertices, y);
        for (std::size_t i = 0; i + 1 < columns.size(); i += 2) {
            const int first = static_cast<int>(std::ceil(columns[i]));
            const int last = static_cast<int>(std::floor(columns[i + 1]));
            spans.push_back({first, y, last - first + 1});
        }
    }
    return normalised(std::move(spans), clip);
}

std::vector<PixelSpan> contiguousSpans(const SceneState& scene, Point seed, FillMatch match) {
    if (!scene.bounds().contains(seed)) {
        throw Error("the pixel (" + std::to_string(seed.x) + ", " + std::to_string(seed.y) +
                        ") lies outside the map",
                    "fill", "click inside the map");
    }
    const Matcher matches(scene, seed, match);
    const int width = scene.size().width;
    Plane<std::uint8_t> done(width, scene.size().height);
    const auto open = [&](int x, int y) { return done.at(x, y) == 0 && matches(x, y); };
    std::vector<PixelSpan> spans;
    std::vector<Point> waiting{seed};
    while (!waiting.empty()) {
        const Point at = waiting.back();
        waiting.pop_back();
        if (!open(at.x, at.y)) {
            continue;
        }
        int first = at.x;
        while (first > 0 && open(first - 1, at.y)) {
            --first;
        }
        int end = at.x + 1;
        while (end < width && open(end, at.y)) {
            ++end;
        }
        spans.push_back({first, at.y, end - first});
        std::fill(done.row(at.y).begin() + first, done.row(at.y).begin() + end, std::uint8_t{1});
        for (const int y : {at.y - 1, at.y + 1}) {
            if (y < 0 || y >= scene.size().height) {
                continue;
            }
            // One seed a stretch of open pixels.
            for (int x = first; x < end; ++x) {
                if (open(x, y) && (x == first || !open(x - 1, y))) {
                    waiting.push_back({x, y});
                }
            }
        }
    }
    return normalised(std::move(spans), scene.bounds());
}

Edit fillRectangle(const SceneState& scene, Rect rect, PaintValue value,
                   const ProtectedLabels& locked, std::uint64_t gesture) {
    return paintSpans(scene, rectangleSpans(rect, scene.bounds()), value, locked, gesture);
}

Edit fillPolygon(const SceneState& scene, std::span<const Point> vertices, PaintValue value,
                 const ProtectedLabels& locked, std::uint64_t gesture) {
    return paintSpans(scene, polygonSpans(vertices, scene.bounds()), value, locked, gesture);
}

Edit floodFill(const SceneState& scene, Point seed, PaintValue value, FillMatch match,
               const ProtectedLabels& locked, std::uint64_t gesture) {
    return paintSpans(scene, contiguousSpans(scene, seed, match), value, locked, gesture);
}

Edit fillClass(const SceneState& scene, std::uint16_t label, PaintValue value,
               const ProtectedLabels& locked, std::uint64_t gesture) {
    return paintSpans(scene, spansOf(scene.labels, label), value, locked, gesture);
}

Edit stampMask(const SceneState& scene, const Plane<std::uint8_t>& mask, Point corner,
               PaintValue value, const ProtectedLabels& locked, std::uint64_t gesture) {
    if (mask.channels() != 1) {
        throw Error("a mask has " + std::to_string(mask.channels()) + " channels", "stamp",
                    "use one");
    }
    return paintSpans(scene, maskSpans(mask, corner), value, locked, gesture);
}

} // namespace underpaint::scene
