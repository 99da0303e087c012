// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/motion/scene_cut.h"
#include "engine/train/data/packed_dataset.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace underpaint::train {

/// Where a sequence of frames ends and the next one begins.
struct SequenceRules {
    /// More than this of imaging::labelChange() is a cut.
    double cut = imaging::usualCut;
    /// The numbers in the names of neighbours differ by this at most; 0 = by any number.
    std::int64_t longestStep = 0;
};

/// The pairs of a data set (by number) that follow each other in time: their names differ in the
/// last number alone, which is their order, and their sizes are equal. Sequences in the order of
/// their names; pairs that have no neighbour are left out.
std::vector<std::vector<std::size_t>> frameSequences(const PackedDataset& data,
                                                     const SequenceRules& rules);

} // namespace underpaint::train
