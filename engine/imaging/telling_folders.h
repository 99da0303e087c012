// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/dataset_sources.h"

#include <filesystem>
#include <vector>

namespace underpaint::imaging {

/// Folders whose names say that they hold photos and label maps of the same scenes: images and
/// masks, train/images and train/labels, train and train_masks, JPEGImages and SegmentationClass
/// ... Empty when there are none, or when two folders could be the one.
std::vector<PhaseSource> tellingFolders(const std::filesystem::path& folder);

/// Whether most label maps of the phase have a photo of their name and size (of a sample).
bool pairMostly(const PhaseSource& source);

} // namespace underpaint::imaging
