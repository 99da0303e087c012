// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/dataset_items.h"
#include "engine/imaging/dataset_record.h"

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// train, val and test under the names that other data sets have for them.
std::string commonPhaseName(const std::string& phase);

/// Writes items in one layout.
class DatasetWriter {
public:
    /// Throws Error when the classes cannot be told apart in this layout.
    DatasetWriter(std::filesystem::path folder, DatasetLayout layout, scene::LabelSet classes,
                  bool labelsLeft);

    /// Makes the folder and its labels.json; throws Error when a data set of other classes or of
    /// another layout is there. Weights that are noted there are replaced.
    void begin(const DrawWeights& weights = {}) const;

    /// Where the label map of an item goes, which tells items apart.
    std::filesystem::path labelFile(const DatasetItem& item) const;

    /// Takes out items whose output would be that of another one, such as those of phases that the
    /// new layout calls by one name, and says which.
    void takeOutClashes(std::vector<DatasetItem>& items,
                        std::vector<DatasetFinding>& findings) const;

    /// Whether photo and label map become one picture, so that an item needs both.
    bool needsPhotos() const;

    /// All files of the item exist, so they are whole.
    bool complete(const DatasetItem& item) const;

    /// Writes photo, instances and labels in this order, each atomically.
    void write(const DatasetItem& source, const LoadedItem& item) const;

    /// What this layout cannot hold, one sentence each.
    std::vector<std::string> losses() const;

private:
    /// Paths are empty where the layout or the item has no such file.
    struct Outputs {
        std::filesystem::path photo;
        std::filesystem::path instances;
        std::filesystem::path labels;
    };
    Outputs outputsFor(const DatasetItem& item) const;
    void writeLabelFile(const std::filesystem::path& path, const DatasetItem& source,
                        const LoadedItem& item) const;
    Image coloured(const LabelPlane& labels) const;

    std::filesystem::path m_folder;
    DatasetLayout m_layout;
    scene::LabelSet m_classes;
    std::uint16_t m_unlabelled;
    bool m_labelsLeft;
};

} // namespace underpaint::imaging
