// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/pixel_spans.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace underpaint::scene {

namespace {

/// The parts of the spans whose pixels have none of the locked labels.
std::vector<PixelSpan> unlocked(const SceneState& scene, const std::vector<PixelSpan>& spans,
                                const ProtectedLabels& locked) {
    if (locked.empty()) {
        return spans;
    }
    std::vector<PixelSpan> free;
    std::vector<std::uint16_t> row;
    for (const PixelSpan& span : spans) {
        row.resize(static_cast<std::size_t>(span.length));
        scene.labels.readRow(span.x, span.y, row);
        int begin = -1;
        for (int i = 0; i <= span.length; ++i) {
            const bool paint =
                i < span.length && !locked.contains(row[static_cast<std::size_t>(i)]);
            if (paint && begin < 0) {
                begin = i;
            } else if (!paint && begin >= 0) {
                free.push_back({span.x + begin, span.y, i - begin});
                begin = -1;
            }
        }
    }
    return free;
}

template<class T>
std::vector<PixelSpan> cellsWith(const TiledMap<T>& map, T value) {
    std::vector<PixelSpan> spans;
    std::vector<T> row(static_cast<std::size_t>(map.width()));
    for (int y = 0; y < map.height(); ++y) {
        map.readRow(0, y, row);
        auto at = std::find(row.begin(), row.end(), value);
        while (at != row.end()) {
            const auto end = std::find_if(at, row.end(), [&](T cell) { return cell != value; });
            spans.push_back({static_cast<int>(at - row.begin()), y, static_cast<int>(end - at)});
            at = std::find(end, row.end(), value);
        }
    }
    return spans;
}

} // namespace

std::vector<PixelSpan> spansOf(const LabelMap& map, std::uint16_t value) {
    return cellsWith(map, value);
}

std::vector<PixelSpan> spansOf(const InstanceMap& map, std::uint32_t value) {
    return cellsWith(map, value);
}

std::vector<PixelSpan> normalised(std::vector<PixelSpan> spans, Rect bounds) {
    std::sort(spans.begin(), spans.end(), [](const PixelSpan& a, const PixelSpan& b) {
        return std::pair(a.y, a.x) < std::pair(b.y, b.x);
    });
    std::vector<PixelSpan> result;
    for (const PixelSpan& span : spans) {
        const int x = std::max(span.x, bounds.x);
        const int right = std::min(span.x + span.length, bounds.right());
        if (span.y < bounds.y || span.y >= bounds.bottom() || right <= x) {
            continue;
        }
        if (!result.empty() && result.back().y == span.y &&
            result.back().x + result.back().length >= x) {
            PixelSpan& last = result.back();
            last.length = std::max(last.length, right - last.x);
        } else {
            result.push_back({x, span.y, right - x});
        }
    }
    return result;
}

Edit paintSpans(const SceneState& scene, std::vector<PixelSpan> spans, PaintValue value,
                const ProtectedLabels& locked, std::uint64_t gesture) {
    (void)scene.labelSet.at(value.label);
    PaintPixels paint;
    for (const PixelSpan& span :
         unlocked(scene, normalised(std::move(spans), scene.bounds()), locked)) {
        paint.labels.push_back({span.x, span.y, span.length, value.label});
        paint.instances.push_back({span.x, span.y, span.length, value.instance});
    }
    return {std::move(paint), gesture};
}

} // namespace underpaint::scene
