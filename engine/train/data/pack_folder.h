// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/imaging/dataset_check.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::train {

struct PackOptions {
    /// Layout, phase, classes and label format as for a check; one phase must be left when the
    /// data set has several.
    imaging::DatasetReading reading;
    /// What the photos are and under which terms; goes into every model that is trained on them.
    std::string source;
    /// The classes that the packed maps are brought into, by name and meaning (mapClasses());
    /// pixels of classes without a partner belong to none. They are also those of a folder that
    /// does not say what its own are. Absent: its own classes.
    std::optional<scene::LabelSet> into = {};
};

struct PackReport {
    std::size_t pairs = 0;
    std::vector<imaging::DatasetFinding> findings;

    /// No file has an error.
    bool passed() const;
    /// One line a finding, and the outcome.
    std::string text() const;
};

/// Packs the pairs of a folder into one file (PackedDataset); instances of thing classes come from
/// connected components where the set has none, weights out of its record (DatasetRecord). When any
/// file has an error nothing is written and the report says which. Throws Error when there is no
/// data set, its classes are not known or the file cannot be written, Cancelled when asked to stop.
PackReport packFolder(const std::filesystem::path& folder, const std::filesystem::path& file,
                      const PackOptions& options, const CancelToken& cancel = {},
                      const ProgressSink& progress = {});

} // namespace underpaint::train
