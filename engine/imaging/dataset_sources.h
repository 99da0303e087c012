// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/dataset_folders.h"

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// Which files of a folder count.
enum class FileFilter { None, Pictures, Json, Png, Jpeg, CityscapesLabels, CityscapesInstances };

struct SourceFolder {
    std::filesystem::path folder;
    FileFilter filter = FileFilter::None;
    bool recursive = true;

    bool present() const { return filter != FileFilter::None; }
};

/// Where the files of one phase lie. Side by side: photos only, in `combined`.
struct PhaseSource {
    std::string phase;
    SourceFolder photos;
    SourceFolder labels;
    SourceFolder instances;
    SourceFolder combined;
};

/// The phases of the layout that exist below `folder`, by name; empty when it is not this layout.
std::vector<PhaseSource> findSources(const std::filesystem::path& folder, DatasetLayout layout);

bool passesFilter(const std::filesystem::path& file, FileFilter filter);

} // namespace underpaint::imaging
