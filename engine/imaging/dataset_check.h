// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/imaging/dataset_folders.h"
#include "engine/imaging/import_report.h"
#include "engine/scene/label_set.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::imaging {

struct DatasetCheckOptions : DatasetReading {
    /// 0: as many as the machine has cores. The report does not depend on it.
    int threads = 0;
};

enum class FindingKind { Unpaired, SizeMismatch, Unreadable, IllegalValue, Repaired, Notice };

/// One thing to say about one file.
struct DatasetFinding {
    FindingKind kind = FindingKind::Notice;
    std::filesystem::path file;
    std::string text;

    /// Repaired and Notice are not.
    bool isError() const;
};

/// What a listing says of its files: problems as unpaired, notices as notices.
std::vector<DatasetFinding> listingFindings(const DatasetListing& listing);

struct DatasetReport {
    DatasetLayout layout = DatasetLayout::Ours;
    long long items = 0;
    long long photos = 0;
    long long labelMaps = 0;
    long long instanceMaps = 0;
    /// Pixels a class over all label maps, by id, classes without pixels included; pixels with
    /// illegal values count as unlabelled.
    std::vector<ClassCount> classes;
    /// Unpaired files first, then in order of the items.
    std::vector<DatasetFinding> findings;

    bool passed() const;
    std::size_t errorCount() const;
    /// Several lines of plain text: summary, histogram, findings.
    std::string text() const;
};

/// Reads every file of a data set and reports file by file what is wrong. Problems of files are
/// findings; throws Error only when there is no data set at all, Cancelled when asked to stop.
/// `progress` is called from the calling thread's workers, one call at a time.
DatasetReport checkDataset(const std::filesystem::path& folder,
                           const DatasetCheckOptions& options = {}, const CancelToken& cancel = {},
                           const ProgressSink& progress = {});

} // namespace underpaint::imaging
