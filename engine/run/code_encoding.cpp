// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/code_encoding.h"

#include "engine/run/loaded_model.h"

#include <utility>

namespace underpaint::run {

Work<std::vector<float>> encodeCode(CodeRequest request) {
    const WorkPlace place{.document = request.document, .group = request.group};
    return {place, [request = std::move(request)](WorkContext& context) {
                LoadedModel& model = context.model();
                const Image photo = request.photo(context.cancel());
                context.cancel().check();
                return model.translator().encodeCode(photo, context.cancel());
            }};
}

} // namespace underpaint::run
