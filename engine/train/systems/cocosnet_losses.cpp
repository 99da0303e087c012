// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/cocosnet_losses.h"

#include "engine/train/objective/contextual_loss.h"
#include "engine/train/objective/exemplar_losses.h"

#include <cstddef>

namespace underpaint::train {

namespace {

/// L1 of all stages but the score map, summed over stages, mean over scales.
at::Tensor stageDistance(const nets::Stages& fake, const nets::Stages& real) {
    at::Tensor sum = at::zeros({}, fake.front().front().options());
    for (std::size_t scale = 0; scale < fake.size(); ++scale) {
        for (std::size_t i = 0; i + 1 < fake[scale].size(); ++i) {
            sum = sum + at::l1_loss(fake[scale][i], real[scale][i].detach());
        }
    }
    return sum / static_cast<double>(fake.size());
}

/// Distance of what came back from what was carried: mean colours, or whole patches.
at::Tensor cycleDistance(const at::Tensor& returned, const at::Tensor& photo) {
    const std::int64_t stride = photo.size(2) / returned.size(2);
    return at::l1_loss(
        returned, stride == 1 ? photo : at::avg_pool2d(photo, {stride, stride}, {stride, stride}));
}

} // namespace

nets::TensorMap cocosnetGeneratorLosses(const CoCosNetWeights& weights,
                                        const CoCosNetViews& views) {
    nets::TensorMap losses;
    if (views.alignment.defined() && weights.alignment != 0) {
        losses["no_vgg_feat"] = weights.alignment * views.alignment;
    }
    if (weights.warpCycle != 0 && views.warpCycle.defined()) {
        at::Tensor loss = cycleDistance(views.warpCycle, views.exemplarPhoto);
        if (weights.twoCycles && views.backOfReal.defined()) {
            loss = loss + cycleDistance(views.backOfReal, views.realPhoto);
        }
        losses["G_warp_cycle"] = weights.warpCycle * loss;
    }
    const at::Tensor shares =
        views.isOwnExemplar.defined() ? pseudoPairWeights(views.isOwnExemplar) : at::Tensor();
    if (weights.warpSelf != 0 && views.warpOut.defined()) {
        losses["G_warp_self"] =
            weights.warpSelf * weightedDistance(views.warpOut, views.realPhoto, shares);
    }
    if (!views.scoresOfFake.empty()) {
        const auto scales = static_cast<double>(views.scoresOfFake.size());
        losses["GAN"] =
            weights.gan * nets::generatorLoss(weights.ganMode, views.scoresOfFake) / scales;
        if (weights.featureMatching != 0) {
            losses["GAN_Feat"] =
                weights.featureMatching * stageDistance(views.scoresOfFake, views.scoresOfReal);
        }
    }
    if (!views.fake.empty()) {
        losses["fm"] =
            weights.features * weights.pseudoPairs * pseudoPairLoss(views.fake, views.real, shares);
        losses["perc"] =
            weights.content * contentLoss(views.fake, views.real, weights.contentStage);
        losses["contextual"] =
            weights.features * weights.contextual *
            contextualLoss(views.fake, views.exemplar,
                           {.centredPerPlace = weights.contextualCentredPerPlace},
                           weights.fineContextual);
    }
    if (weights.mask != 0 && views.warpMask.defined()) {
        losses["mask"] =
            weights.mask * warpedMaskLoss(views.warpMask, views.labels, views.exemplarLabels);
    }
    return losses;
}

nets::TensorMap cocosnetDiscriminatorLosses(const CoCosNetWeights& weights,
                                            const nets::Stages& scoresOfFake,
                                            const nets::Stages& scoresOfReal) {
    const double factor = weights.gan / static_cast<double>(scoresOfFake.size());
    return {{"D_Fake", factor * nets::discriminatorLoss(weights.ganMode, scoresOfFake, false)},
            {"D_real", factor * nets::discriminatorLoss(weights.ganMode, scoresOfReal, true)}};
}

JudgedHalves judgedHalves(const nets::Stages& both) {
    JudgedHalves halves;
    for (const auto& scale : both) {
        auto& fake = halves.fake.emplace_back();
        auto& real = halves.real.emplace_back();
        for (const at::Tensor& stage : scale) {
            const std::int64_t half = stage.size(0) / 2;
            fake.push_back(stage.narrow(0, 0, half));
            real.push_back(stage.narrow(0, half, half));
        }
    }
    return halves;
}

} // namespace underpaint::train
