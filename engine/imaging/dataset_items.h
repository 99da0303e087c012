// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/dataset_check.h"
#include "engine/imaging/label_import.h"
#include "engine/scene/label_set.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace underpaint::imaging {

/// How the items of a data set are to be read.
struct ItemReader {
    DatasetLayout layout = DatasetLayout::Ours;
    LabelFormat format = LabelFormat::Auto;
    /// Absent: every value counts as legal.
    std::optional<scene::LabelSet> classes;
    /// Side by side: which half holds the label map.
    bool labelsLeft = false;
    bool deriveInstances = false;
    /// As DatasetListing::ownOutput.
    bool ownOutput = false;
};

/// The reader for a listed data set: what `reading` says, then what the data set says itself.
ItemReader itemReader(const std::filesystem::path& folder, const DatasetListing& listing,
                      const DatasetReading& reading);

/// The format of the label files: the named one, else that of the layout.
LabelFormat itemFormat(const ItemReader& reader);

/// Label map and instances of an item, which must have a label map; reader.classes must be there,
/// the reader's format and instances count and not those of `options`. Throws Error naming the
/// file.
ImportedMaps importItem(const DatasetItem& item, const ItemReader& reader,
                        const ImportOptions& options = {});
/// The photo of an item, which must have one: of a picture of both its half.
Image itemPhoto(const DatasetItem& item, const ItemReader& reader);

/// One item in memory; what could not be read is missing and explained by a finding.
struct LoadedItem {
    std::optional<Image> photo;
    std::optional<ImportedMaps> maps;
    std::vector<DatasetFinding> findings;

    bool failed() const;
};

/// Reads all files of an item. Problems of files become findings.
LoadedItem loadItem(const DatasetItem& item, const ItemReader& reader);

/// The file of the label set that lies in a folder: its labels.json, else its labelmap.txt.
std::optional<std::filesystem::path> labelSetFileIn(const std::filesystem::path& folder);
/// The same beside a label map, or beside its folder, as data sets have it.
std::optional<std::filesystem::path> labelSetFileBeside(const std::filesystem::path& labels);
/// Such a file. Throws Error.
scene::LabelSet readLabelSetFile(const std::filesystem::path& path);
/// The label set that lies in a folder.
std::optional<scene::LabelSet> labelSetIn(const std::filesystem::path& folder);

/// The label set of a data set: the one in its folder, else that of its layout or of the Cityscapes
/// file names.
std::optional<scene::LabelSet> labelSetOf(const std::filesystem::path& folder,
                                          const DatasetListing& listing);

} // namespace underpaint::imaging
