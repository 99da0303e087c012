// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/bicyclegan_system.h"

#include "engine/base/error.h"
#include "engine/translate/systems/bicyclegan_translator.h"

#include <algorithm>
#include <cstdint>
#include <string>

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

/// A U-Net with the code at its input has one sum of channels: the encoder tells how many of them
/// are the code.
void fitCodeEncoder(ImportedPart& generator, const ImportedPart& encoder) {
    const auto size = integerOption(encoder.report.options, "nz", nets::maxChannels);
    project::Options& options = generator.report.options;
    const auto own = integerOption(options, "nz", nets::maxChannels);
    if (!size || size == own) {
        return;
    }
    // Of one that was only assumed, an assumption tells; others were given or seen.
    const auto assumed =
        std::ranges::find_if(generator.report.assumptions,
                             [](const std::string& text) { return text.starts_with("nz "); });
    const std::int64_t sum = generator.network.inputChannels() + own.value_or(0);
    if (assumed == generator.report.assumptions.end() || *size >= sum) {
        throw Error("the encoder makes codes of " + std::to_string(*size) +
                        " values, the generator takes " + std::to_string(own.value_or(0)),
                    encoder.report.file.string(), "Give files of one model");
    }
    options["nz"] = *size;
    options["input_nc"] = sum - *size;
    *assumed = "nz = " + std::to_string(*size) + " (as the encoder has it)";
    generator.network = nets::Network::create(generator.report.network, options);
}

} // namespace

System bicycleGanSystem() {
    return {.kind = "bicyclegan",
            .roles = {"G", "E"},
            .modelOptions = {"label_nc", "use_instance"},
            .compose = composeBicycleGan,
            .fitEncoder = fitCodeEncoder,
            .open = openSystem<BicycleGanTranslator>};
}

} // namespace underpaint::translate
