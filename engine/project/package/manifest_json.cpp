// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/manifest_json.h"

#include "engine/project/json.h"
#include "engine/project/package/manifest_reader.h"

namespace underpaint::project {

namespace {

using nlohmann::json;

constexpr std::size_t maxManifest = std::size_t{8} << 20;

json toJson(const OptionValue& value) {
    return std::visit([](const auto& plain) { return json(plain); }, value);
}

} // namespace

Manifest readManifest(std::string_view text, std::vector<Problem>& problems) {
    try {
        return ManifestReader(problems).read(parseJson(text, "manifest.json", maxManifest));
    } catch (const Error& failure) {
        problems.push_back({"manifest.json", {}, {}, failure.problem()});
        return {};
    }
}

std::string writeManifest(const Manifest& manifest) {
    json networks = json::object();
    for (const auto& [role, network] : manifest.networks) {
        json options = json::object();
        for (const auto& [key, value] : network.options) {
            options[key] = toJson(value);
        }
        networks[role] = {
            {"network", network.network}, {"options", options}, {"weights", network.weights}};
    }
    json classes = json::array();
    for (const auto& item : manifest.classes) {
        classes.push_back(
            {{"id", item.id}, {"name", item.name}, {"colour", item.colour}, {"thing", item.thing}});
    }
    json styles = json::object();
    for (const auto& [id, centroids] : manifest.styles) {
        json list = json::array();
        for (const auto& centroid : centroids) {
            json style{{"values", centroid.values}, {"share", centroid.share}};
            if (!centroid.name.empty()) {
                style["name"] = centroid.name;
            }
            list.push_back(std::move(style));
        }
        styles[std::to_string(id)] = list;
    }
    json styleSets = json::array();
    for (const auto& set : manifest.styleSets) {
        json entry = json::object();
        for (const auto& [id, style] : set) {
            entry[std::to_string(id)] = style;
        }
        styleSets.push_back(std::move(entry));
    }
    json root = {{"format", manifest.formatVersion},
                 {"id", manifest.id},
                 {"name", manifest.name},
                 {"kind", manifest.kind},
                 {"networks", networks},
                 {"labels",
                  {{"channels", manifest.labelChannels},
                   {"instance_edges", manifest.useInstanceEdges},
                   {"style_channels", manifest.featNum},
                   {"classes", classes}}},
                 {"size",
                  {{"width", manifest.size.nativeWidth},
                   {"height", manifest.size.nativeHeight},
                   {"multiple", manifest.size.multiple}}},
                 {"styles", styles},
                 {"licence", manifest.licence},
                 {"data", manifest.data},
                 {"metrics", manifest.metrics},
                 {"notes", manifest.notes},
                 {"parent", manifest.parent},
                 {"sha256", manifest.sha256}};
    if (!manifest.styleSets.empty()) {
        root["style_sets"] = std::move(styleSets);
    }
    if (!manifest.styleThumbnails.empty()) {
        root["style_thumbnails"] = manifest.styleThumbnails;
    }
    try {
        return root.dump(2) + "\n";
    } catch (const json::exception&) {
        throw Error("a text of the manifest is not UTF-8", "manifest.json",
                    "Correct the name, licence or notes");
    }
}

} // namespace underpaint::project
