// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/mask_spans.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::scene {

std::vector<PixelSpan> maskSpans(const Plane<std::uint8_t>& mask, Point corner) {
    std::vector<PixelSpan> spans;
    for (int y = 0; y < mask.height(); ++y) {
        const auto row = mask.row(y);
        auto at = row.begin();
        while (true) {
            at = std::find_if(at, row.end(), [](std::uint8_t value) { return value != 0; });
            if (at == row.end()) {
                break;
            }
            const auto end = std::find(at, row.end(), std::uint8_t{0});
            spans.push_back({corner.x + static_cast<int>(at - row.begin()), corner.y + y,
                             static_cast<int>(end - at)});
            at = end;
        }
    }
    return spans;
}

std::vector<PixelSpan> connectedSpans(const Plane<std::uint8_t>& mask, Point seed) {
    const Rect bounds{0, 0, mask.width(), mask.height()};
    if (!bounds.contains(seed)) {
        throw Error("the pixel (" + std::to_string(seed.x) + ", " + std::to_string(seed.y) +
                        ") lies outside the map",
                    "selection", "click inside the map");
    }
    Plane<std::uint8_t> open = mask;
    std::vector<PixelSpan> spans;
    std::vector<Point> waiting{seed};
    while (!waiting.empty()) {
        const Point at = waiting.back();
        waiting.pop_back();
        const auto row = open.row(at.y);
        if (row[static_cast<std::size_t>(at.x)] == 0) {
            continue;
        }
        int first = at.x;
        while (first > 0 && open.at(first - 1, at.y) != 0) {
            --first;
        }
        const auto end = std::find(row.begin() + at.x, row.end(), std::uint8_t{0});
        spans.push_back({first, at.y, static_cast<int>(end - row.begin()) - first});
        std::fill(row.begin() + first, end, std::uint8_t{0});
        for (const int y : {at.y - 1, at.y + 1}) {
            if (y < 0 || y >= bounds.height) {
                continue;
            }
            for (int x = first; x < first + spans.back().length; ++x) {
                if (open.at(x, y) != 0 && (x == first || open.at(x - 1, y) == 0)) {
                    waiting.push_back({x, y});
                }
            }
        }
    }
    return normalised(std::move(spans), bounds);
}

std::vector<PixelSpan> ellipseSpans(Rect rect, Rect clip) {
    std::vector<PixelSpan> spans;
    const double radius = rect.width / 2.0;
    const double middle = rect.x + radius;
    for (int y = std::max(rect.y, clip.y); y < std::min(rect.bottom(), clip.bottom()); ++y) {
        const double height = (y + 0.5 - rect.y) / rect.height * 2 - 1;
        const double half = radius * std::sqrt(std::max(0.0, 1 - height * height));
        // Pixels whose centre lies inside; at least the one in the middle.
        const int first = std::min(static_cast<int>(std::ceil(middle - half - 0.5)),
                                   static_cast<int>(std::floor(middle)));
        const int last = std::max(static_cast<int>(std::floor(middle + half - 0.5)),
                                  static_cast<int>(std::ceil(middle)) - 1);
        spans.push_back({first, y, last - first + 1});
    }
    return normalised(std::move(spans), clip);
}

std::vector<PixelSpan> rectangleSpans(Rect rect, Rect clip) {
    const Rect inside = rect.intersected(clip);
    std::vector<PixelSpan> spans;
    for (int y = inside.y; y < inside.bottom(); ++y) {
        spans.push_back({inside.x, y, inside.width});
    }
    return spans;
}

} // namespace underpaint::scene
