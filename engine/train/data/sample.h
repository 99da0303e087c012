// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"
#include "engine/train/data/augmentation.h"
#include "engine/train/data/class_balance.h"
#include "engine/train/data/packed_dataset.h"

#include <cstdint>
#include <vector>

namespace underpaint::train {

/// One training example, batch dimension 1.
struct Sample {
    at::Tensor image;     ///< (1, 3, H, W) float32 in [-1, 1]
    at::Tensor labels;    ///< (1, H, W) int32, channel of the class; -1 = no class of the set
    at::Tensor edges;     ///< (1, 1, H, W) float32, 1 on instance boundaries, else 0
    at::Tensor instances; ///< (1, 1, H, W) int32; ids, equal or not equal is all that counts
    std::size_t pair = 0; ///< which pair of the data set
};

/// Example number `index` of a run: a function of its arguments alone, so that a resumed run sees
/// what the undisturbed one would have seen. Maps and photo get the same window and mirroring.
/// `balance` is that of the data set, for an augmentation that is balanced.
Sample drawSample(const PackedDataset& data, const Augmentation& augmentation, std::uint64_t seed,
                  std::uint64_t index, const ClassBalance* balance = nullptr);

/// The middle of a pair at `size`, unaugmented (validation, sample sheets).
Sample wholeSample(const PackedDataset& data, std::size_t pair, Size size);

/// Examples of equal size as one batch.
Sample batchOf(const std::vector<Sample>& samples);

} // namespace underpaint::train
