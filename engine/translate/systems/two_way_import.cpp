// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/two_way_import.h"

#include "engine/base/error.h"

#include <string>
#include <variant>

namespace underpaint::translate {

namespace {

std::string textOption(const project::Options& options, const std::string& name) {
    const auto it = options.find(name);
    if (it == options.end()) {
        return {};
    }
    const auto* text = std::get_if<std::string>(&it->second);
    if (text == nullptr || text->empty()) {
        throw Error("is no name", "--option " + name, "Say for example " + name + "=sheep");
    }
    return *text;
}

} // namespace

nets::InputChannels composeOfPhotos(const ImportedPart& generator, const ImportRequest& /*request*/,
                                    std::optional<std::int64_t> /*features*/) {
    // A set generator counts its first mask.
    const bool counted = generator.network.inputs().front().openEnded;
    const std::int64_t channels = generator.network.inputChannels() - (counted ? 1 : 0);
    if (channels != 1 && channels != 3) {
        throw Error("the generator takes " + std::to_string(channels) +
                        " channels, which is no photo",
                    generator.report.file.string(),
                    "Import models that paint labels as another kind (--kind)");
    }
    return {0, false, 0};
}

void nameDomains(const std::vector<ImportedPart>& /*parts*/, const ImportRequest& request,
                 project::Manifest& manifest) {
    const std::string a = textOption(request.options, "domain_a");
    const std::string b = textOption(request.options, "domain_b");
    if (a.empty() != b.empty()) {
        throw Error("only one of the two domains has a name", "--option domain_a, domain_b",
                    "Name both, or none");
    }
    if (!a.empty()) {
        manifest.classes = {{0, a, {230, 120, 60}, true}, {1, b, {60, 120, 230}, true}};
    }
}

} // namespace underpaint::translate
