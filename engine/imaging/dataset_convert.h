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

struct DatasetConvertOptions : DatasetReading {
    DatasetLayout to = DatasetLayout::Ours;
    /// Derive instances of thing classes where the source has none.
    bool deriveInstances = true;
    /// Unknown label values stop the conversion.
    bool strict = false;
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

/// Writes the data set `from` in another layout into the folder `to` (made when missing), which
/// listDataset() then reads as it was written; labelsLeft counts for both sides. Classes must be
/// named or found. Files
/// appear whole or not at all and the label map of an item comes last, so an interrupted run
/// continues where it was: an item with all its outputs is skipped. Items that cannot be read
/// become findings. Label maps are lossless in all layouts but Facades and SideBySide with JPEG
/// sources; photos are copied byte for byte where the layout allows. Throws Error when source and
/// target are the same folder or nothing can be listed, Cancelled when asked to stop.
ConvertReport convertDataset(const std::filesystem::path& from, const std::filesystem::path& to,
                             const DatasetConvertOptions& options = {},
                             const CancelToken& cancel = {}, const ProgressSink& progress = {});

} // namespace underpaint::imaging
