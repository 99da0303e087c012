// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/json.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace underpaint::train {

/// One JSON object of a recipe: typed reads that keep the default where a key is absent, and a
/// complaint about keys that nobody asked for. Errors name the option and its place.
class RecipeFields {
public:
    /// Throws Error when it is no object.
    RecipeFields(const nlohmann::json& object, std::string place);

    void read(const char* key, double& value, double low, double high);
    void read(const char* key, std::int64_t& value, std::int64_t low, std::int64_t high);
    void read(const char* key, bool& value);
    void read(const char* key, std::string& value);
    /// A list of texts; whole numbers count as texts.
    void read(const char* key, std::vector<std::string>& values);
    void readOneOf(const char* key, std::string& value, const std::vector<std::string>& names);
    /// The member when it is there.
    const nlohmann::json* find(const char* key);
    std::string place(const std::string& key) const { return m_place + "/" + key; }

    /// Throws Error when there is a key that was not read.
    void finish() const;
    [[noreturn]] void fail(const std::string& key, const std::string& problem) const;

private:
    const nlohmann::json& m_object;
    std::string m_place;
    std::set<std::string> m_seen;
};

} // namespace underpaint::train
