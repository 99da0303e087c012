// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/pix2pix_system.h"

#include "engine/base/error.h"
#include "engine/translate/systems/pix2pix_translator.h"

namespace underpaint::translate {

namespace {

nets::InputChannels composePix2Pix(const ImportedPart& generator, const ImportRequest& request,
                                   std::optional<std::int64_t> /*features*/) {
    const std::int64_t channels = generator.network.inputChannels();
    const auto labels = integerOption(request.options, "label_nc", nets::maxChannels);
    const bool picture = labels ? *labels == 0 : channels == 3 || channels == 1;
    if (labels && *labels != 0 && *labels != channels) {
        throw Error("the generator has " + std::to_string(channels) + " input channels, not " +
                        std::to_string(*labels) + " label channels",
                    generator.report.file.string(), "Correct --option label_nc");
    }
    return {picture ? 0 : channels, false, 0};
}

} // namespace

System pix2pixSystem() {
    return {.kind = "pix2pix",
            .roles = {"G"},
            .modelOptions = {"label_nc", "use_instance", "feat_num"},
            .compose = composePix2Pix,
            .open = openSystem<Pix2PixTranslator>};
}

} // namespace underpaint::translate
