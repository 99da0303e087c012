// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/dataset_folders.h"
#include "engine/imaging/dataset_sources.h"

#include <filesystem>

namespace underpaint::imaging {

/// Adds the items of one phase of the data set in `root` to the listing, and what is to be said of
/// its files.
void pairPhase(const std::filesystem::path& root, const PhaseSource& source,
               DatasetListing& listing);

} // namespace underpaint::imaging
