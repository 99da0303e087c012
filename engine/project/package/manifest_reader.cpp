// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/manifest_reader.h"

#include "engine/project/archive/zip_index.h"
#include "engine/project/package/manifest_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace underpaint::project {

namespace {

constexpr int formatVersion = 1;
constexpr int maxLabel = 65535;
constexpr int maxChannels = 65536;
constexpr std::size_t maxStyleSets = 1024;
constexpr int maxSide = 1 << 20;
constexpr double anyNumber = std::numeric_limits<double>::max();

bool isDigest(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

} // namespace

void ManifestReader::report(const JsonPlace& place, const std::string& problem) {
    m_problems.push_back({"manifest.json", place.pointer(), place.shown(), problem});
}

bool ManifestReader::isObject(const JsonPlace& place,
                              std::initializer_list<std::string_view> members) {
    if (!place.value().is_object()) {
        report(place, "is not an object");
        return false;
    }
    for (const auto& item : place.value().items()) {
        if (members.size() != 0 &&
            std::find(members.begin(), members.end(), item.key()) == members.end()) {
            report(place.member(item.key()), "is not known");
        }
    }
    return true;
}

std::optional<JsonPlace> ManifestReader::member(const JsonPlace& place, const std::string& key,
                                                bool required) {
    if (place.value().contains(key)) {
        return place.member(key);
    }
    if (required) {
        m_problems.push_back({"manifest.json", place.pointer() + "/" + key, {}, "is missing"});
    }
    return std::nullopt;
}

std::string ManifestReader::text(const JsonPlace& place, const std::string& key, bool required) {
    const auto found = member(place, key, required);
    if (!found) {
        return {};
    }
    if (!found->value().is_string()) {
        report(*found, "is not a text");
        return {};
    }
    auto result = found->value().get<std::string>();
    if (required && result.empty()) {
        report(*found, "is empty");
    }
    return result;
}

bool ManifestReader::boolean(const JsonPlace& place, const std::string& key) {
    const auto found = member(place, key);
    if (found && !found->value().is_boolean()) {
        report(*found, "is not true or false");
        return false;
    }
    return found && found->value().get<bool>();
}

int ManifestReader::integer(const JsonPlace& place, const std::string& key, int low, int high) {
    const auto found = member(place, key);
    const auto value = found ? found->integer() : std::nullopt;
    if (found && (!value || *value < low || *value > high)) {
        report(*found,
               "is not a whole number from " + std::to_string(low) + " to " + std::to_string(high));
        return low;
    }
    return value ? static_cast<int>(*value) : low;
}

double ManifestReader::number(const JsonPlace& place, double low, double high) {
    const auto value = place.number();
    if (!value || !(*value >= low && *value <= high)) {
        report(place, low == 0 && high == 1 ? "is not a number from 0 to 1" : "is not a number");
        return low > 0 ? low : 0;
    }
    return *value;
}

std::vector<double> ManifestReader::numbers(const JsonPlace& place) {
    std::vector<double> result;
    if (!place.value().is_array()) {
        report(place, "is not a list of numbers");
        return result;
    }
    for (std::size_t i = 0; i < place.value().size(); ++i) {
        result.push_back(number(place.element(i), -anyNumber, anyNumber));
    }
    return result;
}

Manifest ManifestReader::read(const nlohmann::json& root) {
    Manifest manifest;
    const JsonPlace place(root, "");
    if (root.is_object() && root.contains("format") &&
        place.member("format").integer().value_or(formatVersion) > formatVersion) {
        report(place.member("format"), "is a newer format; update Underpaint to use this package");
        return manifest;
    }
    if (!isObject(place, {"format", "id", "name", "kind", "networks", "labels", "size", "styles",
                          "style_sets", "style_thumbnails", "licence", "data", "metrics", "notes",
                          "parent", "sha256"})) {
        return manifest;
    }
    manifest.formatVersion = integer(place, "format", formatVersion, formatVersion);
    manifest.id = text(place, "id");
    manifest.name = text(place, "name");
    manifest.kind = text(place, "kind");
    manifest.licence = text(place, "licence", false);
    manifest.data = text(place, "data", false);
    manifest.notes = text(place, "notes", false);
    manifest.parent = text(place, "parent", false);
    manifest.styleThumbnails = text(place, "style_thumbnails", false);
    const auto part = [&](const char* key, bool required, auto reader) {
        if (const auto found = member(place, key, required)) {
            (this->*reader)(*found, manifest);
        }
    };
    part("networks", true, &ManifestReader::readNetworks);
    part("labels", true, &ManifestReader::readLabels);
    part("size", true, &ManifestReader::readSize);
    part("styles", false, &ManifestReader::readStyles);
    part("style_sets", false, &ManifestReader::readStyleSets);
    part("metrics", false, &ManifestReader::readMetrics);
    part("sha256", true, &ManifestReader::readDigests);
    return manifest;
}

void ManifestReader::readNetworks(const JsonPlace& place, Manifest& manifest) {
    if (!isObject(place, {})) {
        return;
    }
    for (const auto& item : place.value().items()) {
        const auto entry = place.member(item.key());
        if (!isObject(entry, {"network", "options", "weights"})) {
            continue;
        }
        PackageNetwork network;
        network.network = text(entry, "network");
        network.weights = text(entry, "weights");
        if (const auto options = member(entry, "options"); options && isObject(*options, {})) {
            for (const auto& pair : options->value().items()) {
                if (auto value = option(options->member(pair.key()))) {
                    network.options.emplace(pair.key(), std::move(*value));
                }
            }
        }
        manifest.networks.emplace(item.key(), std::move(network));
    }
}

std::optional<OptionValue> ManifestReader::option(const JsonPlace& place) {
    const auto& value = place.value();
    if (value.is_boolean()) {
        return value.get<bool>();
    }
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (const auto whole = place.integer()) {
        return *whole;
    }
    if (value.is_number_float()) {
        return value.get<double>();
    }
    if (value.is_array()) {
        return numbers(place);
    }
    report(place, "is neither a number, a text, true, false nor a list of numbers");
    return std::nullopt;
}

void ManifestReader::readLabels(const JsonPlace& place, Manifest& manifest) {
    if (!isObject(place, {"channels", "instance_edges", "style_channels", "classes"})) {
        return;
    }
    manifest.labelChannels = integer(place, "channels", 0, maxChannels);
    manifest.useInstanceEdges = boolean(place, "instance_edges");
    manifest.featNum = integer(place, "style_channels", 0, maxChannels);
    const auto classes = member(place, "classes");
    if (!classes) {
        return;
    }
    if (!classes->value().is_array()) {
        report(*classes, "is not a list of classes");
        return;
    }
    for (std::size_t i = 0; i < classes->value().size(); ++i) {
        manifest.classes.push_back(readClass(classes->element(i)));
    }
}

PackageClass ManifestReader::readClass(const JsonPlace& place) {
    PackageClass result;
    if (!isObject(place, {"id", "name", "colour", "thing"})) {
        return result;
    }
    result.id = integer(place, "id", 0, maxLabel);
    result.name = text(place, "name");
    result.thing = boolean(place, "thing");
    const auto colour = member(place, "colour");
    if (!colour) {
        return result;
    }
    bool fine = colour->value().is_array() && colour->value().size() == result.colour.size();
    for (std::size_t i = 0; fine && i < result.colour.size(); ++i) {
        const auto value = colour->element(i).integer();
        fine = value && *value >= 0 && *value <= 255;
        result.colour.at(i) = fine ? static_cast<std::uint8_t>(*value) : 0;
    }
    if (!fine) {
        report(*colour, "is not three whole numbers from 0 to 255");
    }
    return result;
}

void ManifestReader::readSize(const JsonPlace& place, Manifest& manifest) {
    if (isObject(place, {"width", "height", "multiple"})) {
        manifest.size.nativeWidth = integer(place, "width", 0, maxSide);
        manifest.size.nativeHeight = integer(place, "height", 0, maxSide);
        manifest.size.multiple = integer(place, "multiple", 1, maxSide);
    }
}

void ManifestReader::readStyles(const JsonPlace& place, Manifest& manifest) {
    if (!isObject(place, {})) {
        return;
    }
    for (const auto& item : place.value().items()) {
        const auto list = place.member(item.key());
        const auto id = classId(place, item.key());
        if (!id) {
            continue;
        }
        if (!list.value().is_array()) {
            report(list, "is not a list of styles");
            continue;
        }
        auto& styles = manifest.styles[*id];
        for (std::size_t i = 0; i < list.value().size(); ++i) {
            const auto entry = list.element(i);
            StyleCentroid centroid;
            if (isObject(entry, {"values", "share", "name"})) {
                centroid.name = text(entry, "name", false);
                if (const auto values = member(entry, "values")) {
                    centroid.values = numbers(*values);
                }
                if (const auto share = member(entry, "share", false)) {
                    centroid.share = number(*share, 0, 1);
                }
            }
            styles.push_back(std::move(centroid));
        }
    }
}

std::optional<int> ManifestReader::classId(const JsonPlace& place, const std::string& key) {
    int id = -1;
    const auto result = std::from_chars(key.data(), key.data() + key.size(), id);
    // The canonical form only, or "1" and "01" would be one class.
    if (result.ec != std::errc() || std::to_string(id) != key || id < 0 || id > maxLabel) {
        report(place.member(key), "does not belong to a class from 0 to 65535");
        return std::nullopt;
    }
    return id;
}

void ManifestReader::readStyleSets(const JsonPlace& place, Manifest& manifest) {
    if (!place.value().is_array() || place.value().size() > maxStyleSets) {
        report(place, "is not a list of at most " + std::to_string(maxStyleSets) + " sets");
        return;
    }
    for (std::size_t i = 0; i < place.value().size(); ++i) {
        const auto entry = place.element(i);
        if (!isObject(entry, {})) {
            continue;
        }
        auto& set = manifest.styleSets.emplace_back();
        for (const auto& item : entry.value().items()) {
            if (const auto id = classId(entry, item.key())) {
                set[*id] = integer(entry, item.key(), 0, maxLabel);
            }
        }
    }
}

void ManifestReader::readMetrics(const JsonPlace& place, Manifest& manifest) {
    if (!isObject(place, {})) {
        return;
    }
    for (const auto& item : place.value().items()) {
        manifest.metrics[item.key()] = number(place.member(item.key()), -anyNumber, anyNumber);
    }
}

void ManifestReader::readDigests(const JsonPlace& place, Manifest& manifest) {
    if (!isObject(place, {})) {
        return;
    }
    for (const auto& item : place.value().items()) {
        const auto entry = place.member(item.key());
        if (!entry.value().is_string() || !isDigest(entry.value().get<std::string>())) {
            report(entry, "is not a SHA-256 digest in lower-case hexadecimal digits");
            continue;
        }
        manifest.sha256[item.key()] = entry.value().get<std::string>();
    }
}

} // namespace underpaint::project
