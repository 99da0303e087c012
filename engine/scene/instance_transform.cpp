// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/instance_transform.h"

#include "engine/base/error.h"
#include "engine/base/plane.h"
#include "engine/scene/edit.h"
#include "engine/scene/instance_edits.h"
#include "engine/scene/mask_spans.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <variant>

namespace underpaint::scene {

namespace {

/// The pixel that the centre of (x, y) is mapped into.
Point mapped(const Affine& map, int x, int y) {
    return {static_cast<int>(std::floor(map.x(x + 0.5, y + 0.5))),
            static_cast<int>(std::floor(map.y(x + 0.5, y + 0.5)))};
}

template<class T>
void add(std::vector<PaintRun<T>>& runs, Point p, T value) {
    if (!runs.empty() && runs.back().y == p.y && runs.back().right() == p.x &&
        runs.back().value == value) {
        ++runs.back().length;
    } else {
        runs.push_back({p.x, p.y, 1, value});
    }
}

/// Their pixels at the new places.
PaintPixels placed(const SceneState& scene, const std::set<std::uint32_t>& instances, Rect box,
                   const Affine& affine) {
    const Affine inverse = affine.inverted();
    const Rect target = transformedBox(box, affine).intersected(scene.bounds());
    PaintPixels paint;
    for (int y = target.y; y < target.bottom(); ++y) {
        for (int x = target.x; x < target.right(); ++x) {
            const Point source = mapped(inverse, x, y);
            if (box.contains(source) && instances.contains(scene.instances.at(source))) {
                add(paint.labels, {x, y}, scene.labels.at(source));
                add(paint.instances, {x, y}, scene.instances.at(source));
            }
        }
    }
    return paint;
}

} // namespace

Affine Affine::inverted() const {
    const double determinant = xx * yy - xy * yx;
    if (!(std::abs(determinant) > 1e-9)) {
        throw Error("a shape cannot be made flat", "transform", "leave it a width and a height");
    }
    Affine inverse{yy / determinant, -xy / determinant, -yx / determinant, xx / determinant, 0, 0};
    inverse.dx = -(inverse.xx * dx + inverse.xy * dy);
    inverse.dy = -(inverse.yx * dx + inverse.yy * dy);
    return inverse;
}

std::optional<Point> movedPixel(Point pixel, const Affine& affine, Rect bounds) {
    const Point moved = mapped(affine, pixel.x, pixel.y);
    return bounds.contains(moved) ? std::optional(moved) : std::nullopt;
}

Rect transformedBox(Rect box, const Affine& affine) {
    if (box.empty()) {
        return {};
    }
    std::array<double, 4> xs{};
    std::array<double, 4> ys{};
    for (std::size_t i = 0; i < xs.size(); ++i) {
        const double x = i % 2 == 0 ? box.x : box.right();
        const double y = i / 2 == 0 ? box.y : box.bottom();
        // Far outside of every map, yet well inside an int.
        constexpr double far = 10'000'000;
        xs[i] = std::clamp(affine.x(x, y), -far, far);
        ys[i] = std::clamp(affine.y(x, y), -far, far);
    }
    const auto [left, right] = std::minmax_element(xs.begin(), xs.end());
    const auto [top, bottom] = std::minmax_element(ys.begin(), ys.end());
    const Point corner{static_cast<int>(std::floor(*left)) - 1,
                       static_cast<int>(std::floor(*top)) - 1};
    return {corner.x, corner.y, static_cast<int>(std::ceil(*right)) + 1 - corner.x,
            static_cast<int>(std::ceil(*bottom)) + 1 - corner.y};
}

std::vector<PixelSpan> transformedSpans(const std::vector<PixelSpan>& shape, const Affine& affine,
                                        Rect clip) {
    const Affine inverse = affine.inverted();
    const Rect box = boxOf(shape);
    const PixelSelection pixels(shape, box);
    const Rect target = transformedBox(box, affine).intersected(clip);
    Plane<std::uint8_t> moved(target.width, target.height);
    for (int y = 0; y < target.height; ++y) {
        for (int x = 0; x < target.width; ++x) {
            const Point source = mapped(inverse, target.x + x, target.y + y);
            moved.at(x, y) = pixels.contains(source) ? 1 : 0;
        }
    }
    return maskSpans(moved, {target.x, target.y});
}

PaintPixels transformInstances(const SceneState& scene, const std::set<std::uint32_t>& instances,
                               const Affine& affine, const PaintGuard& guard,
                               PaintValue background) {
    SceneState healed = scene;
    PaintPixels paint;
    Rect box;
    for (const std::uint32_t instance : instances) {
        const Rect own = boxOf(spansOf(scene.instances, instance));
        if (own.empty()) {
            continue;
        }
        box = box.united(own);
        const Edit removal = deleteInstance(healed, instance, background);
        const auto* group = std::get_if<EditGroup>(&removal.kind);
        const Edit& pixels = group != nullptr ? group->edits.front() : removal;
        const auto& hole = std::get<PaintPixels>(pixels.kind);
        hole.paint(healed.labels, healed.instances);
        paint.append(hole);
    }
    paint.append(placed(scene, instances, box, affine));
    return guard.filtered(scene, paint);
}

std::optional<std::uint16_t> labelOfInstance(const SceneState& scene, std::uint32_t instance) {
    const void* previous = nullptr;
    for (int index = 0; index < scene.instances.tileCount(); ++index) {
        const Rect rect = scene.instances.tileRect(index);
        const bool whole = rect.width == tileExtent && rect.height == tileExtent;
        if (whole && scene.instances.tileIdentity(index) == previous) {
            continue;
        }
        previous = whole ? scene.instances.tileIdentity(index) : nullptr;
        const auto& cells = scene.instances.tileCells(index);
        for (int y = 0; y < rect.height; ++y) {
            const auto* row = cells.data() + y * tileExtent;
            const auto* found = std::find(row, row + rect.width, instance);
            if (found != row + rect.width) {
                return scene.labels.at(rect.x + static_cast<int>(found - row), rect.y + y);
            }
        }
    }
    return std::nullopt;
}

} // namespace underpaint::scene
