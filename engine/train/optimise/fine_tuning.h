// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"
#include "engine/train/data/packed_dataset.h"

#include <string>
#include <vector>

// Fine-tuning on some classes only, with the base model as a regulariser for the others.
namespace underpaint::train {

/// What a fine-tuning step adds to its pictures.
struct FineTuningBatch {
    /// (N, 1, H, W), 1 where the photo is to be learnt, else 0; undefined = everywhere.
    at::Tensor taught;
    /// (N, 3, H, W) what the base model paints, to be kept where nothing is taught; undefined =
    /// there is none.
    at::Tensor kept;
};

/// Channels of the classes with these names or ids. Throws Error naming one that the data set does
/// not have.
std::vector<int> taughtChannels(const std::vector<std::string>& classes, const PackedDataset& data);

/// (N, 1, H, W) float32: 1 where `labels` (N, H, W) is one of the channels.
at::Tensor taughtPixels(const at::Tensor& labels, const std::vector<int>& channels);

/// The painted picture where something is taught and the real one elsewhere: what any loss makes of
/// it has no gradient there.
at::Tensor composed(const at::Tensor& painted, const at::Tensor& real, const at::Tensor& taught);

/// Mean absolute error over the pixels that are taught.
at::Tensor taughtError(const at::Tensor& painted, const at::Tensor& real, const at::Tensor& taught);
/// Mean absolute difference from the base model's picture over the others.
at::Tensor driftFromBase(const at::Tensor& painted, const FineTuningBatch& fineTuning);

} // namespace underpaint::train
