// SPDX-License-Identifier: GPL-3.0-or-later
// labelme documents and labels.json, and the names of files in them: every byte string ends in a
// result or in an Error.
#include "engine/base/error.h"
#include "engine/imaging/dataset_record.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/labelme.h"
#include "engine/imaging/labelme_photos.h"
#include "engine/imaging/name_forms.h"
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
        options.sizeIfMissing = [] { return Size{24, 16}; };
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
    if (const auto path = imaging::labelmeImagePath(text)) {
        // Where there are no photos none is found, whatever the path says.
        static imaging::LabelmePhotos none("/nowhere/at/all");
        if (!none.find("/nowhere/at/all/a.json", *path).photo.empty()) {
            __builtin_trap();
        }
    }
    const std::string folded = imaging::foldedName(text);
    if (imaging::foldedName(folded) != folded || imaging::sceneName(text).size() > folded.size()) {
        __builtin_trap();
    }
    try {
        const scene::LabelSet set = imaging::parseLabelSet(text, "labels.json");
        if (imaging::parseLabelSet(imaging::labelSetJson(set), "again.json") != set) {
            __builtin_trap();
        }
        const auto record = imaging::parseDatasetRecord(text);
        if (record &&
            imaging::parseDatasetRecord(imaging::recordedLabelSetJson(set, *record)) != record) {
            __builtin_trap();
        }
    } catch (const Error&) {
        return 0;
    }
    return 0;
}
