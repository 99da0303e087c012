// SPDX-License-Identifier: GPL-3.0-or-later
// Tables that people change in spreadsheets: every byte string ends in rows or in an Error, and
// rows come back as they were written.
#include "engine/base/error.h"
#include "engine/imaging/class_table.h"
#include "engine/imaging/labelling_record.h"
#include "engine/scene/builtin_label_sets.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static const scene::LabelSet camvid = scene::camvidLabels();
    static const scene::LabelSet cityscapes = scene::cityscapesLabels();
    try {
        const std::vector<imaging::ClassTableRow> rows =
            imaging::parseClassTable(text, "table.csv");
        for (const imaging::ClassTableRow& row : rows) {
            if (row.set.starts_with('#')) {
                return 0; // sets are never called so
            }
        }
        const auto again =
            imaging::parseClassTable(imaging::classTableText(rows, camvid), "again.csv");
        if (again.size() != rows.size()) {
            __builtin_trap();
        }
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (again[i].set != rows[i].set || again[i].name != rows[i].name ||
                again[i].becomes != rows[i].becomes) {
                __builtin_trap();
            }
        }
        imaging::ClassMapping mapping = imaging::mapClasses(cityscapes, camvid);
        imaging::applyClassTable(rows, "cityscapes", camvid, "table.csv", mapping);
    } catch (const Error&) {
        // The usual end.
    }
    // Names of classes come out of files, too.
    const scene::LabelSet named("fuzz", {{1, "x" + std::string(text.substr(0, 200)), {}, false}});
    (void)imaging::mapClasses(named, camvid);
    try {
        const imaging::LabellingRecord record = imaging::parseLabellingRecord(text, "photos.csv");
        if (imaging::parseLabellingRecord(imaging::labellingRecordText(record), "again.csv")
                .photos.size() != record.photos.size()) {
            __builtin_trap();
        }
    } catch (const Error&) {
        return 0;
    }
    return 0;
}
