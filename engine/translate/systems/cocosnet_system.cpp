// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/cocosnet_system.h"

#include "engine/base/error.h"
#include "engine/translate/systems/cocosnet_translator.h"

#include <string>
#include <variant>

namespace underpaint::translate {

namespace {

constexpr const char* warpOption = "warp";

/// Warp | condition: all but three of its channels are labels.
nets::InputChannels composeCoCosNet(const ImportedPart& generator, const ImportRequest& request,
                                    std::optional<std::int64_t> /*features*/) {
    const std::int64_t channels = generator.network.inputChannels() - 3;
    const auto labels = integerOption(request.options, "label_nc", nets::maxChannels);
    if (labels && *labels != channels) {
        throw Error("the generator sees " + std::to_string(channels) + " label channels, not " +
                        std::to_string(*labels),
                    generator.report.file.string(), "Correct --option label_nc, or leave it out");
    }
    return {channels, false, 0};
}

/// How a model's warped exemplar becomes as large as the photo: no weight tells.
void setWarp(project::Options& options, const ImportRequest& request, const std::string& file) {
    const auto given = request.options.find(warpOption);
    const auto* name =
        given == request.options.end() ? nullptr : std::get_if<std::string>(&given->second);
    if (name == nullptr || (*name != "nearest" && *name != "bilinear" && *name != "patches")) {
        throw Error("how the warped exemplar is enlarged cannot be seen from the weights", file,
                    "Give --option warp=nearest (the official ADE20K model), warp=bilinear (faces "
                    "from masks or edges) or warp=patches (poses)");
    }
    options["warp_bilinear"] = *name == "bilinear";
    options["warp_patch"] = *name == "patches";
}

void fitCoCosNet(std::vector<ImportedPart>& parts, const ImportRequest& request) {
    ImportedPart* generator = partOfRole(parts, "G");
    ImportedPart* correspondence = partOfRole(parts, "Corr");
    if (correspondence == nullptr) {
        throw Error("there is no correspondence network among the files",
                    generator->report.file.string(),
                    "Name the checkpoint with it (latest_net_Corr.pth) as well");
    }
    project::Options& options = correspondence->report.options;
    setWarp(options, request, correspondence->report.file.string());
    correspondence->network = nets::Network::create(correspondence->report.network, options);
    const std::int64_t classes = correspondence->network.inputChannels();
    project::Options& ofGenerator = generator->report.options;
    const auto input = ofGenerator.find("cbn_intype");
    const auto* sees =
        input == ofGenerator.end() ? nullptr : std::get_if<std::string>(&input->second);
    if (sees != nullptr && *sees == "warp") {
        ofGenerator["seg_nc"] = classes; // its own weights do not tell
        generator->network = nets::Network::create(generator->report.network, ofGenerator);
    }
    if (generator->network.inputChannels() - 3 != classes) {
        throw Error("the correspondence compares " + std::to_string(classes) +
                        " classes, the generator paints " +
                        std::to_string(generator->network.inputChannels() - 3),
                    correspondence->report.file.string(), "Give files of one model");
    }
}

} // namespace

System cocosnetSystem() {
    return {.kind = "cocosnet",
            .roles = {"G", "Corr"},
            .modelOptions = {"label_nc", warpOption},
            .compose = composeCoCosNet,
            .fitParts = fitCoCosNet,
            .open = openSystem<CoCosNetTranslator>};
}

} // namespace underpaint::translate
