// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/package_photo.h"

#include "engine/base/error.h"
#include "engine/run/loaded_model.h"
#include "engine/run/memory_fallback.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::run {

Size sizeWithin(Size scene, Size largest) {
    if (largest.empty() || scene.empty()) {
        throw Error("a small photo needs a width and a height", "photos of the scene");
    }
    const double scale =
        std::min({1.0, 1.0 * largest.width / scene.width, 1.0 * largest.height / scene.height});
    const auto side = [scale](int length) {
        return std::max(1, static_cast<int>(std::floor(length * scale + 1e-9)));
    };
    return {side(scene.width), side(scene.height)};
}

Work<std::shared_ptr<const Image>> packagePhoto(PackagePhotoRequest request) {
    const WorkPlace place{.document = request.document, .group = request.group, .repeatable = true};
    return {place, [asked = std::move(request)](WorkContext& context) {
                LoadedModel model(asked.source, {asked.package, context.complete({})});
                RenderRequest render{.scene = asked.scene};
                render.quality = Quality::Preview;
                render.size = sizeWithin(asked.scene->size(), asked.size);
                render.cancel = context.cancel();
                return renderWithinMemory(model, render, {}).image;
            }};
}

} // namespace underpaint::run
