// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_kind.h"
#include "engine/nets/torch_compat.h"

namespace underpaint::train {

/// How features are centred and how sharply they compete.
struct ContextualOptions {
    /// By the target's mean over channels at the same place, which takes maps of one size; else by
    /// its mean over all places, channel by channel.
    bool centredPerPlace = true;
    double bandwidth = 0.1;
};

/// The contextual loss (Mechrez et al., "The Contextual Loss for Image Transformation with
/// Non-Aligned Data", ECCV 2018) of features (N, C, h, w): every feature of `fake` should have one
/// in `target` that is much more alike than the others, wherever it lies. (N).
at::Tensor contextualLosses(const at::Tensor& fake, const at::Tensor& target,
                            const ContextualOptions& options);

/// CoCosNet's sum over the stages r52, r42, r32 (averaged over 2 x 2) and with `withFine` r22 (over
/// 4 x 4) of VGG-19, mean over the batch. The target gets no gradient.
at::Tensor contextualLoss(const nets::TensorMap& fake, const nets::TensorMap& target,
                          const ContextualOptions& options, bool withFine);

} // namespace underpaint::train
