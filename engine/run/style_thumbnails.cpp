// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/style_thumbnails.h"

#include "engine/run/memory_fallback.h"
#include "engine/run/style_crop.h"

#include <optional>
#include <utility>

namespace underpaint::run {

namespace {

/// A request with what its pictures share; touched by the engine thread only once it is submitted.
struct Shared {
    StyleThumbnailRequest request;
    std::optional<StyleCrop> crop; ///< made with the first picture
};

StyleThumbnail painted(Shared& shared, std::size_t index, WorkContext& context) {
    const StyleThumbnailRequest& asked = shared.request;
    LoadedModel& model = context.model();
    if (!shared.crop) {
        shared.crop = cropAround(asked.scene, asked.instance, asked.size);
    }
    RenderRequest request{.scene = withStyle(asked.scene, asked.instance, asked.styles[index])};
    request.quality = Quality::Preview;
    request.size = shared.crop->photo;
    request.cancel = context.cancel();
    const auto photo = renderWithinMemory(model, request, {}).image;
    return {index,
            std::make_shared<const Image>(cutOut(*photo, shared.crop->box, asked.scene->size()))};
}

} // namespace

std::vector<Work<StyleThumbnail>> styleThumbnails(StyleThumbnailRequest request) {
    const auto shared = std::make_shared<Shared>(Shared{std::move(request), std::nullopt});
    std::vector<Work<StyleThumbnail>> works;
    for (std::size_t index = 0; index < shared->request.styles.size(); ++index) {
        works.push_back(
            {{shared->request.document, shared->request.group, true, true},
             [shared, index](WorkContext& context) { return painted(*shared, index, context); }});
    }
    return works;
}

} // namespace underpaint::run
