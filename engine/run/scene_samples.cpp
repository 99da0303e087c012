// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/scene_samples.h"

#include "engine/run/memory_fallback.h"
#include "engine/run/package_photo.h"

#include <utility>

namespace underpaint::run {

std::vector<Work<SceneSample>> sceneSamples(SceneSampleRequest request) {
    const auto shared = std::make_shared<const SceneSampleRequest>(std::move(request));
    std::vector<Work<SceneSample>> works;
    for (std::size_t index = 0; index < shared->scenes.size(); ++index) {
        works.push_back(
            {{shared->document, shared->group, shared->first, true},
             [shared, index](WorkContext& context) {
                 const scene::SceneSnapshot& scene = shared->scenes[index];
                 RenderRequest render{.scene = scene};
                 render.quality = Quality::Preview;
                 render.size = sizeWithin(scene->size(), shared->size);
                 render.cancel = context.cancel();
                 return SceneSample{index, renderWithinMemory(context.model(), render, {}).image};
             }});
    }
    return works;
}

} // namespace underpaint::run
