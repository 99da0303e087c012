// SPDX-License-Identifier: GPL-3.0-or-later
// labelme documents and labels.json: every byte string ends in a result or in an Error.
#include "engine/base/error.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/labelme.h"
#include "engine/scene/builtin_label_sets.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint;
    static const scene::LabelSet classes = scene::cityscapesLabels();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        // A fixed size keeps the pictures small.
        imaging::ImportOptions options;
        options.expectedSize = Size{24, 16};
        const imaging::ImportedMaps maps =
            imaging::importLabelme(text, "fuzz.json", classes, options);
        if (maps.labels.size() != Size{24, 16} || maps.report.text().empty()) {
            __builtin_trap();
        }
        // What we write ourselves must come back unchanged.
        const std::string again =
            imaging::labelmeJson(maps.labels, &*maps.instances, classes, "fuzz.png");
        if (imaging::importLabelme(again, "again.json", classes, options).labels != maps.labels) {
            __builtin_trap();
        }
    } catch (const Error&) {
        // The usual end.
    }
    try {
        const scene::LabelSet set = imaging::parseLabelSet(text, "labels.json");
        if (imaging::parseLabelSet(imaging::labelSetJson(set), "again.json") != set) {
            __builtin_trap();
        }
    } catch (const Error&) {
        return 0;
    }
    return 0;
}
