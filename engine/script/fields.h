// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/project/json.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace underpaint::script {

/// A class by its name or its number.
using ClassName = std::variant<std::uint16_t, std::string>;
/// An instance by its id, or by the name that an earlier command gave it.
using InstanceName = std::variant<std::uint32_t, std::string>;

/// One command of a script: its fields, read with checks, and a complaint about those that nobody
/// asked for. Everything throws Error whose where() is "field NAME".
class Fields {
public:
    /// `object` must be an object and outlive this.
    explicit Fields(const nlohmann::json& object) : m_object(object) {}

    bool has(const char* name) const { return m_object.contains(name); }

    /// Fields that must be there.
    /// @{
    std::string text(const char* name);
    std::int64_t whole(const char* name, std::int64_t low, std::int64_t high);
    double number(const char* name, double low, double high);
    bool flag(const char* name);
    /// [x, y], up to 100 000 pixels outside.
    Point point(const char* name);
    /// At least so many.
    std::vector<Point> points(const char* name, std::size_t least);
    /// [width, height], each from 1 to `longest`.
    Size size(const char* name, int longest);
    /// [x, y, width, height]; not empty.
    Rect box(const char* name);
    /// Numbers, at least one.
    std::vector<float> numbers(const char* name);
    std::string oneOf(const char* name, const std::vector<std::string>& names);
    ClassName className(const char* name);
    InstanceName instance(const char* name);
    /// At least one, each once.
    std::vector<InstanceName> instances(const char* name);
    /// Whole numbers of 64 bits without a sign.
    std::uint64_t seed(const char* name);
    /// A file that is read, or one that is written.
    /// @{
    std::filesystem::path input(const char* name);
    std::filesystem::path output(const char* name);
    /// @}
    /// @}

    /// Those that may be missing.
    /// @{
    std::string textOr(const char* name, std::string otherwise);
    std::int64_t wholeOr(const char* name, std::int64_t low, std::int64_t high,
                         std::int64_t otherwise);
    double numberOr(const char* name, double low, double high, double otherwise);
    bool flagOr(const char* name, bool otherwise);
    std::string oneOfOr(const char* name, const std::vector<std::string>& names,
                        std::string otherwise);
    std::vector<ClassName> classNames(const char* name);
    std::filesystem::path inputOr(const char* name);
    /// @}

    /// Text, number or whatever it is.
    project::JsonPlace value(const char* name);

    /// Files that the fields named so far.
    /// @{
    const std::vector<std::filesystem::path>& inputs() const { return m_inputs; }
    const std::vector<std::filesystem::path>& outputs() const { return m_outputs; }
    /// @}

    /// Throws Error when there is a field that was not read.
    void finish() const;

private:
    std::string pathText(const char* name);

    const nlohmann::json& m_object;
    std::set<std::string> m_seen;
    std::vector<std::filesystem::path> m_inputs;
    std::vector<std::filesystem::path> m_outputs;
};

/// "one, other, third".
std::string listed(const std::vector<std::string>& names);

/// Throws Error about a field.
[[noreturn]] void badField(const std::string& field, const std::string& problem,
                           const std::string& remedy = {});

/// A value inside of a field.
/// @{
std::int64_t wholeIn(const project::JsonPlace& place, std::int64_t low, std::int64_t high);
Point pointIn(const project::JsonPlace& place);
/// @}

} // namespace underpaint::script
