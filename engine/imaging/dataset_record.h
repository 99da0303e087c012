// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/dataset_folders.h"
#include "engine/scene/label_set.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace underpaint::imaging {

/// How often photos are drawn in training: those in this folder below the folders of the phases so
/// many times as often as others, which have 1.
using DrawWeights = std::map<std::string, double>;

/// What a conversion or a merge notes in labels.json beside the classes ("_written": {"layout":
/// "ours", "weights": {"camvid": 2}}), so that its result is read as it was written.
struct DatasetRecord {
    DatasetLayout layout = DatasetLayout::Ours;
    bool labelsLeft = false;
    DrawWeights weights = {};

    friend bool operator==(const DatasetRecord&, const DatasetRecord&) = default;
};

/// From a thousandth to a thousand.
bool isDrawWeight(double weight);

/// How often the item of this stem is drawn.
double drawWeightOf(const DrawWeights& weights, std::string_view stem);

/// The record in a labels.json; nothing when it has none that is known. Throws Error naming `where`
/// for weights that are none: people change them by hand.
std::optional<DatasetRecord> parseDatasetRecord(std::string_view json,
                                                const std::string& where = "labels.json");
/// The same of the labels.json of a folder, where there is one.
std::optional<DatasetRecord> datasetRecordOf(const std::filesystem::path& folder);

/// labels.json with a record.
std::string recordedLabelSetJson(const scene::LabelSet& classes, const DatasetRecord& record);

} // namespace underpaint::imaging
