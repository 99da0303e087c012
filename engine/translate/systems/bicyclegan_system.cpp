// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/bicyclegan_system.h"

#include "engine/base/error.h"
#include "engine/translate/systems/bicyclegan_translator.h"

namespace underpaint::translate {

namespace {

/// Official models translate pictures (of 1 or 3 channels); others labels and, if told, edges.
nets::InputChannels composeBicycleGan(const ImportedPart& generator, const ImportRequest& request,
                                      std::optional<std::int64_t> /*features*/) {
    const std::int64_t channels = generator.network.inputChannels();
    const auto labels = integerOption(request.options, "label_nc", nets::maxChannels);
    const bool edge = booleanOption(request.options, "use_instance").value_or(false);
    if (labels ? *labels == 0 : !edge && (channels == 3 || channels == 1)) {
        return {0, false, 0};
    }
    const std::int64_t left = channels - (edge ? 1 : 0);
    if (left < 1 || (labels && *labels != left)) {
        throw Error("the generator has " + std::to_string(channels) + " input channels" +
                        (edge ? ", one of them of boundaries" : "") + ", not " +
                        std::to_string(labels.value_or(0)) + " label channels",
                    generator.report.file.string(),
                    "Correct --option label_nc or --option use_instance");
    }
    return {left, edge, 0};
}

} // namespace

System bicycleGanSystem() {
    return {.kind = "bicyclegan",
            .roles = {"G", "E"},
            .modelOptions = {"label_nc", "use_instance"},
            .compose = composeBicycleGan,
            .open = openSystem<BicycleGanTranslator>};
}

} // namespace underpaint::translate
