// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace underpaint::imaging {

/// Parses a file of annotations or labels. Throws Error naming `where`: that the file is empty, in
/// which encoding it is where it is not UTF-8, or `otherwise` with `remedy` for what is no JSON.
nlohmann::json parseJsonDocument(std::string_view text, const std::string& where,
                                 const std::string& otherwise, const std::string& remedy);

/// Whose annotations a document is, for those that are known and not read ("COCO JSON"); nothing
/// for labelme files and unknown ones.
std::optional<std::string> foreignAnnotations(const nlohmann::json& document);

/// The same for a file, as a message that says what to do; nothing where it cannot be read.
std::optional<std::string> foreignAnnotationsIn(const std::filesystem::path& path);

/// What to do with annotations that are not read.
std::string adviceOnForeignAnnotations();

} // namespace underpaint::imaging
