// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_kind.h"
#include "engine/nets/systems/losses.h"

#include <string>

namespace underpaint::train {

/// What CoCosNet's losses count; the values are those of the ADE20K recipe. 0 leaves one out.
struct CoCosNetWeights {
    nets::GanMode ganMode = nets::GanMode::Hinge;
    double gan = 10;
    double featureMatching = 10;
    /// Of everything that VGG-19 sees but the content, ...
    double features = 10;
    double pseudoPairs = 0.1; ///< ... times this
    double contextual = 1;    ///< ... or times this
    double content = 0.01;
    std::string contentStage = "r52";
    double alignment = 10;
    double warpCycle = 0;
    /// The way of the real photo to the exemplar and back counts, too.
    bool twoCycles = false;
    double warpSelf = 0;
    double mask = 100;
    bool contextualCentredPerPlace = true;
    bool fineContextual = false;
};

/// What the losses of the generator and the correspondence look at. Undefined or empty: not there.
struct CoCosNetViews {
    nets::TensorMap fake = {}; ///< features r12 … r52 of VGG-19
    nets::TensorMap real = {};
    nets::TensorMap exemplar = {};
    nets::Stages scoresOfFake = {};
    nets::Stages scoresOfReal = {};
    at::Tensor alignment = {}; ///< the loss, without its weight
    at::Tensor warpOut = {};   ///< (N, 3, H, W)
    at::Tensor warpMask = {};  ///< (N, L, h, w)
    at::Tensor warpCycle = {}; ///< (N, 3, h, w) or, of patches, (N, 3, H, W)
    at::Tensor backOfReal = {};
    at::Tensor realPhoto = {};
    at::Tensor exemplarPhoto = {};
    at::Tensor labels = {}; ///< (N, 1, H, W)
    at::Tensor exemplarLabels = {};
    at::Tensor isOwnExemplar = {}; ///< (N)
};

/// Weighted, under the official names: no_vgg_feat, G_warp_cycle, G_warp_self, GAN, GAN_Feat, fm,
/// perc, contextual, mask.
nets::TensorMap cocosnetGeneratorLosses(const CoCosNetWeights& weights, const CoCosNetViews& views);

/// Weighted: D_Fake and D_real, means over the scales.
nets::TensorMap cocosnetDiscriminatorLosses(const CoCosNetWeights& weights,
                                            const nets::Stages& scoresOfFake,
                                            const nets::Stages& scoresOfReal);

/// Stages of a batch whose first half are generated pictures and whose second half are real ones.
struct JudgedHalves {
    nets::Stages fake;
    nets::Stages real;
};
JudgedHalves judgedHalves(const nets::Stages& both);

} // namespace underpaint::train
