// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/imaging/dataset_folders.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::train {

/// An unpaired data set of two domains.
struct DomainOptions {
    /// What they are called; in a labelled data set and in projects also the classes whose
    /// instances are meant.
    /// @{
    std::string a = "A";
    std::string b = "B";
    /// @}
    /// Layout, phase and classes of a labelled data set; of official folders the phase.
    imaging::DatasetReading reading = {};
    /// What the photos are and under which terms; goes into every model that is trained on them.
    std::string source = {};
};

struct DomainReport {
    std::size_t photosA = 0;
    std::size_t photosB = 0;
    std::size_t both = 0;    ///< photos that show both, which are left out
    std::size_t neither = 0; ///< and those that show none
    std::vector<std::string> notes = {};
};

/// Packs both domains into one file (PackedDataset). Of folders as the official CycleGAN and
/// InstaGAN lay them out, trainA, trainB and, where there are masks, trainA_seg and trainB_seg with
/// STEM_0.png …, all photos; of a folder of projects the photo layers of all frames, and of a
/// labelled data set those photos, that show the class of one domain and not that of the other.
/// Throws Error when a domain is empty, a file cannot be read or the pack cannot be written,
/// Cancelled when asked to stop.
DomainReport packDomains(const std::filesystem::path& folder, const std::filesystem::path& file,
                         const DomainOptions& options, const CancelToken& cancel = {},
                         const ProgressSink& progress = {});

} // namespace underpaint::train
