// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/class_mapping.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::imaging {

/// One line of a table that says what classes become: text that a person reads and changes.
struct ClassTableRow {
    std::string set;
    std::string name;
    /// Name of a class of the target; empty = unlabelled.
    std::string becomes;
    /// For the reader of the table only, not read back.
    /// @{
    long long pixels = 0;
    double percent = 0; ///< of the pixels of its set
    ClassMatch match = ClassMatch::None;
    /// @}
    std::size_t line = 0; ///< where it was read
};

/// The table as CSV for a spreadsheet or an editor: set, class, percent, becomes, why; the classes
/// to choose from stand in a remark at its end.
std::string classTableText(const std::vector<ClassTableRow>& rows, const scene::LabelSet& target);

/// Reads it back, however the spreadsheet separates columns (comma, semicolon, tab) and orders
/// them; columns besides set, class and becomes are not looked at, lines that begin with # are
/// remarks. Throws Error naming `where` and the line.
/// @{
std::vector<ClassTableRow> parseClassTable(std::string_view text, const std::string& where);
std::vector<ClassTableRow> readClassTable(const std::filesystem::path& path);
/// @}

/// What the table says of one set, instead of what was proposed. Throws Error naming `where` for
/// classes that the table has twice or not at all, and for names that are in neither label set.
void applyClassTable(const std::vector<ClassTableRow>& rows, const std::string& set,
                     const scene::LabelSet& target, const std::string& where,
                     ClassMapping& mapping);

} // namespace underpaint::imaging
