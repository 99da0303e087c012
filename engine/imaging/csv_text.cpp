// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/csv_text.h"

#include "engine/base/error.h"
#include "engine/imaging/name_forms.h"

#include <algorithm>
#include <utility>

namespace underpaint::imaging {

namespace {

std::string withoutBlanks(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r");
    const std::size_t last = text.find_last_not_of(" \t\r");
    return first == std::string_view::npos ? std::string()
                                           : std::string(text.substr(first, last + 1 - first));
}

/// The cells of the next row, which is taken from `rest`; `line` counts the ends of lines in it.
CsvRow takeCsvRow(std::string_view& rest, char separator, std::size_t& line,
                  const std::string& where) {
    CsvRow row;
    row.line = line;
    std::string text;
    bool quoted = false;
    std::size_t i = 0;
    for (; i < rest.size(); ++i) {
        const char c = rest[i];
        line += c == '\n' ? 1 : 0;
        if (quoted && c == '"' && i + 1 < rest.size() && rest[i + 1] == '"') {
            text += '"';
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == separator) {
            row.cells.push_back(withoutBlanks(text));
            text.clear();
        } else if (!quoted && c == '\n') {
            break;
        } else {
            text += c;
        }
    }
    if (quoted) {
        throw Error("line " + std::to_string(row.line) + " has a quote that does not end", where,
                    "Write \"\" for a quote inside of quotes");
    }
    row.cells.push_back(withoutBlanks(text));
    rest.remove_prefix(std::min(i + 1, rest.size()));
    return row;
}

char separatorIn(std::string_view header) {
    char best = ',';
    std::ptrdiff_t most = 0;
    for (const char candidate : {',', ';', '\t'}) {
        const std::ptrdiff_t count = std::count(header.begin(), header.end(), candidate);
        if (count > most) {
            most = count;
            best = candidate;
        }
    }
    return best;
}

/// Without remarks before the header.
std::string_view headerLine(std::string_view text) {
    while (text.starts_with('#')) {
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    }
    return text.substr(0, text.find('\n'));
}

} // namespace

std::string csvCell(const std::string& text) {
    if (text.find_first_of(",;\t\"\r\n#") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + "\"";
}

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
    const auto found = std::find_if(header.begin(), header.end(), [&](const std::string& one) {
        return bareWord(one) == bareWord(name);
    });
    return found == header.end() ? std::nullopt
                                 : std::optional(static_cast<std::size_t>(found - header.begin()));
}

CsvTable parseCsv(std::string_view text, const std::string& where) {
    if (text.find('\0') != std::string_view::npos || text.starts_with("PK\x03\x04")) {
        throw Error("is no table in plain text", where,
                    "Save it as CSV in UTF-8, not as a workbook or \"Unicode text\"");
    }
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.starts_with(mark)) {
        text.remove_prefix(mark.size());
    }
    const char separator = separatorIn(headerLine(text));
    CsvTable table;
    std::size_t line = 1;
    while (!text.empty()) {
        CsvRow row = takeCsvRow(text, separator, line, where);
        if (row.cells.front().starts_with('#')) {
            table.remarks.push_back(std::move(row.cells.front()));
        } else if (table.header.empty()) {
            table.header = std::move(row.cells);
        } else if (std::any_of(row.cells.begin(), row.cells.end(),
                               [](const std::string& one) { return !one.empty(); })) {
            // Spreadsheets leave out empty ends.
            row.cells.resize(std::max(row.cells.size(), table.header.size()));
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

} // namespace underpaint::imaging
