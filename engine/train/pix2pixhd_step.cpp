// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/pix2pixhd_step.h"

#include "engine/base/error.h"

#include <string>
#include <utility>

namespace underpaint::train {

namespace {

const nets::pix2pixhd::MultiscaleDiscriminator& multiscale(const TrainedNetwork& network) {
    const auto* net = network.network().as<nets::pix2pixhd::MultiscaleDiscriminator>();
    if (net == nullptr) {
        throw Error("pix2pixHD trains with a multi-scale discriminator", network.network().name());
    }
    return *net;
}

} // namespace

nets::GanMode modeFor(nets::GanMode mode, const nets::pix2pixhd::MultiscaleDiscriminator& net) {
    const bool probabilities = net.sigmoid && !net.stages;
    return mode == nets::GanMode::Vanilla && probabilities ? nets::GanMode::VanillaOnProbabilities
                                                           : mode;
}

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

Pix2PixHdStep::Pix2PixHdStep(TrainedNetwork generator, TrainedNetwork discriminator,
                             std::optional<TrainedNetwork> encoder, Pix2PixHdOptions options,
                             ImagePool pool)
    : m_networks{.generator = std::move(generator),
                 .discriminator = std::move(discriminator),
                 .encoder = std::move(encoder)},
      m_options(std::move(options)),
      m_pool(std::move(pool)) {
    m_networks.share = m_options.share;
    m_options.ganMode = modeFor(m_options.ganMode, multiscale(m_networks.discriminator));
    if (m_options.optimiser) {
        m_networks.startOptimisers(*m_options.optimiser,
                                   m_options.discriminatorOptimiser.value_or(*m_options.optimiser));
    }
}

nets::EagerRun Pix2PixHdStep::run() const {
    return nets::EagerRun(
        {.batchStatistics = m_options.batchStatistics, .computeType = m_options.computeType});
}

at::Tensor Pix2PixHdStep::generated(const Pix2PixHdBatch& batch) const {
    nets::EagerRun eager = run();
    at::Tensor input = batch.condition;
    if (m_networks.encoder) {
        const nets::TensorMap encoded = m_networks.encoder->network().forward(
            eager, m_networks.encoder->scope(),
            {{"image", batch.image}, {"inst", batch.instances}});
        input = at::cat({input, encoded.at("output")}, 1);
    }
    return m_networks.generator.network().generate(eager, m_networks.generator.scope(), input);
}

nets::Stages Pix2PixHdStep::judge(const at::Tensor& input) const {
    nets::EagerRun eager = run();
    nets::Stages stages =
        multiscale(m_networks.discriminator)(eager, m_networks.discriminator.scope(), input);
    if (m_options.computeType) {
        for (std::vector<at::Tensor>& scale : stages) {
            for (at::Tensor& stage : scale) {
                stage = stage.to(at::kFloat);
            }
        }
    }
    return stages;
}

Pix2PixHdStep::Judgement Pix2PixHdStep::judgeBoth(const Pix2PixHdBatch& batch,
                                                  const at::Tensor& fake) {
    const at::Tensor fakeInput = batch.view(at::cat({batch.condition, fake}, 1));
    const at::Tensor realInput = batch.view(at::cat({batch.condition, batch.image}, 1));
    // Without a pool both sides judge the same picture with the same weights: one pass serves
    // both, since autograd computes only what a gradient asks for. Batch norm would count it once
    // instead of twice in its running statistics.
    if (m_pool.capacity() == 0 &&
        multiscale(m_networks.discriminator).norm == nets::Norm::Instance) {
        Judgement judgement{.fakeForG = judge(fakeInput), .fakeForD = {}, .real = judge(realInput)};
        judgement.fakeForD = judgement.fakeForG;
        return judgement;
    }
    Judgement judgement;
    judgement.fakeForD = judge(m_pool.exchange(fakeInput.detach()));
    judgement.real = judge(realInput);
    m_networks.discriminator.setFrozen(true);
    judgement.fakeForG = judge(fakeInput);
    m_networks.discriminator.setFrozen(false);
    return judgement;
}

nets::TensorMap Pix2PixHdStep::lossesOf(const Pix2PixHdBatch& batch, const at::Tensor& fake) {
    const Lesson& lesson = batch.lesson;
    const at::Tensor shown = composed(fake, batch.image, lesson.taught);
    const Judgement judged = judgeBoth(batch, shown);
    nets::TensorMap losses = pix2pixHdLosses(m_options.ganMode, m_options.lambdaFeat,
                                             judged.fakeForG, judged.fakeForD, judged.real);
    const auto add = [&losses](const std::string& name, const at::Tensor& loss) {
        losses[name] = loss;
        losses["G"] = losses["G"] + loss;
    };
    if (m_options.perceptual) {
        add(m_options.perceptual->loss,
            m_options.lambdaPerceptual * perceptualLoss(*m_options.perceptual, shown, batch.image));
    }
    if (m_options.lambdaL1 > 0) {
        add("G_L1", m_options.lambdaL1 * taughtError(fake, batch.image, lesson.taught));
    }
    if (lesson.kept.defined()) {
        add("G_Keep", m_options.lambdaKeep * driftFromBase(fake, lesson));
    }
    return losses;
}

StepReport Pix2PixHdStep::step(const Pix2PixHdBatch& batch) {
    StepReport report;
    const at::Tensor fake = generated(batch);
    report.values["fake_image"] = fake.detach();
    const nets::TensorMap losses = lossesOf(batch, fake);
    m_networks.stepGenerator(losses.at("G"), /*keepGraph=*/true, report);
    m_networks.stepDiscriminator(losses.at("D"), report);
    for (const auto& [name, loss] : losses) {
        report.losses[name] = loss.detach();
    }
    return report;
}

} // namespace underpaint::train
