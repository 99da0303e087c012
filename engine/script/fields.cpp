// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/script/fields.h"

#include "engine/base/error.h"
#include "engine/project/shown_text.h"

#include <algorithm>
#include <limits>
#include <sstream>

namespace underpaint::script {

using project::JsonPlace;
using project::shownText;

namespace {

constexpr std::int64_t farthest = 100'000;

std::string plain(double value) {
    std::ostringstream text;
    text << value;
    return text.str();
}

const nlohmann::json& listIn(const JsonPlace& place, const char* remedy) {
    if (!place.value().is_array()) {
        badField(place.pointer(), "is " + place.shown() + ", not a list", remedy);
    }
    return place.value();
}

/// A list of so many values.
void expectValues(const JsonPlace& place, std::size_t count, const char* form) {
    if (const std::size_t there = listIn(place, form).size(); there != count) {
        badField(place.pointer(),
                 "has " + std::to_string(there) + " values, not " + std::to_string(count), form);
    }
}

/// The length of a list that has to have some values.
std::size_t countOf(const JsonPlace& place, const char* none, const char* form) {
    const std::size_t count = listIn(place, form).size();
    if (count == 0) {
        badField(place.pointer(), none, form);
    }
    return count;
}

double numberIn(const JsonPlace& place, double low, double high) {
    const auto value = place.number();
    if (!value) {
        badField(place.pointer(), "is " + place.shown() + ", not a number");
    }
    if (!(*value >= low && *value <= high)) {
        badField(place.pointer(), "is " + place.shown() + ", not a number from " + plain(low) +
                                      " to " + plain(high));
    }
    return *value;
}

std::string textIn(const JsonPlace& place) {
    if (!place.value().is_string()) {
        badField(place.pointer(), "is " + place.shown() + ", not a text");
    }
    return place.value().get<std::string>();
}

ClassName classIn(const JsonPlace& place) {
    if (place.value().is_string()) {
        return place.value().get<std::string>();
    }
    constexpr std::int64_t largest = std::numeric_limits<std::uint16_t>::max();
    return static_cast<std::uint16_t>(wholeIn(place, 0, largest));
}

InstanceName instanceIn(const JsonPlace& place) {
    if (place.value().is_string()) {
        return place.value().get<std::string>();
    }
    constexpr std::int64_t largest = std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(wholeIn(place, 0, largest));
}

} // namespace

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

void badField(const std::string& field, const std::string& problem, const std::string& remedy) {
    throw Error(problem, "field " + field, remedy);
}

std::int64_t wholeIn(const JsonPlace& place, std::int64_t low, std::int64_t high) {
    const auto value = place.integer();
    if (!value || *value < low || *value > high) {
        badField(place.pointer(), "is " + place.shown() + ", not a whole number from " +
                                      std::to_string(low) + " to " + std::to_string(high));
    }
    return *value;
}

Point pointIn(const JsonPlace& place) {
    constexpr const char* form = "Write a point as [x, y]";
    expectValues(place, 2, form);
    return {static_cast<int>(wholeIn(place.element(0), -farthest, farthest)),
            static_cast<int>(wholeIn(place.element(1), -farthest, farthest))};
}

JsonPlace Fields::value(const char* name) {
    m_seen.insert(name);
    if (!has(name)) {
        badField(name, "is missing");
    }
    return {m_object.at(name), name};
}

std::string Fields::text(const char* name) {
    return textIn(value(name));
}

std::int64_t Fields::whole(const char* name, std::int64_t low, std::int64_t high) {
    return wholeIn(value(name), low, high);
}

double Fields::number(const char* name, double low, double high) {
    return numberIn(value(name), low, high);
}

bool Fields::flag(const char* name) {
    const JsonPlace place = value(name);
    if (!place.value().is_boolean()) {
        badField(name, "is " + place.shown() + ", not true or false");
    }
    return place.value().get<bool>();
}

Point Fields::point(const char* name) {
    return pointIn(value(name));
}

std::vector<Point> Fields::points(const char* name, std::size_t least) {
    const JsonPlace place = value(name);
    constexpr const char* form = "Write points as [[x, y], [x, y], …]";
    const std::size_t count = listIn(place, form).size();
    if (count < least) {
        badField(name,
                 "has " + std::to_string(count) + " points, but needs " + std::to_string(least),
                 form);
    }
    std::vector<Point> all;
    for (std::size_t i = 0; i < count; ++i) {
        all.push_back(pointIn(place.element(i)));
    }
    return all;
}

Size Fields::size(const char* name, int longest) {
    const JsonPlace place = value(name);
    constexpr const char* form = "Write a size as [width, height]";
    expectValues(place, 2, form);
    return {static_cast<int>(wholeIn(place.element(0), 1, longest)),
            static_cast<int>(wholeIn(place.element(1), 1, longest))};
}

Rect Fields::box(const char* name) {
    const JsonPlace place = value(name);
    constexpr const char* form = "Write a box as [x, y, width, height]";
    expectValues(place, 4, form);
    const auto at = [&](std::size_t i, std::int64_t low) {
        return static_cast<int>(wholeIn(place.element(i), low, farthest));
    };
    return {at(0, -farthest), at(1, -farthest), at(2, 1), at(3, 1)};
}

std::vector<float> Fields::numbers(const char* name) {
    const JsonPlace place = value(name);
    constexpr const char* form = "Write numbers as [0.5, -1, …]";
    const std::size_t count = countOf(place, "has no number", form);
    constexpr double largest = 1e6;
    std::vector<float> all;
    for (std::size_t i = 0; i < count; ++i) {
        all.push_back(static_cast<float>(numberIn(place.element(i), -largest, largest)));
    }
    return all;
}

std::string Fields::oneOf(const char* name, const std::vector<std::string>& names) {
    std::string chosen = text(name);
    if (std::ranges::find(names, chosen) == names.end()) {
        badField(name, "is " + shownText(chosen), "It can be " + listed(names));
    }
    return chosen;
}

ClassName Fields::className(const char* name) {
    return classIn(value(name));
}

InstanceName Fields::instance(const char* name) {
    return instanceIn(value(name));
}

std::vector<InstanceName> Fields::instances(const char* name) {
    const JsonPlace place = value(name);
    constexpr const char* form = "Write instances as [26001, \"a name\", …]";
    const std::size_t count = countOf(place, "names no instance", form);
    std::vector<InstanceName> all;
    for (std::size_t i = 0; i < count; ++i) {
        InstanceName one = instanceIn(place.element(i));
        if (std::ranges::find(all, one) != all.end()) {
            badField(place.element(i).pointer(), "is named twice", "Name each instance once");
        }
        all.push_back(std::move(one));
    }
    return all;
}

std::uint64_t Fields::seed(const char* name) {
    const JsonPlace place = value(name);
    if (!place.value().is_number_unsigned()) {
        badField(name,
                 "is " + place.shown() + ", not a whole number from 0 to 18446744073709551615");
    }
    return place.value().get<std::uint64_t>();
}

std::string Fields::pathText(const char* name) {
    std::string path = text(name);
    if (path.empty() || path.find('\0') != std::string::npos) {
        badField(name, "is " + shownText(path) + ", not the name of a file");
    }
    return path;
}

std::filesystem::path Fields::input(const char* name) {
    m_inputs.emplace_back(pathText(name));
    return m_inputs.back();
}

std::filesystem::path Fields::output(const char* name) {
    m_outputs.emplace_back(pathText(name));
    return m_outputs.back();
}

std::string Fields::textOr(const char* name, std::string otherwise) {
    return has(name) ? text(name) : std::move(otherwise);
}

std::int64_t Fields::wholeOr(const char* name, std::int64_t low, std::int64_t high,
                             std::int64_t otherwise) {
    return has(name) ? whole(name, low, high) : otherwise;
}

double Fields::numberOr(const char* name, double low, double high, double otherwise) {
    return has(name) ? number(name, low, high) : otherwise;
}

bool Fields::flagOr(const char* name, bool otherwise) {
    return has(name) ? flag(name) : otherwise;
}

std::string Fields::oneOfOr(const char* name, const std::vector<std::string>& names,
                            std::string otherwise) {
    return has(name) ? oneOf(name, names) : std::move(otherwise);
}

std::vector<ClassName> Fields::classNames(const char* name) {
    std::vector<ClassName> all;
    if (!has(name)) {
        return all;
    }
    const JsonPlace place = value(name);
    const std::size_t count = listIn(place, "Write classes as [\"sky\", 3, …]").size();
    for (std::size_t i = 0; i < count; ++i) {
        all.push_back(classIn(place.element(i)));
    }
    return all;
}

std::filesystem::path Fields::inputOr(const char* name) {
    return has(name) ? input(name) : std::filesystem::path();
}

void Fields::finish() const {
    for (const auto& [name, value] : m_object.items()) {
        if (!m_seen.contains(name)) {
            badField(shownText(name), "is not known here",
                     "The fields read here: " + listed({m_seen.begin(), m_seen.end()}));
        }
    }
}

} // namespace underpaint::script
