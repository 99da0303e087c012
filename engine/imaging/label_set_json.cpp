// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/label_set_json.h"

#include "engine/base/error.h"
#include "engine/base/whole_file.h"
#include "engine/imaging/class_words.h"
#include "engine/imaging/json_document.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace underpaint::imaging {

namespace {

using nlohmann::json;

constexpr const char* expected = "Expected {\"name\": ..., \"classes\": [{\"id\": 0, \"name\": "
                                 "\"sky\", \"colour\": [r, g, b], \"thing\": false}, ...]}";

[[noreturn]] void badSet(const std::string& where, const std::string& what) {
    throw Error(what, where, expected);
}

/// Words that say nothing about classes. Any other is refused by name, since what it was meant to
/// say would be lost.
void checkWords(const json& object, const std::string& where, const std::string& place,
                std::initializer_list<std::string_view> known) {
    constexpr std::array<std::string_view, 14> remarks{
        "description", "comment", "note",   "notes", "version", "licence",       "license",
        "url",         "source",  "author", "info",  "date",    "supercategory", "year"};
    for (const auto& [key, value] : object.items()) {
        const auto is = [&word = key](std::string_view other) { return other == word; };
        if (std::none_of(known.begin(), known.end(), is) &&
            std::none_of(remarks.begin(), remarks.end(), is) && !key.starts_with('_')) {
            std::string list;
            for (const std::string_view word : known) {
                list += (list.empty() ? "" : ", ") + std::string(word);
            }
            throw Error(place + " has the word \"" + key + "\", which is not known", where,
                        "Known words are " + list + ". " + expected);
        }
    }
}

int integer(const json& value, int largest, const std::string& where, const std::string& key) {
    if (!value.is_number_integer() || value < 0 || value > largest) {
        badSet(where, key + " must be a whole number from 0 to " + std::to_string(largest));
    }
    return value.get<int>();
}

/// [r, g, b] or "#rrggbb".
scene::Colour parseColour(const json& value, const std::string& where, const std::string& place) {
    if (value.is_string()) {
        const auto text = value.get<std::string>();
        std::uint32_t number = 0;
        const char* const last = text.data() + text.size();
        constexpr int base = 16;
        if (text.size() == 7 && text.front() == '#') {
            const auto [end, problem] = std::from_chars(text.data() + 1, last, number, base);
            if (end == last && problem == std::errc{}) {
                return {static_cast<std::uint8_t>(number >> 16U),
                        static_cast<std::uint8_t>(number >> 8U & 0xFFU),
                        static_cast<std::uint8_t>(number & 0xFFU)};
            }
        }
    }
    if (!value.is_array() || value.size() != 3) {
        badSet(where, place + " must be three numbers, or text such as \"#80ff00\"");
    }
    std::array<std::uint8_t, 3> channels{};
    for (std::size_t c = 0; c < channels.size(); ++c) {
        channels[c] = static_cast<std::uint8_t>(integer(value[c], 255, where, place));
    }
    return {channels[0], channels[1], channels[2]};
}

scene::LabelClass parseClass(const json& entry, const std::string& where, std::size_t index) {
    const std::string place = "classes[" + std::to_string(index) + "]";
    if (!entry.is_object() || !entry.contains("id") || !entry.contains("name")) {
        badSet(where, place + " must be an object with id and name");
    }
    checkWords(entry, where, place, {"id", "name", "colour", "color", "thing", "isthing"});
    scene::LabelClass result;
    result.id = static_cast<std::uint16_t>(integer(entry["id"], 65535, where, place + ".id"));
    if (!entry["name"].is_string()) {
        badSet(where, place + ".name must be text");
    }
    result.name = entry["name"].get<std::string>();
    for (const char* word : {"colour", "color"}) {
        if (entry.contains(word)) {
            result.colour = parseColour(entry[word], where, place + "." + word);
        }
    }
    if (entry.contains("thing")) {
        if (!entry["thing"].is_boolean()) {
            badSet(where, place + ".thing must be true or false");
        }
        result.thing = entry["thing"].get<bool>();
    } else if (entry.contains("isthing")) { // as COCO's categories say it
        result.thing = entry["isthing"].is_boolean()
                           ? entry["isthing"].get<bool>()
                           : integer(entry["isthing"], 1, where, place + ".isthing") == 1;
    }
    return result;
}

} // namespace

scene::LabelSet parseLabelSet(std::string_view text, const std::string& where) {
    const json document = parseJsonDocument(text, where, "this is not valid JSON", expected);
    if (!document.is_object() || !document.contains("classes") || !document["classes"].is_array()) {
        const auto kind = foreignAnnotations(document);
        badSet(where,
               "there is no list called classes" + (kind ? ", this is " + *kind : std::string()));
    }
    checkWords(document, where, "the file", {"name", "classes"});
    std::string name;
    if (document.contains("name")) {
        if (!document["name"].is_string()) {
            badSet(where, "name must be text");
        }
        name = document["name"].get<std::string>();
    }
    std::vector<scene::LabelClass> classes;
    for (const json& entry : document["classes"]) {
        classes.push_back(parseClass(entry, where, classes.size()));
    }
    if (classes.empty()) {
        badSet(where, "the list of classes is empty");
    }
    try {
        return {std::move(name), std::move(classes)};
    } catch (const Error& failure) {
        throw Error(failure.problem(), where, failure.remedy());
    }
}

scene::LabelSet readLabelSet(const std::filesystem::path& path) {
    const MappedFile file = openWholeFile(path);
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

std::optional<std::uint16_t> namedUnlabelled(const scene::LabelSet& set) {
    for (const std::string_view name :
         {"unlabelled", "unlabeled", "unknown", "void", "other", "null", "background"}) {
        if (const scene::LabelClass* found = set.find(name)) {
            return found->id;
        }
    }
    for (const scene::LabelClass& one : set.classes()) {
        const std::vector<std::string> words = classWords(one.name);
        if (!words.empty() && meansNothing(words.front())) {
            return one.id;
        }
    }
    return std::nullopt;
}

std::uint16_t unlabelledClass(const scene::LabelSet& set) {
    if (const auto named = namedUnlabelled(set)) {
        return *named;
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
