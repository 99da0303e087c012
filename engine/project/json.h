// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace underpaint::project {

/// Internal to this folder: foreign JSON with checks.

/// Parses UTF-8 JSON. Throws Error (with the place) for bad syntax, a key that repeats within an
/// object, nesting beyond 32 levels, and text longer than `maxLength` bytes.
nlohmann::json parseJson(std::string_view text, const std::string& where, std::size_t maxLength);

/// A value inside a document together with its JSON pointer, for readable complaints.
class JsonPlace {
public:
    JsonPlace(const nlohmann::json& value, std::string pointer)
        : m_value(&value), m_pointer(std::move(pointer)) {}

    const nlohmann::json& value() const { return *m_value; }
    const std::string& pointer() const { return m_pointer; }
    /// The member or element, with its pointer; a member must exist.
    JsonPlace member(const std::string& key) const;
    JsonPlace element(std::size_t index) const;
    /// The value as short JSON text for messages.
    std::string shown() const;

    /// The value as that type, or nothing when it is of another type (or, for integers, outside
    /// the 64-bit range).
    std::optional<std::int64_t> integer() const;
    std::optional<double> number() const;

private:
    const nlohmann::json* m_value;
    std::string m_pointer;
};

} // namespace underpaint::project
