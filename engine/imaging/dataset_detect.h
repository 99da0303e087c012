// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/dataset_folders.h"
#include "engine/imaging/dataset_sources.h"

#include <filesystem>
#include <vector>

namespace underpaint::imaging {

/// A layout and where its files lie.
struct FoundLayout {
    DatasetLayout layout = DatasetLayout::Ours;
    std::vector<PhaseSource> sources;
    bool labelsLeft = false;
    bool ownOutput = false;
};

/// Finds the layout of a folder: the one that `reading` names, the one that a conversion of ours
/// noted in labels.json, or the one that the names of its folders and, where these do not tell, the
/// values of some of its pictures speak for. Throws Error that says what is there and what to type
/// when nothing does.
FoundLayout findLayout(const std::filesystem::path& folder, const DatasetReading& reading);

} // namespace underpaint::imaging
