// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/style_encoding.h"

#include "engine/run/loaded_model.h"

#include <utility>

namespace underpaint::run {

Work<EncodedStyles> encodeStyles(EncodeRequest request) {
    const WorkPlace place{.document = request.document, .group = request.group};
    return {place, [request = std::move(request)](WorkContext& context) {
                LoadedModel& model = context.model();
                const Image photo = request.photo(context.cancel());
                context.cancel().check();
                return model.translator().encodeStyles(photo, request.instances.toPlane(),
                                                       context.cancel());
            }};
}

} // namespace underpaint::run
