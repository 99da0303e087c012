// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/cocosnet_exemplar_step.h"

#include "engine/base/error.h"
#include "engine/nets/systems/cocosnet_correspondence.h"
#include "engine/train/objective/contextual_loss.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace underpaint::train {

namespace {

void addLoss(nets::TensorMap& losses, const std::string& name, const at::Tensor& loss) {
    losses[name] = loss;
    losses["G"] = losses.contains("G") ? losses["G"] + loss : loss;
}

std::vector<at::Tensor> picked(const std::vector<at::Tensor>& stages, const at::Tensor& pictures) {
    std::vector<at::Tensor> some;
    for (const at::Tensor& stage : stages) {
        some.push_back(stage.index_select(0, pictures));
    }
    return some;
}

/// Stages of strides 4, 8 and 16, the last three, coarser ones with more weight, as in the paper.
at::Tensor contextualOf(const std::vector<at::Tensor>& fake,
                        const std::vector<at::Tensor>& exemplar) {
    struct Stage {
        std::int64_t pooling;
        double weight;
    };
    constexpr std::array<Stage, 3> stages{{{2, 1.0 / 7}, {1, 2.0 / 7}, {1, 4.0 / 7}}};
    at::Tensor sum;
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const std::size_t at = fake.size() - stages.size() + i;
        const std::int64_t pooling = stages.at(i).pooling;
        const auto pooled = [pooling](const at::Tensor& x) {
            return pooling == 1 ? x : at::avg_pool2d(x, {pooling, pooling}, {pooling, pooling});
        };
        // The channels of our backbones have means of their own, which say nothing of a place.
        const at::Tensor loss =
            stages.at(i).weight * contextualLosses(pooled(fake[at]), pooled(exemplar[at]).detach(),
                                                   {.centredPerPlace = false})
                                      .mean();
        sum = sum.defined() ? sum + loss : loss;
    }
    return sum;
}

/// Mean difference of coarse colours where something is lent.
at::Tensor colourDistance(const at::Tensor& photo, const at::Tensor& lentPicture,
                          const at::Tensor& there, std::int64_t size) {
    const auto coarse = [size](const at::Tensor& x) {
        return at::avg_pool2d(x, {size, size}, {size, size});
    };
    const at::Tensor share = coarse(there);
    const at::Tensor difference = coarse(photo * there) - coarse(lentPicture);
    return difference.abs().sum() / (3 * share.sum() + 1);
}

} // namespace

/// What the generator made, and of what.
struct ExemplarStep::Painted {
    at::Tensor photo;
    LentExemplars lent; ///< its picture is 0 where nothing is lent
};

ExemplarStep::ExemplarStep(TrainedNetwork correspondence, TrainedNetwork generator,
                           TrainedNetwork discriminator, std::vector<TrainedNetwork> others,
                           ExemplarOptions options)
    : m_networks{.generator = std::move(generator),
                 .discriminator = std::move(discriminator),
                 .encoder = std::move(correspondence),
                 .others = std::move(others)},
      m_options(std::move(options)) {
    m_networks.share = m_options.share;
    m_networks.longestGradient = m_options.longestGradient;
    m_options.judges.resize(m_networks.others.size() + 1);
    m_networks.startOptimisers(m_options.optimiser, m_options.discriminatorOptimiser);
}

nets::EagerRun::Options ExemplarStep::asInTraining() const {
    return {.batchStatistics = true, .computeType = m_options.computeType};
}

ExemplarStep::Painted ExemplarStep::painted(const CoCosNetBatch& batch,
                                            const ExemplarPass& pass) const {
    Painted painted;
    if (pass.lends) {
        // Temperatures multiply rounding by a hundred: never in 16 bit.
        nets::EagerRun run({.batchStatistics = true});
        painted.lent = lent(run, m_networks.encoder->network(), m_networks.encoder->scope(), batch,
                            {.alignment = m_options.weights.alignment > 0,
                             .mask = m_options.weights.mask > 0 && !pass.withinClass,
                             // The way back knows no groups but those of classes.
                             .cycle = m_options.weights.cycle > 0 && pass.withinClass},
                            pass.withinClass);
    } else {
        painted.lent.picture = at::zeros_like(batch.image);
        painted.lent.there = at::zeros_like(batch.image.slice(1, 0, 1));
    }
    const auto& matcher = *m_networks.encoder->network().as<nets::cocosnet::Correspondence>();
    const at::Tensor own = matcher.ownLook(batch.condition) * (1 - painted.lent.there);
    std::vector<at::Tensor> input{painted.lent.picture + own, batch.condition};
    if (pass.noise.defined()) {
        input.push_back(pass.noise);
    }
    nets::EagerRun run(asInTraining());
    painted.photo = m_networks.generator.network().generate(run, m_networks.generator.scope(),
                                                            nets::NetworkInput(at::cat(input, 1)));
    return painted;
}

