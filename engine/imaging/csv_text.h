// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::imaging {

/// A cell of a CSV file: in quotes where it would be taken for several or for a remark.
std::string csvCell(const std::string& text);

/// One line of a table: its cells without blanks around, and its number in the file.
struct CsvRow {
    std::vector<std::string> cells;
    std::size_t line = 0;
};

/// A table as people and spreadsheets write it: the first row names the columns, which are
/// separated by commas, semicolons or tabs; quotes may hold all of these and ends of lines.
struct CsvTable {
    std::vector<std::string> header;
    /// Without empty ones and remarks, which begin with #; all at least as long as the header.
    std::vector<CsvRow> rows;
    std::vector<std::string> remarks;

    /// The column of this name in any spelling ("Photo", "photo_").
    std::optional<std::size_t> column(std::string_view name) const;
};

/// Throws Error naming `where` for what is no text or has a quote without an end.
CsvTable parseCsv(std::string_view text, const std::string& where);

} // namespace underpaint::imaging
