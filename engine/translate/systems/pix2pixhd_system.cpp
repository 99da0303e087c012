// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/pix2pixhd_system.h"

#include "engine/base/error.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/translate/systems/pix2pixhd_translator.h"

namespace underpaint::translate {

namespace {

/// The known sets of labels that the channels fit without any left.
std::string fittingSets(std::int64_t channels) {
    std::string names;
    for (const std::string& name : scene::builtinLabelSetNames()) {
        const std::int64_t count = scene::builtinLabels(name).idCount();
        if (count == channels || count + 1 == channels || count + 1 + 3 == channels) {
            names += (names.empty() ? "" : " or ") + name;
        }
    }
    return names;
}

/// What is left beside the labels is too much or too little for styles that nobody spoke of.
[[noreturn]] void failLeftChannels(std::int64_t channels, const nets::InputChannels& split,
                                   const std::string& where) {
    const std::string fitting = fittingSets(channels);
    throw Error(
        "its " + std::to_string(channels) + " input channels do not fit the label set: " +
            std::to_string(split.labels) + " labels" + (split.edge ? " and 1 edge" : "") +
            " leave " + std::to_string(split.features) +
            ", and there is no encoder that makes so many "
            "style channels",
        where,
        (fitting.empty() ? "Give the label set that it was trained with"
                         : "They fit --labels " + fitting) +
            "; if the split is right, say --option feat_num=" + std::to_string(split.features));
}

nets::InputChannels composePix2PixHd(const ImportedPart& generator, const ImportRequest& request,
                                     std::optional<std::int64_t> features) {
    nets::InputChannelHints hints{
        .labels = integerOption(request.options, "label_nc", nets::maxChannels),
        .edge = booleanOption(request.options, "use_instance"),
        .features = integerOption(request.options, "feat_num", nets::maxChannels)};
    if (!hints.features) {
        hints.features = features;
    }
    const std::int64_t channels = generator.network.inputChannels();
    if (!hints.labels && request.labels) {
        // A set whose largest number lies far off (255 = unlabelled) has one channel per class.
        const std::int64_t byId = request.labels->idCount();
        hints.labels = byId <= channels ? byId : static_cast<std::int64_t>(request.labels->size());
    }
    const nets::InputChannels split =
        nets::splitInputChannels(channels, hints, generator.report.file.string());
    constexpr std::int64_t usualFeatures = 3;
    if (!hints.features && split.features > 0 && split.features != usualFeatures) {
        failLeftChannels(channels, split, generator.report.file.string());
    }
    return split;
}

} // namespace

System pix2pixHdSystem() {
    return {.kind = "pix2pixhd",
            .roles = {"G", "E"},
            .modelOptions = {"label_nc", "use_instance", "feat_num"},
            .compose = composePix2PixHd,
            .open = openSystem<Pix2PixHdTranslator>};
}

} // namespace underpaint::translate