void ExemplarStep::addFeatureLosses(const CoCosNetBatch& batch, const Painted& painted,
                                    const at::Tensor& met, const at::Tensor& free,
                                    nets::TensorMap& losses) const {
    const FeatureStages& network = *m_options.features;
    const ExemplarWeights& weights = m_options.weights;
    const double all = static_cast<double>(batch.image.size(0));
    const bool follows = weights.contextual > 0 || weights.content > 0;
    if (met.numel() == 0 && !follows) {
        return;
    }
    const std::vector<at::Tensor> fake = network.features(painted.photo);
    std::vector<at::Tensor> real;
    std::vector<at::Tensor> exemplar;
    {
        const at::NoGradGuard noGrad;
        real = network.features(batch.image);
        if (free.numel() > 0 && weights.contextual > 0) {
            exemplar = network.features(batch.exemplar);
        }
    }
    if (met.numel() > 0) {
        const double share = static_cast<double>(met.numel()) / all;
        addLoss(losses, network.loss,
                weights.perceptual * share *
                    perceptualLoss(network, picked(fake, met), picked(real, met)));
    }
    if (free.numel() == 0) {
        return;
    }
    const double share = static_cast<double>(free.numel()) / all;
    if (weights.contextual > 0) {
        addLoss(losses, "G_Context",
                weights.contextual * share *
                    contextualOf(picked(fake, free), picked(exemplar, free)));
    }
    if (weights.content > 0) {
        FeatureStages coarsest = network;
        std::fill(coarsest.weights.begin(), coarsest.weights.end() - 1, 0.0);
        coarsest.weights.back() = 1;
        addLoss(losses, "G_Content",
                weights.content * share *
                    perceptualLoss(coarsest, picked(fake, free), picked(real, free)));
    }
}

nets::TensorMap ExemplarStep::lossesOf(const CoCosNetBatch& batch, const ExemplarPass& pass,
                                       const Painted& painted) {
    const ExemplarWeights& weights = m_options.weights;
    nets::TensorMap losses;
    if (pass.adversarial) {
        losses = judgedLosses(m_networks, m_options.ganMode, m_options.judges, asInTraining(),
                              pass.view(at::cat({batch.condition, painted.photo}, 1)),
                              pass.view(at::cat({batch.condition, batch.image}, 1)), m_pool);
    }
    const at::Tensor mustMeet =
        pass.lends ? batch.isOwnExemplar.ne(0) : at::ones_like(batch.isOwnExemplar).ne(0);
    const at::Tensor met = mustMeet.nonzero().flatten();
    const at::Tensor free = mustMeet.logical_not().nonzero().flatten();
    if (weights.l1 > 0 && met.numel() > 0) {
        const double share =
            static_cast<double>(met.numel()) / static_cast<double>(batch.image.size(0));
        addLoss(
            losses, "G_L1",
            weights.l1 * share *
                at::l1_loss(painted.photo.index_select(0, met), batch.image.index_select(0, met)));
    }
    if (m_options.features) {
        addFeatureLosses(batch, painted, met, free, losses);
    }
    if (m_options.recognition) {
        addLoss(losses, "G_Recognition",
                m_options.lambdaRecognition *
                    m_options.recognition->loss(painted.photo, batch.labels.squeeze(1)));
    }
    if (!pass.lends) {
        return losses;
    }
    if (weights.colour > 0) {
        const auto* net = m_networks.encoder->network().as<nets::cocosnet::Correspondence>();
        addLoss(losses, "G_Colour",
                weights.colour * colourDistance(painted.photo, painted.lent.picture,
                                                painted.lent.there, 2 * net->warping.stride));
    }
    for (const auto& [name, loss] : cocosnetGeneratorLosses({.alignment = weights.alignment,
                                    .warpCycle = weights.cycle,
                                    .warpSelf = weights.warp,
                                    .mask = weights.mask},
                                                            painted.lent.views)) {
        addLoss(losses, name, loss);
    }
    return losses;
}

StepReport ExemplarStep::step(const CoCosNetBatch& batch, const ExemplarPass& pass) {
    StepReport report;
    const Painted made = painted(batch, pass);
    const nets::TensorMap losses = lossesOf(batch, pass, made);
    if (!losses.contains("G")) {
        throw Error("nothing is learnt in this step", "objective",
                    "Give l1, perceptual or exemplars/colour a weight");
    }
    m_networks.stepGenerator(losses.at("G"), /*keepGraph=*/pass.adversarial, report);
    if (pass.adversarial) {
        m_networks.stepDiscriminator(losses.at("D"), report);
    }
    for (const auto& [name, loss] : losses) {
        report.losses[name] = loss.detach();
    }
    report.values["fake_image"] = made.photo.detach();
    return report;
}

} // namespace underpaint::train
