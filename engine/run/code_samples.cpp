// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/code_samples.h"

#include "engine/base/error.h"
#include "engine/run/memory_fallback.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::run {

namespace {

Size within(Size scene, Size largest) {
    if (largest.empty() || scene.empty()) {
        throw Error("a sample needs a width and a height", "samples of codes");
    }
    const double scale =
        std::min({1.0, 1.0 * largest.width / scene.width, 1.0 * largest.height / scene.height});
    const auto side = [scale](int length) {
        return std::max(1, static_cast<int>(std::floor(length * scale + 1e-9)));
    };
    return {side(scene.width), side(scene.height)};
}

CodeSample painted(const CodeSampleRequest& asked, std::size_t index, WorkContext& context) {
    scene::SceneState state = *asked.scene;
    state.appearance.code = asked.codes[index];
    RenderRequest request{.scene = scene::SceneSnapshot(std::move(state))};
    request.quality = Quality::Preview;
    request.size = within(asked.scene->size(), asked.size);
    request.cancel = context.cancel();
    return {index, renderWithinMemory(context.model(), request, {}).image};
}

} // namespace

std::vector<Work<CodeSample>> codeSamples(CodeSampleRequest request) {
    const auto shared = std::make_shared<const CodeSampleRequest>(std::move(request));
    std::vector<Work<CodeSample>> works;
    for (std::size_t index = 0; index < shared->codes.size(); ++index) {
        works.push_back(
            {{shared->document, shared->group, true, true},
             [shared, index](WorkContext& context) { return painted(*shared, index, context); }});
    }
    return works;
}

} // namespace underpaint::run
