// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_record.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/imaging/label_set_json.h"

#include <nlohmann/json.hpp>
#include <system_error>

namespace underpaint::imaging {

namespace {

/// Names that begin so are remarks to whoever reads label sets.
constexpr const char* kKey = "_written";

} // namespace

std::optional<DatasetRecord> parseDatasetRecord(std::string_view text) {
    const auto document = nlohmann::json::parse(text, nullptr, false);
    if (!document.is_object() || !document.contains(kKey) || !document[kKey].is_object()) {
        return std::nullopt;
    }
    const auto& written = document[kKey];
    if (!written.contains("layout") || !written["layout"].is_string()) {
        return std::nullopt;
    }
    DatasetRecord record;
    try {
        record.layout = datasetLayoutFromName(written["layout"].get_ref<const std::string&>());
    } catch (const Error&) {
        return std::nullopt; // a later version's, or somebody else's
    }
    if (record.layout == DatasetLayout::Auto) {
        return std::nullopt;
    }
    record.labelsLeft = written.contains("labels_left") && written["labels_left"] == true;
    return record;
}

std::optional<DatasetRecord> datasetRecordOf(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "labels.json";
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) {
        return std::nullopt;
    }
    const MappedFile mapped(file);
    const auto bytes = mapped.bytes();
    return parseDatasetRecord({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string recordedLabelSetJson(const scene::LabelSet& classes, const DatasetRecord& record) {
    auto document = nlohmann::json::parse(labelSetJson(classes));
    document[kKey]["layout"] = datasetLayoutName(record.layout);
    if (record.labelsLeft) {
        document[kKey]["labels_left"] = true;
    }
    return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

} // namespace underpaint::imaging
