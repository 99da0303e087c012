// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"
#include "engine/train/data/packed_dataset.h"
#include "engine/train/systems/segmenter_recipe.h"

#include <vector>

namespace underpaint::train {

/// What each channel's pixels count in the loss; 0 = they teach nothing (classes to be ignored and
/// channels that are no class). Float32, one value per channel.
at::Tensor classWeights(const SegmenterRecipe& recipe, const PackedDataset& data);

/// How a segmenter's scores compare with the truth.
struct SegmenterScore {
    at::Tensor loss;     ///< weighted mean of the cross entropy
    at::Tensor accuracy; ///< share of the pixels that teach anything and are right
};

/// `logits` (N, C, h, w) are enlarged bilinearly to `labels` (N, H, W) int32, where -1 is no class.
/// `weights` as classWeights(); `smoothing` is spread evenly over the channels of positive weight
/// (Szegedy et al., 2016, section 7). A batch without a pixel that counts has loss 0.
SegmenterScore segmenterScore(const at::Tensor& logits, const at::Tensor& labels,
                              const at::Tensor& weights, double smoothing);

} // namespace underpaint::train
