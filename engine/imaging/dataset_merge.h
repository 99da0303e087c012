// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/class_table.h"
#include "engine/imaging/dataset_survey.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// The table of what all classes become, classes with the most pixels first.
std::vector<ClassTableRow> classTableOf(const std::vector<SurveyedSet>& sets,
                                        const scene::LabelSet& target);

/// Puts what a table says in place of what was proposed. Throws Error as applyClassTable() does,
/// and for lines about a set that is not there.
void useClassTable(const std::vector<ClassTableRow>& rows, const std::string& where,
                   const scene::LabelSet& target, std::vector<SurveyedSet>& sets);

/// A class that becomes unlabelled although it says something.
struct LostClass {
    std::string set;
    std::string name;
    long long pixels = 0;
    double percent = 0; ///< of its set
};
/// Those that have pixels, the most first.
std::vector<LostClass> lostClasses(const std::vector<SurveyedSet>& sets);

struct MergeOptions {
    /// Unknown label values stop the merge of their photo.
    bool strict = false;
    int threads = 0;
};

/// What became of one set.
struct MergedSet {
    std::string name;
    /// By phase.
    std::map<std::string, long long> pairs;
    double weight = 1;
    /// Of the draws in training, where there are photos for that.
    double shareOfDraws = 0;
};

struct MergeReport {
    long long written = 0;
    /// Pairs that were there already.
    long long skipped = 0;
    std::vector<MergedSet> sets;
    std::vector<DatasetFinding> findings;

    bool passed() const;
    /// A line a set and a finding.
    std::string text() const;
};

/// Writes sets as one of our layout with the target's classes into the folder `to`: the photos of
/// each in a folder of its name below those of the phases, so that equal file names meet nowhere;
/// its weight goes into the record of labels.json; the table of what classes became lies beside.
/// Objects are kept where a set has any, and in the others found as connected parts. Files appear
/// whole or not at all, so an interrupted merge continues where it was. Throws Error when classes
/// without a partner have pixels and the target has no class for these, when `to` is one of the
/// sources or holds something else (a merge with another table, too), Cancelled when asked to stop.
MergeReport mergeDatasets(const std::vector<SurveyedSet>& sets, const scene::LabelSet& target,
                          const std::filesystem::path& to, const MergeOptions& options = {},
                          const CancelToken& cancel = {}, const ProgressSink& progress = {});

} // namespace underpaint::imaging
