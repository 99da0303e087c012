// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/class_table.h"

#include "engine/base/error.h"
#include "engine/base/whole_file.h"
#include "engine/imaging/csv_text.h"
#include "engine/imaging/name_forms.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <set>
#include <utility>

namespace underpaint::imaging {

namespace {

constexpr const char* columnsExpected =
    "The first line names the columns: set,class,percent,becomes,why";
constexpr const char* writeAgain = "Write the table again with --write-table, or add the line";

std::string percentText(double percent) {
    std::array<char, 32> text{};
    (void)std::snprintf(text.data(), text.size(), "%.3f", percent);
    return text.data();
}

const scene::LabelClass* classNamed(const std::string& name, const scene::LabelSet& set) {
    if (const scene::LabelClass* exact = set.find(name)) {
        return exact;
    }
    const auto& classes = set.classes();
    const auto found =
        std::find_if(classes.begin(), classes.end(), [&](const scene::LabelClass& one) {
            return bareWord(one.name) == bareWord(name);
        });
    return found == classes.end() ? nullptr : &*found;
}

std::string classNames(const scene::LabelSet& set) {
    constexpr std::size_t listed = 40;
    std::string names;
    for (std::size_t i = 0; i < std::min(listed, set.size()); ++i) {
        names += (i == 0 ? "" : "; ") + set.classes()[i].name;
    }
    return set.size() > listed ? names + " ..." : names;
}

} // namespace

std::string classTableText(const std::vector<ClassTableRow>& rows, const scene::LabelSet& target) {
    std::string text = "set,class,percent,becomes,why\n";
    for (const ClassTableRow& row : rows) {
        text += csvCell(row.set) + "," + csvCell(row.name) + "," + percentText(row.percent) + "," +
                csvCell(row.becomes) + "," + std::string(classMatchName(row.match)) + "\n";
    }
    const std::string choices = "# becomes: one of " + classNames(target);
    return text + csvCell(choices) + ",,,,\n\"# becomes: empty = unlabelled\",,,,\n";
}

std::vector<ClassTableRow> parseClassTable(std::string_view text, const std::string& where) {
    const CsvTable table = parseCsv(text, where);
    const auto set = table.column("set");
    const auto name = table.column("class");
    const auto becomes = table.column("becomes");
    if (!name || !becomes) {
        throw Error(std::string("has no column \"") + (name ? "becomes" : "class") + "\"", where,
                    columnsExpected);
    }
    std::vector<ClassTableRow> rows;
    for (const CsvRow& read : table.rows) {
        ClassTableRow row;
        row.set = set ? read.cells[*set] : std::string();
        row.name = read.cells[*name];
        row.becomes = read.cells[*becomes] == "-" ? std::string() : read.cells[*becomes];
        row.match = ClassMatch::Chosen;
        row.line = read.line;
        if (row.name.empty()) {
            throw Error("line " + std::to_string(row.line) + " names no class", where,
                        columnsExpected);
        }
        rows.push_back(std::move(row));
    }
    if (rows.empty()) {
        throw Error("says of no class what it becomes", where, columnsExpected);
    }
    return rows;
}

std::vector<ClassTableRow> readClassTable(const std::filesystem::path& path) {
    const MappedFile file = openWholeFile(path);
    const auto bytes = file.bytes();
    return parseClassTable({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                           path.string());
}

void applyClassTable(const std::vector<ClassTableRow>& rows, const std::string& set,
                     const scene::LabelSet& target, const std::string& where,
                     ClassMapping& mapping) {
    std::set<std::uint16_t> said;
    for (const ClassTableRow& row : rows) {
        if (!row.set.empty() && row.set != set) {
            continue;
        }
        const std::string place = "line " + std::to_string(row.line);
        auto own = std::find_if(mapping.classes.begin(), mapping.classes.end(),
                                [&](const MappedClass& one) { return one.from.name == row.name; });
        if (own == mapping.classes.end()) {
            throw Error(place + ": the set " + set + " has no class \"" + row.name + "\"", where,
                        writeAgain);
        }
        if (!said.insert(own->from.id).second) {
            throw Error(place + ": the class \"" + row.name + "\" of " + set +
                            " stands there twice",
                        where, "Leave one of the lines");
        }
        std::optional<std::uint16_t> to;
        if (!row.becomes.empty()) {
            const scene::LabelClass* wanted = classNamed(row.becomes, target);
            if (wanted == nullptr) {
                throw Error(place + ": there is no class \"" + row.becomes + "\" in " +
                                (target.name().empty() ? "the target" : target.name()),
                            where, "Choose one of " + classNames(target) + ", or nothing");
            }
            to = wanted->id;
        }
        if (to != own->to) {
            *own = {own->from, to, ClassMatch::Chosen};
        }
    }
    for (const MappedClass& one : mapping.classes) {
        if (!said.contains(one.from.id)) {
            throw Error("does not say what the class \"" + one.from.name + "\" of " + set +
                            " becomes",
                        where, writeAgain);
        }
    }
}

} // namespace underpaint::imaging
