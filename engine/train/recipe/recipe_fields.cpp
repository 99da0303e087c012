// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/recipe/recipe_fields.h"

#include "engine/base/error.h"
#include "engine/base/safe_text.h"

#include <algorithm>
#include <utility>

namespace underpaint::train {

namespace {

template<class T>
T checked(const RecipeFields& fields, const char* key, T value, T low, T high) {
    if (!(value >= low && value <= high)) {
        fields.fail(key, "is " + std::to_string(value) + ", not between " + std::to_string(low) +
                             " and " + std::to_string(high));
    }
    return value;
}

} // namespace

RecipeFields::RecipeFields(const nlohmann::json& object, std::string place)
    : m_object(object), m_place(std::move(place)) {
    if (!object.is_object()) {
        fail("", "is not an object");
    }
}

void RecipeFields::read(const char* key, double& value, double low, double high) {
    if (const nlohmann::json* found = find(key)) {
        if (!found->is_number()) {
            fail(key, "is not a number");
        }
        value = checked(*this, key, found->get<double>(), low, high);
    }
}

void RecipeFields::read(const char* key, std::int64_t& value, std::int64_t low, std::int64_t high) {
    if (const nlohmann::json* found = find(key)) {
        if (!found->is_number_integer()) {
            fail(key, "is not a whole number");
        }
        value = checked(*this, key, found->get<std::int64_t>(), low, high);
    }
}

void RecipeFields::read(const char* key, bool& value) {
    if (const nlohmann::json* found = find(key)) {
        if (!found->is_boolean()) {
            fail(key, "is not true or false");
        }
        value = found->get<bool>();
    }
}

void RecipeFields::read(const char* key, std::string& value) {
    if (const nlohmann::json* found = find(key)) {
        if (!found->is_string()) {
            fail(key, "is not a text");
        }
        value = found->get<std::string>();
    }
}

void RecipeFields::read(const char* key, std::vector<std::string>& values) {
    if (const nlohmann::json* found = find(key)) {
        if (!found->is_array()) {
            fail(key, "is not a list");
        }
        values.clear();
        for (const nlohmann::json& value : *found) {
            if (!value.is_string() && !value.is_number_integer()) {
                fail(key, "holds something else than texts and whole numbers");
            }
            values.push_back(value.is_string() ? value.get<std::string>() : value.dump());
        }
    }
}

void RecipeFields::readOneOf(const char* key, std::string& value,
                             const std::vector<std::string>& names) {
    read(key, value);
    if (std::find(names.begin(), names.end(), value) == names.end()) {
        fail(key, "is \"" + value + "\", which is not known");
    }
}

const nlohmann::json* RecipeFields::find(const char* key) {
    m_seen.insert(key);
    const auto it = m_object.find(key);
    return it == m_object.end() ? nullptr : &*it;
}

void RecipeFields::finish() const {
    for (const auto& [key, value] : m_object.items()) {
        if (!m_seen.contains(key)) {
            fail(key, "is no option of a recipe");
        }
    }
}

void RecipeFields::fail(const std::string& key, const std::string& problem) const {
    throw Error(safeText((key.empty() ? "what stands here" : "option " + key) + " " + problem),
                m_place, "See the example recipes");
}

} // namespace underpaint::train
