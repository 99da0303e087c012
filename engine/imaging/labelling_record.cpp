// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/labelling_record.h"

#include "engine/base/error.h"
#include "engine/base/whole_file.h"
#include "engine/imaging/csv_text.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdio>
#include <utility>

namespace underpaint::imaging {

namespace {

constexpr std::array<std::string_view, 7> kColumns{"outcome",    "photo",    "part", "name",
                                                   "confidence", "doubtful", "why"};
constexpr std::string_view kKept = "kept";
constexpr std::string_view kLeftOut = "left out";
constexpr std::string_view kMade = "# made with ";

std::string shareText(double value) {
    std::array<char, 32> text{};
    (void)std::snprintf(text.data(), text.size(), "%.4f", value);
    return text.data();
}

double parseShare(const std::string& text, const CsvRow& row, const std::string& where) {
    double value = -1;
    const char* const last = text.data() + text.size();
    const auto [end, status] = std::from_chars(text.data(), last, value);
    if (status != std::errc{} || end != last || !(value >= 0 && value <= 1)) {
        throw Error("line " + std::to_string(row.line) + " has no number from 0 to 1 where \"" +
                        text + "\" stands",
                    where, "Restore the file, or label into an empty folder");
    }
    return value;
}

} // namespace

std::string labellingRecordText(const LabellingRecord& record) {
    std::string text;
    for (const std::string_view column : kColumns) {
        text += (text.empty() ? "" : ",") + std::string(column);
    }
    text += "\n" + csvCell(std::string(kMade) + record.settings) + ",,,,,,\n";
    for (const LabelledPhotoLine& one : record.photos) {
        // A photo's name may begin as a remark does, so it is not first.
        text += std::string(one.kept ? kKept : kLeftOut) + "," + csvCell(one.photo) + "," +
                csvCell(one.part) + "," + csvCell(one.name) + "," + shareText(one.confidence) +
                "," + shareText(one.doubtful) + "," + csvCell(one.why) + "\n";
    }
    return text;
}

LabellingRecord parseLabellingRecord(std::string_view text, const std::string& where) {
    const CsvTable table = parseCsv(text, where);
    std::array<std::size_t, kColumns.size()> columns{};
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
        const auto column = table.column(kColumns.at(i));
        if (!column) {
            throw Error("has no column \"" + std::string(kColumns.at(i)) + "\"", where,
                        "Restore the file, or label into an empty folder");
        }
        columns.at(i) = *column;
    }
    LabellingRecord record;
    for (const std::string& remark : table.remarks) {
        if (remark.starts_with(kMade)) {
            record.settings = remark.substr(kMade.size());
        }
    }
    for (const CsvRow& row : table.rows) {
        const auto cell = [&](std::size_t i) { return row.cells[columns.at(i)]; };
        LabelledPhotoLine line;
        line.kept = cell(0) == kKept;
        line.photo = cell(1);
        line.part = cell(2);
        line.name = cell(3);
        line.confidence = parseShare(cell(4), row, where);
        line.doubtful = parseShare(cell(5), row, where);
        line.why = cell(6);
        record.photos.push_back(std::move(line));
    }
    return record;
}

LabellingRecord readLabellingRecord(const std::filesystem::path& path) {
    const MappedFile file = openWholeFile(path);
    const auto bytes = file.bytes();
    return parseLabellingRecord({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                                path.string());
}

} // namespace underpaint::imaging
