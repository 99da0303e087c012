// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/train/systems/cocosnet_losses.h"

namespace underpaint::train {

struct CoCosNetBatch {
    at::Tensor condition;         ///< (N, L, H, W)
    at::Tensor image;             ///< (N, 3, H, W) in [-1, 1]
    at::Tensor exemplar;          ///< (N, 3, H, W) in [-1, 1]
    at::Tensor exemplarCondition; ///< (N, L, H, W)
    at::Tensor labels;            ///< (N, 1, H, W) class ids
    at::Tensor exemplarLabels;    ///< (N, 1, H, W)
    at::Tensor isOwnExemplar;     ///< (N): 1 where the exemplar is the image itself, moved
};

/// What is asked of the correspondence beside the warp.
struct MatchingWishes {
    bool alignment = false; ///< the loss that makes one domain of conditions and photos
    bool mask = false;      ///< the exemplar's condition in the scene's places
    bool cycle = false;     ///< the way back
    bool twoCycles = false; ///< that of the real photo, too
};

/// Whom a place may look like; int32, see nets::Attention. Undefined: everybody.
struct MatchingGroups {
    at::Tensor scene = {};    ///< (N, h, w)
    at::Tensor exemplar = {}; ///< (N, h, w)
};

/// What a correspondence makes of a batch: the views of warp, masks, cycles, alignment, and the
/// batch's own. The order of the passes counts: each refines the estimates of singular values.
/// `matches`: whom every place found.
struct MatchedBatch {
    CoCosNetViews views;
    nets::AttentionResult matches;
};
MatchedBatch matched(nets::Run& run, const nets::Network& correspondence,
                     const nets::Scope& weights, const CoCosNetBatch& batch,
                     const MatchingWishes& wishes, const MatchingGroups& groups = {});

/// The exemplars as painting lends them (translate::CoCosNetWarper): what a place of a class that
/// the exemplar lacks sees is nothing, and 0 in `picture`, the model's own mean look.
struct LentExemplars {
    CoCosNetViews views;
    at::Tensor picture; ///< (N, 3, H, W)
    at::Tensor there;   ///< (N, 1, H, W) float: 1 where the picture has something, else 0
};
/// With `withinClass` places look at those of their own class only.
LentExemplars lent(nets::Run& run, const nets::Network& correspondence, const nets::Scope& weights,
                   const CoCosNetBatch& batch, const MatchingWishes& wishes, bool withinClass);

} // namespace underpaint::train
