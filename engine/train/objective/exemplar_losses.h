// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_kind.h"
#include "engine/nets/torch_compat.h"

#include <string>

// Losses of training with exemplars ("Cross-domain Correspondence Learning for Exemplar-based Image
// Translation", Zhang et al., CVPR 2020).
namespace underpaint::train {

/// Which pictures of a batch are their own exemplar, `flags` (N) of 0 and 1, as weights that add
/// up to 1.
at::Tensor pseudoPairWeights(const at::Tensor& flags);

/// Mean of |a - b| (N, C, H, W), picture by picture times `weights` (N).
at::Tensor weightedDistance(const at::Tensor& a, const at::Tensor& b, const at::Tensor& weights);

/// Pictures that are their own exemplar have to be met: the features r12 … r52 of VGG-19, coarser
/// ones with more weight. The real side gets no gradient.
at::Tensor pseudoPairLoss(const nets::TensorMap& fake, const nets::TensorMap& real,
                          const at::Tensor& weights);

/// Content is kept: the mean squared difference of one stage ("r52", "r42").
at::Tensor contentLoss(const nets::TensorMap& fake, const nets::TensorMap& real,
                       const std::string& stage);

/// Both domains are one: mean distance of the condition's and its own photo's adapted features.
at::Tensor alignmentLoss(const at::Tensor& ofCondition, const at::Tensor& ofPhoto);

/// The warped condition of the exemplar has to be the scene's: cross entropy of `warped`
/// (N, L, h, w), shares of classes, with `labels` (N, 1, H, W), where H = stride * h. Class 0, and
/// classes that `exemplarLabels` lack, do not count.
at::Tensor warpedMaskLoss(const at::Tensor& warped, const at::Tensor& labels,
                          const at::Tensor& exemplarLabels);

} // namespace underpaint::train
