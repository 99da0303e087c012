// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/style_crop.h"

#include "engine/base/error.h"
#include "engine/scene/instances.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace underpaint::run {

namespace {

/// In scene pixels: networks need some context to make a face of a patch.
constexpr int leastSide = 64;

Rect widened(Rect box, Rect bounds) {
    const auto side = [](int start, int length, int least, int limit) {
        const int wanted = std::min(limit, std::max(least, length + length / 2));
        const int first = std::clamp(start + length / 2 - wanted / 2, 0, limit - wanted);
        return std::pair(first, wanted);
    };
    const auto [x, width] = side(box.x, box.width, leastSide, bounds.width);
    const auto [y, height] = side(box.y, box.height, leastSide, bounds.height);
    return {x, y, width, height};
}

Size fitted(Size size, Size largest) {
    const double scale =
        std::min(1.0 * largest.width / size.width, 1.0 * largest.height / size.height);
    const auto scaled = [&](int side) {
        return std::max(1, static_cast<int>(std::floor(side * scale + 1e-9)));
    };
    return {scaled(size.width), scaled(size.height)};
}

void cropPins(scene::SceneState& state, Rect rect) {
    for (auto& [id, exemplar] : state.exemplars) {
        std::erase_if(exemplar.pins,
                      [&](const scene::Pin& pin) { return !rect.contains(pin.scene); });
        for (scene::Pin& pin : exemplar.pins) {
            pin.scene = {pin.scene.x - rect.x, pin.scene.y - rect.y};
        }
    }
}

} // namespace

StyleCrop cropAround(const scene::SceneSnapshot& scene, std::uint32_t instance, Size largest) {
    const auto info = scene::instanceIn(*scene, instance);
    if (!info) {
        throw Error("the scene has no pixel of this instance",
                    "instance " + std::to_string(instance), "Select another one");
    }
    if (largest.empty()) {
        throw Error("a thumbnail needs a width and a height", "style thumbnails");
    }
    const Rect rect = widened(info->box, scene->bounds());
    scene::SceneState state = *scene;
    state.labels = scene::LabelMap(scene->labels.read(rect));
    state.instances = scene::InstanceMap(scene->instances.read(rect));
    state.referencePhoto.reset();
    cropPins(state, rect);
    return {scene::SceneSnapshot(std::move(state), scene.revision()),
            fitted({rect.width, rect.height}, largest)};
}

scene::SceneSnapshot withStyle(const scene::SceneSnapshot& scene, std::uint32_t instance,
                               const scene::Style& style) {
    scene::SceneState state = *scene;
    state.styles[instance] = style;
    return scene::SceneSnapshot(std::move(state), scene.revision());
}

} // namespace underpaint::run
