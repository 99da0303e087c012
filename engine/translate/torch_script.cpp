// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/torch_script.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/nets/script_module.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/translate/class_channels.h"
#include "engine/translate/torch_border.h"

#include <nlohmann/json.hpp>

#include <string_view>

namespace underpaint::translate {

namespace {

using Json = nlohmann::ordered_json;

nets::Network generatorOf(const project::Manifest& manifest) {
    const auto found = manifest.networks.find("G");
    if (found == manifest.networks.end()) {
        throw Error("the model has no generator", manifest.name,
                    "Choose a model that paints photos");
    }
    return nets::Network::create(found->second.network, found->second.options);
}

/// The classes of the one-hot channels, in their order.
Json classesOf(const project::Manifest& manifest) {
    Json classes = Json::array();
    if (manifest.classes.empty()) {
        return classes;
    }
    LabelPlane ids(static_cast<int>(manifest.classes.size()), 1);
    for (std::size_t i = 0; i < manifest.classes.size(); ++i) {
        ids.values()[i] = static_cast<std::uint16_t>(manifest.classes[i].id);
    }
    const auto channels = ClassChannels(manifest.classes, manifest.labelChannels).channelsOf(ids);
    for (std::size_t i = 0; i < manifest.classes.size(); ++i) {
        classes.push_back({{"channel", channels.values()[i]},
                           {"id", manifest.classes[i].id},
                           {"name", manifest.classes[i].name}});
    }
    return classes;
}

/// Which channels of a condition are what.
Json channelsOf(const project::Manifest& manifest, const nets::InputSpec& spec) {
    Json parts = Json::array();
    std::int64_t at = 0;
    const auto add = [&](std::string_view what, std::int64_t count, std::string_view values,
                         Json more = Json::object()) {
        if (count > 0) {
            Json part{{"what", what}, {"first", at}, {"count", count}, {"values", values}};
            part.update(more);
            parts.push_back(std::move(part));
            at += count;
        }
    };
    const std::int64_t edges = manifest.useInstanceEdges ? 1 : 0;
    const std::int64_t others = edges + manifest.featNum + spec.noise;
    if (manifest.labelChannels > 0 && manifest.labelChannels + others == spec.channels) {
        add("labels", manifest.labelChannels, "one-hot: 1 in the channel of the pixel's class",
            {{"classes", classesOf(manifest)}});
    } else {
        add("picture", spec.channels - others, "-1 to 1");
    }
    add("boundary", edges,
        "1 where a pixel and one of its four neighbours belong to two instances");
    add("style", manifest.featNum,
        "the same for all pixels of an instance; the manifest lists styles of its classes");
    add("noise", spec.noise,
        "normal, mean 0 and variance 1: channel k is drawn at the corners of cells of 4^k pixels "
        "and interpolated between them");
    return parts;
}

} // namespace

std::string describedInputs(const project::Manifest& manifest) {
    const nets::Network network = generatorOf(manifest);
    Json inputs = Json::array();
    for (const nets::InputSpec& spec : network.inputs()) {
        Json one{{"name", spec.name}, {"channels", spec.channels}, {"scale", spec.scale}};
        if (spec.content == nets::InputContent::Condition) {
            one["parts"] = channelsOf(manifest, spec);
        } else {
            one["values"] = spec.content == nets::InputContent::Mask ? "0 to 1" : "-1 to 1";
        }
        inputs.push_back(std::move(one));
    }
    const Json description{
        {"model", manifest.name},
        {"network", network.name()},
        {"licence", manifest.licence},
        {"forward", "takes the inputs in this order, float32 (1, channels, height / scale, "
                    "width / scale), and returns (1, 3, height, width) from -1 to 1: red, green, "
                    "blue"},
        {"multiple_of", network.multiple()},
        {"smallest", network.smallestExtent()},
        {"inputs", inputs}};
    return description.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<std::filesystem::path> writeTorchScript(const project::ModelPackage& package,
                                                    const std::filesystem::path& file) {
    std::filesystem::path beside = file;
    beside.replace_extension(".json");
    for (const std::filesystem::path& path : {file, beside}) {
        if (std::filesystem::exists(path)) {
            throw Error("is there already", path.string(), "Choose another name or folder");
        }
    }
    const project::Manifest& manifest = package.manifest();
    const nets::Network network = generatorOf(manifest);
    const std::string description = describedInputs(manifest);
    const auto script = guarded([&] {
        return nets::scriptModule(network, nets::loadWholeWeights(network, package.weights("G")),
                                  {{"underpaint.json", description}});
    });
    writeFileAtomically(file, std::string_view(script));
    writeFileAtomically(beside, std::string_view(description));
    return {file, beside};
}

} // namespace underpaint::translate
