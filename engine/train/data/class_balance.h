// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"
#include "engine/train/data/packed_dataset.h"

#include <cstddef>
#include <vector>

namespace underpaint::train {

/// Which pairs of a data set show which class, to draw rare classes as often as common ones.
class ClassBalance {
public:
    /// Looks at all label maps.
    explicit ClassBalance(const PackedDataset& data);

    struct Draw {
        std::size_t pair = 0;
        /// Channel of the class that the pair was drawn for.
        int channel = -1;
    };
    /// A class, all equally likely, then one of the pairs that show it, by their weights.
    Draw draw(Random& random) const;

private:
    struct Shown {
        int channel = 0;
        std::vector<std::size_t> pairs;
        std::vector<double> upTo; ///< sums of the weights; empty where all are one
    };
    static std::size_t drawFrom(const Shown& shown, Random& random);

    std::vector<Shown> m_classes; // where none is shown often enough, one of all pairs
};

/// Shares of the channels in a part of a label map, sampled at every other pixel of every other
/// row.
std::vector<double> classShares(const PackedDataset& data, const PackedPair& pair, Rect part);

} // namespace underpaint::train
