// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/code_samples.h"

#include "engine/run/memory_fallback.h"
#include "engine/run/package_photo.h"

#include <utility>

namespace underpaint::run {

namespace {

CodeSample painted(const CodeSampleRequest& asked, std::size_t index, WorkContext& context) {
    scene::SceneState state = *asked.scene;
    state.appearance.code = asked.codes[index];
    RenderRequest request{.scene = scene::SceneSnapshot(std::move(state))};
    request.quality = Quality::Preview;
    request.size = sizeWithin(asked.scene->size(), asked.size);
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
