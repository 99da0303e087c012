// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_kind.h"
#include "engine/train/objective/feature_stages.h"
#include "engine/train/objective/judgement.h"

#include <cstdint>
#include <vector>

// The objective of "Video-to-Video Synthesis" (Wang et al., NeurIPS 2018), section 3.2. Losses have
// their official names and the weights with which they count. The adversarial part is that of least
// squares, whatever the official options call it.
namespace underpaint::train {

struct Vid2VidWeights {
    double featureMatching = 10;
    double features = 10; ///< of what VGG-19 sees
    /// Of the predicted flow's distance from the reference, at one scale; halved for each more.
    double flow = 10;
    double warp = 10; ///< of what is not where its flow says
    /// Networks that begin without a first frame: what is painted anew should be little.
    bool weight = false;
};

/// Frames of a sequence at the finest scale, all (N, ., H, W). Undefined: not there, its losses
/// are 0.
struct Vid2VidViews {
    at::Tensor real;
    at::Tensor fake;
    at::Tensor raw = {};
    at::Tensor realBefore = {};
    at::Tensor fakeBefore = {};
    at::Tensor flow = {};          ///< predicted, in pixels
    at::Tensor referenceFlow = {}; ///< between the real frames, in pixels
    at::Tensor weight = {};        ///< (N, 1, H, W)
    at::Tensor confidence = {};    ///< (N, 1, H, W): where the reference can be believed
};

/// F_Flow, F_Warp, G_Warp and W; `scales` in space.
nets::TensorMap vid2vidFlowLosses(const Vid2VidWeights& weights, std::int64_t scales,
                                  const Vid2VidViews& views);

/// G_VGG of the frame and of its raw form. Pictures wider than 1024 are halved until they are not.
at::Tensor vid2vidFeatureLoss(const Vid2VidWeights& weights, const FeatureStages& stages,
                              const Vid2VidViews& views);

/// G_GAN, G_GAN_Feat, D_real and D_fake of one real input of a discriminator and several made ones,
/// added up; each is judged against the real one anew.
nets::TensorMap vid2vidAdversarialLosses(const Vid2VidWeights& weights, const TrainedNetwork& judge,
                                         const nets::EagerRun::Options& how, const at::Tensor& real,
                                         const std::vector<at::Tensor>& fakes);

/// What a temporal discriminator sees: frames (N, T, C, H, W) one after the other on channels, then
/// the flows between them (N, T - 1, 2, H, W) in units of `flowUnit` pixels, where there are any.
at::Tensor temporalInput(const at::Tensor& frames, const at::Tensor& flows, double flowUnit);

} // namespace underpaint::train
