// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/photo_translation.h"

#include <memory>
#include <utility>

namespace underpaint::run {

namespace {

struct LoadedTranslator {
    std::filesystem::path package;
    std::shared_ptr<translate::PhotoTranslator> translator;
};

/// Throws Error when it cannot be loaded.
translate::PhotoTranslator& translatorFor(const TranslationRequest& request, WorkContext& context) {
    auto& kept = context.kept<LoadedTranslator>();
    if (!kept.translator || kept.package != request.package) {
        kept.translator = nullptr; // two at a time may not fit into memory
        kept.translator =
            request.translators.open(request.package, context.complete(request.settings));
        kept.package = request.package;
    }
    return *kept.translator;
}

} // namespace

Work<translate::PhotoTranslation> translatePhoto(TranslationRequest request) {
    // Before the thumbnails that nobody waits for so much.
    const WorkPlace place{.document = request.document, .group = request.group, .first = true};
    // Shared, since functions are copied and photos are large.
    const auto shared = std::make_shared<const TranslationRequest>(std::move(request));
    return {place, [shared](WorkContext& context) {
                return translatorFor(*shared, context)
                    .translate(shared->what, context.cancel(), context.progress());
            }};
}

} // namespace underpaint::run
