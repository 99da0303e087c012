// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/dataset_folders.h"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::imaging {

/// Which files of a folder count.
enum class FileFilter { None, Pictures, Json, Png, Jpeg, CityscapesLabels, CityscapesInstances };

struct SourceFolder {
    std::filesystem::path folder;
    FileFilter filter = FileFilter::None;
    bool recursive = true;
    /// Files that do not count although they pass the filter.
    std::set<std::filesystem::path> without = {};

    bool present() const { return filter != FileFilter::None; }
    /// Its files, by path. Throws Error when the folder cannot be read.
    std::vector<std::filesystem::path> files() const;
    /// Whether it has any, without a look at all.
    bool holdsFiles() const;
};

/// Where the files of one phase lie. Side by side: photos only, in `combined`.
struct PhaseSource {
    std::string phase;
    SourceFolder photos;
    SourceFolder labels;
    SourceFolder instances;
    SourceFolder combined;
};

/// train, val, test, training, val2017 ...: names that data sets give to their parts.
bool isPhaseName(std::string_view name);

/// The phases of the layout that exist below `folder`, by name; empty when it is not this layout.
/// `everyFolder`: also folders that are no phases by their names, as in our own output.
std::vector<PhaseSource> findSources(const std::filesystem::path& folder, DatasetLayout layout,
                                     bool everyFolder = false);

/// The folders of photos, label maps and instance maps that the user named. Throws Error when one
/// of them is missing.
std::vector<PhaseSource> namedFolders(const std::filesystem::path& folder,
                                      const DatasetReading& reading);

/// Phases of a folder of photos and one of label maps: the folders in both, where all are phases
/// by name, else one phase `usual`.
std::vector<PhaseSource> phasesBelow(const std::filesystem::path& photos,
                                     const std::filesystem::path& labels,
                                     const std::filesystem::path& instances,
                                     const std::string& usual);

SourceFolder existingFolder(const std::filesystem::path& folder,
                            FileFilter filter = FileFilter::Pictures);

bool passesFilter(const std::filesystem::path& file, FileFilter filter);

} // namespace underpaint::imaging
