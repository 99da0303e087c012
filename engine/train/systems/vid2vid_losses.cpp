// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/vid2vid_losses.h"

#include "engine/nets/run/flow_warp.h"
#include "engine/train/objective/flow_losses.h"
#include "engine/train/systems/pix2pixhd_step.h"

#include <cmath>
#include <string>

namespace underpaint::train {

namespace {

constexpr std::int64_t widestSeen = 1024;

at::Tensor halved(const at::Tensor& picture) {
    return at::avg_pool2d(picture, {2, 2}, {2, 2});
}

at::Tensor featureDistance(const FeatureStages& stages, at::Tensor painted, at::Tensor real) {
    while (painted.size(3) > widestSeen) {
        painted = halved(painted);
        real = halved(real);
    }
    return perceptualLoss(stages, painted, real);
}

} // namespace

nets::TensorMap vid2vidFlowLosses(const Vid2VidWeights& weights, std::int64_t scales,
                                  const Vid2VidViews& views) {
    const at::Tensor none = at::zeros({}, views.real.options());
    nets::TensorMap losses{{"F_Flow", none}, {"F_Warp", none}, {"G_Warp", none}, {"W", none}};
    if (!views.confidence.defined()) {
        return losses;
    }
    const at::Tensor& sure = views.confidence;
    if (views.flow.defined() && views.referenceFlow.defined()) {
        losses["F_Flow"] = weights.flow / std::pow(2.0, static_cast<double>(scales - 1)) *
                           maskedDistance(views.flow, views.referenceFlow, sure);
    }
    if (views.flow.defined() && views.realBefore.defined()) {
        losses["F_Warp"] =
            weights.warp *
            maskedDistance(nets::warpedBy(views.realBefore, views.flow), views.real, sure);
    }
    if (views.referenceFlow.defined() && views.fakeBefore.defined()) {
        const at::Tensor moved = nets::warpedBy(views.fakeBefore, views.referenceFlow).detach();
        losses["G_Warp"] = weights.warp * maskedDistance(views.fake, moved, sure);
    }
    if (weights.weight && views.weight.defined()) {
        losses["W"] = maskedDistance(views.weight, at::zeros_like(views.weight), sure);
    }
    return losses;
}

at::Tensor vid2vidFeatureLoss(const Vid2VidWeights& weights, const FeatureStages& stages,
                              const Vid2VidViews& views) {
    at::Tensor loss = featureDistance(stages, views.fake, views.real);
    if (views.raw.defined()) {
        loss = loss + featureDistance(stages, views.raw, views.real);
    }
    return weights.features * loss;
}

nets::TensorMap vid2vidAdversarialLosses(const Vid2VidWeights& weights, const TrainedNetwork& judge,
                                         const nets::EagerRun::Options& how, const at::Tensor& real,
                                         const std::vector<at::Tensor>& fakes) {
    nets::TensorMap sums;
    for (const char* name : {"G_GAN", "G_GAN_Feat", "D_real", "D_fake"}) {
        sums[name] = at::zeros({}, real.options());
    }
    for (const at::Tensor& fake : fakes) {
        const Judgement judged = judgeBoth(judge, how, fake, real);
        const nets::TensorMap losses =
            pix2pixHdLosses(nets::GanMode::Lsgan, weights.featureMatching, judged.fakeForG,
                            judged.fakeForD, judged.real);
        for (auto& [name, sum] : sums) {
            if (const auto it = losses.find(name); it != losses.end()) {
                sum = sum + it->second;
            }
        }
    }
    return sums;
}

at::Tensor temporalInput(const at::Tensor& frames, const at::Tensor& flows, double flowUnit) {
    const at::Tensor pictures = frames.flatten(1, 2);
    return flows.defined() ? at::cat({pictures, flows.flatten(1, 2) / flowUnit}, 1) : pictures;
}

} // namespace underpaint::train
