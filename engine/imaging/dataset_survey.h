// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/imaging/class_mapping.h"
#include "engine/imaging/dataset_items.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// One of the data sets that are to become one.
struct MergeSource {
    std::filesystem::path folder;
    /// By which the table and the weights call it; the folder of its photos in the merged set.
    std::string name;
    DatasetReading reading;
    /// Its photos are drawn so many times as often as those of a set of weight 1.
    double weight = 1;
};

/// A name for each folder: its own, with those of the folders above where two would have one.
/// Throws Error for a folder that is named twice.
std::vector<std::string> setNames(const std::vector<std::filesystem::path>& folders);

/// What is in a data set, and what its classes become in the target.
struct SurveyedSet {
    MergeSource source;
    DatasetListing listing;
    ItemReader reader;
    /// By class id; pixels with values that are no class count for the set's unlabelled one.
    std::map<std::uint16_t, long long> pixels;
    /// As mapClasses() proposes it.
    ClassMapping mapping;

    long long allPixels() const;
    long long pixelsOf(std::uint16_t id) const;
};

/// Reads all label maps of a data set. Files that cannot be read count nothing: whoever reads them
/// again reports them. Throws Error where there is no data set or its classes are not known,
/// Cancelled when asked to stop.
SurveyedSet surveySet(const MergeSource& source, const scene::LabelSet& target, int threads = 0,
                      const CancelToken& cancel = {}, const ProgressSink& progress = {});

} // namespace underpaint::imaging
