// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/label_set_json.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace underpaint::imaging {

namespace {

using nlohmann::json;

[[noreturn]] void wrong(const std::string& where, const std::string& what) {
    throw Error(what, where,
                "Expected {\"name\": ..., \"classes\": [{\"id\": 0, \"name\": \"sky\", "
                "\"colour\": [r, g, b], \"thing\": false}, ...]}");
}

int integer(const json& value, int largest, const std::string& where, const std::string& key) {
    if (!value.is_number_integer() || value < 0 || value > largest) {
        wrong(where, key + " must be a whole number from 0 to " + std::to_string(largest));
    }
    return value.get<int>();
}

scene::LabelClass parseClass(const json& entry, const std::string& where, std::size_t index) {
    const std::string place = "classes[" + std::to_string(index) + "]";
    if (!entry.is_object() || !entry.contains("id") || !entry.contains("name")) {
        wrong(where, place + " must be an object with id and name");
    }
    scene::LabelClass result;
    result.id = static_cast<std::uint16_t>(integer(entry["id"], 65535, where, place + ".id"));
    if (!entry["name"].is_string()) {
        wrong(where, place + ".name must be text");
    }
    result.name = entry["name"].get<std::string>();
    if (entry.contains("colour")) {
        const json& colour = entry["colour"];
        if (!colour.is_array() || colour.size() != 3) {
            wrong(where, place + ".colour must be three numbers");
        }
        std::array<std::uint8_t, 3> channels{};
        for (std::size_t c = 0; c < channels.size(); ++c) {
            channels[c] =
                static_cast<std::uint8_t>(integer(colour[c], 255, where, place + ".colour"));
        }
        result.colour = {channels[0], channels[1], channels[2]};
    }
    if (entry.contains("thing")) {
        if (!entry["thing"].is_boolean()) {
            wrong(where, place + ".thing must be true or false");
        }
        result.thing = entry["thing"].get<bool>();
    }
    return result;
}

} // namespace

scene::LabelSet parseLabelSet(std::string_view text, const std::string& where) {
    const json document = json::parse(text, nullptr, false);
    if (document.is_discarded()) {
        wrong(where, "this is not valid JSON");
    }
    if (!document.is_object() || !document.contains("classes") || !document["classes"].is_array()) {
        wrong(where, "there is no list called classes");
    }
    std::string name;
    if (document.contains("name")) {
        if (!document["name"].is_string()) {
            wrong(where, "name must be text");
        }
        name = document["name"].get<std::string>();
    }
    std::vector<scene::LabelClass> classes;
    for (const json& entry : document["classes"]) {
        classes.push_back(parseClass(entry, where, classes.size()));
    }
    if (classes.empty()) {
        wrong(where, "the list of classes is empty");
    }
    try {
        return {std::move(name), std::move(classes)};
    } catch (const Error& failure) {
        throw Error(failure.problem(), where, failure.remedy());
    }
}

scene::LabelSet readLabelSet(const std::filesystem::path& path) {
    const MappedFile file(path);
    const auto bytes = file.bytes();
    return parseLabelSet({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                         path.string());
}

std::string labelSetJson(const scene::LabelSet& set) {
    json classes = json::array();
    for (const scene::LabelClass& entry : set.classes()) {
        classes.push_back({{"id", entry.id},
                           {"name", entry.name},
                           {"colour", {entry.colour.red, entry.colour.green, entry.colour.blue}},
                           {"thing", entry.thing}});
    }
    const json document = {{"name", set.name()}, {"classes", std::move(classes)}};
    return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::uint16_t unlabelledClass(const scene::LabelSet& set) {
    for (const std::string_view name :
         {"unlabelled", "unlabeled", "unknown", "void", "other", "null", "background"}) {
        if (const scene::LabelClass* found = set.find(name)) {
            return found->id;
        }
    }
    if (set.empty()) {
        throw Error("a label set without classes cannot describe a label map");
    }
    const auto smaller = [](const scene::LabelClass& a, const scene::LabelClass& b) {
        return a.id < b.id;
    };
    return std::min_element(set.classes().begin(), set.classes().end(), smaller)->id;
}

std::string colourText(scene::Colour colour) {
    std::array<char, 8> text{};
    (void)std::snprintf(text.data(), text.size(), "#%02x%02x%02x", colour.red, colour.green,
                        colour.blue);
    return text.data();
}

} // namespace underpaint::imaging
