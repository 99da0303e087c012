// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/dataset_folders.h"
#include "engine/scene/label_set.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace underpaint::imaging {

/// What a conversion notes in labels.json beside the classes ("_written": {"layout":
/// "coco-stuff"}), so that its result is read as it was written.
struct DatasetRecord {
    DatasetLayout layout = DatasetLayout::Ours;
    bool labelsLeft = false;

    friend bool operator==(const DatasetRecord&, const DatasetRecord&) = default;
};

/// The record in a labels.json; nothing when it has none that is known.
std::optional<DatasetRecord> parseDatasetRecord(std::string_view json);
/// The same of the labels.json of a folder, where there is one.
std::optional<DatasetRecord> datasetRecordOf(const std::filesystem::path& folder);

/// labels.json with a record.
std::string recordedLabelSetJson(const scene::LabelSet& classes, const DatasetRecord& record);

} // namespace underpaint::imaging
