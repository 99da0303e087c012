// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/pix2pixhd_step.h"

#include "engine/base/error.h"

#include <string>
#include <utility>

namespace underpaint::train {

namespace {

/// Adds the losses of one discriminator under its number and to the totals.
void addJudged(nets::TensorMap& losses, const nets::TensorMap& judged, double weight,
               const std::string& number) {
    for (const char* name : {"G_GAN", "G_GAN_Feat", "D_fake", "D_real"}) {
        if (const auto it = judged.find(name); it != judged.end()) {
            losses[name + number] = it->second;
        }
    }
    at::Tensor total = weight * judged.at("G_GAN");
    if (const auto it = judged.find("G_GAN_Feat"); it != judged.end()) {
        total = total + it->second;
    }
    losses["G"] = losses.contains("G") ? losses["G"] + total : total;
    losses["D"] = losses.contains("D") ? losses["D"] + judged.at("D") : judged.at("D");
}

} // namespace

nets::TensorMap pix2pixHdLosses(nets::GanMode mode, double lambdaFeat, const nets::Stages& fakeForG,
                                const nets::Stages& fakeForD, const nets::Stages& real) {
    nets::TensorMap losses;
    losses["G_GAN"] = nets::generatorLoss(mode, fakeForG);
    losses["G"] = losses["G_GAN"];
    const bool stages = fakeForG.front().size() > 1;
    if (stages) {
        losses["G_GAN_Feat"] = lambdaFeat * nets::featureMatchingLoss(fakeForG, real);
        losses["G"] = losses["G"] + losses["G_GAN_Feat"];
    }
    losses["D_fake"] = nets::discriminatorLoss(mode, fakeForD, false);
    losses["D_real"] = nets::discriminatorLoss(mode, real, true);
    losses["D"] = 0.5 * (losses["D_fake"] + losses["D_real"]);
    return losses;
}

nets::TensorMap judgedLosses(const Adversaries& networks, nets::GanMode mode,
                             const std::vector<JudgeWeights>& weights,
                             const nets::EagerRun::Options& how, const at::Tensor& fake,
                             const at::Tensor& real, ImagePool& pool) {
    nets::TensorMap losses;
    std::size_t next = 0;
    for (const auto& [role, network] : networks.discriminators()) {
        const JudgeWeights& counts = weights[next++];
        const Judgement judged = judgeBoth(*network, how, fake, real, pool);
        addJudged(losses,
                  pix2pixHdLosses(modeFor(mode, network->network()), counts.featureMatching,
                                  judged.fakeForG, judged.fakeForD, judged.real),
                  counts.adversarial, role.substr(1));
    }
    return losses;
}

Pix2PixHdStep::Pix2PixHdStep(TrainedNetwork generator, TrainedNetwork discriminator,
                             std::optional<TrainedNetwork> encoder, Pix2PixHdOptions options,
                             ImagePool pool, std::vector<TrainedNetwork> others)
    : m_networks{.generator = std::move(generator),
                 .discriminator = std::move(discriminator),
                 .encoder = std::move(encoder),
                 .others = std::move(others)},
      m_options(std::move(options)),
      m_pool(std::move(pool)) {
    m_networks.share = m_options.share;
    m_networks.longestGradient = m_options.longestGradient;
    m_options.others.resize(m_networks.others.size());
    for (const auto& [role, network] : m_networks.discriminators()) {
        if (!network->network().isJudge()) {
            throw Error("pix2pixHD trains with multi-scale or projected discriminators",
                        network->network().name());
        }
    }
    if (m_options.optimiser) {
        m_networks.startOptimisers(*m_options.optimiser,
                                   m_options.discriminatorOptimiser.value_or(*m_options.optimiser));
    }
}

nets::EagerRun::Options Pix2PixHdStep::asInTraining() const {
    return {.batchStatistics = m_options.batchStatistics, .computeType = m_options.computeType};
}

at::Tensor Pix2PixHdStep::generated(const Pix2PixHdBatch& batch) const {
    nets::EagerRun eager(asInTraining());
    at::Tensor input = batch.condition;
    if (m_networks.encoder) {
        const nets::TensorMap encoded = m_networks.encoder->network().forward(
            eager, m_networks.encoder->scope(),
            {{"image", batch.image}, {"inst", batch.instances}});
        const at::Tensor styles = encoded.at("output");
        input = at::cat({input, batch.styled ? styles : at::zeros_like(styles.detach())}, 1);
    }
    if (batch.noise.defined()) {
        input = at::cat({input, batch.noise}, 1);
    }
    return m_networks.generator.network().generate(eager, m_networks.generator.scope(), input);
}

nets::TensorMap Pix2PixHdStep::adversarialLosses(const Pix2PixHdBatch& batch,
                                                 const at::Tensor& shown) {
    std::vector<JudgeWeights> weights{{m_options.lambdaGan, m_options.lambdaFeat}};
    weights.insert(weights.end(), m_options.others.begin(), m_options.others.end());
    return judgedLosses(m_networks, m_options.ganMode, weights, asInTraining(),
                        batch.view(at::cat({batch.condition, shown}, 1)),
                        batch.view(at::cat({batch.condition, batch.image}, 1)), m_pool);
}

nets::TensorMap Pix2PixHdStep::lossesOf(const Pix2PixHdBatch& batch, const at::Tensor& fake) {
    const FineTuningBatch& fineTuning = batch.fineTuning;
    const at::Tensor shown = composed(fake, batch.image, fineTuning.taught);
    nets::TensorMap losses =
        batch.adversarial ? adversarialLosses(batch, shown) : nets::TensorMap();
    const auto add = [&losses](const std::string& name, const at::Tensor& loss) {
        losses[name] = loss;
        losses["G"] = losses.contains("G") ? losses["G"] + loss : loss;
    };
    if (m_options.perceptual) {
        add(m_options.perceptual->loss,
            m_options.lambdaPerceptual * perceptualLoss(*m_options.perceptual, shown, batch.image));
    }
    if (m_options.lambdaL1 > 0) {
        add("G_L1", m_options.lambdaL1 * taughtError(fake, batch.image, fineTuning.taught));
    }
    if (fineTuning.kept.defined()) {
        add("G_Keep", m_options.lambdaKeep * driftFromBase(fake, fineTuning));
    }
    return losses;
}

StepReport Pix2PixHdStep::step(const Pix2PixHdBatch& batch) {
    StepReport report;
    const at::Tensor fake = generated(batch);
    report.values["fake_image"] = fake.detach();
    const nets::TensorMap losses = lossesOf(batch, fake);
    if (!losses.contains("G")) {
        throw Error("a warm-up needs a loss that is not adversarial", "objective",
                    "Give l1 or perceptual a weight");
    }
    m_networks.stepGenerator(losses.at("G"), /*keepGraph=*/batch.adversarial, report);
    if (batch.adversarial) {
        m_networks.stepDiscriminator(losses.at("D"), report);
    }
    for (const auto& [name, loss] : losses) {
        report.losses[name] = loss.detach();
    }
    return report;
}

} // namespace underpaint::train
