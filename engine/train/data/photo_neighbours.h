// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/data/packed_dataset.h"

#include <cstddef>
#include <vector>

namespace underpaint::train {

/// Which photos of a data set show about the same in about the same places: exemplars for each
/// other. Photos are compared by the classes' shares of the cells of a coarse grid.
class PhotoNeighbours {
public:
    /// Looks at all label maps.
    explicit PhotoNeighbours(const PackedDataset& data);

    /// At most `count` other pairs, the most alike first; of equals the one that comes first.
    std::vector<std::size_t> of(std::size_t pair, std::size_t count) const;

private:
    double difference(std::size_t a, std::size_t b) const;

    std::size_t m_pairs;
    std::size_t m_values = 0;    ///< of a pair
    std::vector<float> m_shares; ///< pair by pair, cell by cell
};

} // namespace underpaint::train
