// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/imaging/dataset_check.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::imaging {

struct DatasetConvertOptions {
    DatasetLayout from = DatasetLayout::Auto;
    DatasetLayout to = DatasetLayout::Ours;
    /// Empty: all phases.
    std::string phase;
    /// Absent: as in DatasetCheckOptions, and an Error where no set can be found.
    std::optional<scene::LabelSet> classes;
    LabelFormat format = LabelFormat::Auto;
    /// Derive instances of thing classes where the source has none.
    bool deriveInstances = true;
    /// Unknown label values stop the conversion.
    bool strict = false;
    /// Side by side: the label map is the left half (facades and most others: the photo is).
    bool labelsLeft = false;
    int threads = 0;
};

struct ConvertReport {
    long long written = 0;
    /// Items whose output was complete already.
    long long skipped = 0;
    /// Files that were left out, repaired pixels, lost information.
    std::vector<DatasetFinding> findings;

    bool passed() const;
    std::string text() const;
};

/// Writes the data set `from` in another layout into the folder `to` (made when missing). Files
/// appear whole or not at all and the label map of an item comes last, so an interrupted run
/// continues where it was: an item with all its outputs is skipped. Items that cannot be read
/// become findings. Label maps are lossless in all layouts but Facades and SideBySide with JPEG
/// sources; photos are copied byte for byte where the layout allows. Throws Error when source and
/// target are the same folder or nothing can be listed, Cancelled when asked to stop.
ConvertReport convertDataset(const std::filesystem::path& from, const std::filesystem::path& to,
                             const DatasetConvertOptions& options = {},
                             const CancelToken& cancel = {}, const ProgressSink& progress = {});

} // namespace underpaint::imaging
