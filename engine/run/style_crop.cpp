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

/// In scene pixels: smaller things are seen with more of what is around them.
constexpr int leastSide = 64;
/// Of a photo that a thumbnail is cut out of.
constexpr double mostPixels = 1 << 16;

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

Size scaled(Size size, double scale) {
    const auto side = [scale](int length) {
        return std::max(1, static_cast<int>(std::floor(length * scale + 1e-9)));
    };
    return {side(size.width), side(size.height)};
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
    const Rect box = widened(info->box, scene->bounds());
    const double scale =
        std::min({1.0, 1.0 * largest.width / box.width, 1.0 * largest.height / box.height,
                  std::sqrt(mostPixels / static_cast<double>(scene->size().area()))});
    return {scaled(scene->size(), scale), box};
}

Image cutOut(const Image& photo, const Rect& box, Size scene) {
    const auto part = [](int start, int length, int whole, int pixels) {
        const auto scaled = [&](int position) {
            return static_cast<int>(1LL * position * pixels / whole);
        };
        return std::pair(scaled(start), std::max(1, scaled(length)));
    };
    const auto [x, width] = part(box.x, box.width, scene.width, photo.width());
    const auto [y, height] = part(box.y, box.height, scene.height, photo.height());
    Image image(width, height, photo.channels(), 0);
    for (int row = 0; row < height; ++row) {
        const auto from = photo.row(y + row).subspan(static_cast<std::size_t>(x) *
                                                         static_cast<std::size_t>(photo.channels()),
                                                     image.row(row).size());
        std::copy(from.begin(), from.end(), image.row(row).begin());
    }
    return image;
}

scene::SceneSnapshot withStyle(const scene::SceneSnapshot& scene, std::uint32_t instance,
                               const scene::Style& style) {
    scene::SceneState state = *scene;
    state.appearances[instance].style = style;
    return scene::SceneSnapshot(std::move(state), scene.revision());
}

} // namespace underpaint::run
