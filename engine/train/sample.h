// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"
#include "engine/train/packed_dataset.h"

#include <cstdint>

namespace underpaint::train {

/// What is done to a pair before the network sees it. All draws are uniform.
struct Augmentation {
    /// Size of the training picture.
    Size size{128, 96};
    /// The window cut out of a pair, as a share of the largest window of the training picture's
    /// proportions that fits; 0 < smallest <= largest <= 1.
    double smallestWindow = 0.75;
    double largestWindow = 1;
    /// Mirror left and right with probability 1/2.
    bool flip = true;
    /// Largest relative change of brightness, contrast and saturation of the photo; 0 = none.
    double colour = 0.1;
};

/// One training example, batch dimension 1.
struct Sample {
    at::Tensor image;     ///< (1, 3, H, W) float32 in [-1, 1]
    at::Tensor labels;    ///< (1, H, W) int32
    at::Tensor instances; ///< (1, 1, H, W) int64
    std::size_t pair = 0; ///< which pair of the data set
};

/// The pair that example number `index` of a run shows: every epoch visits all pairs once, in an
/// order of its own.
std::size_t pairOf(std::uint64_t index, std::size_t pairs, std::uint64_t seed);

/// Example number `index` of a run: a function of its arguments alone, so that a resumed run sees
/// what the undisturbed one would have seen.
Sample drawSample(const PackedDataset& data, const Augmentation& augmentation, std::uint64_t seed,
                  std::uint64_t index);

/// The whole picture of a pair at `size`, unaugmented (validation, sample sheets).
Sample wholeSample(const PackedPair& pair, Size size);

} // namespace underpaint::train
