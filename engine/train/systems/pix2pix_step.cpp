// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/pix2pix_step.h"

#include "engine/nets/run/eager_run.h"

#include <string>
#include <utility>

namespace underpaint::train {

Pix2PixStep::Pix2PixStep(TrainedNetwork generator, TrainedNetwork discriminator,
                         Pix2PixOptions options, ImagePool pool)
    : m_networks{.generator = std::move(generator), .discriminator = std::move(discriminator)},
      m_options(std::move(options)),
      m_pool(std::move(pool)) {
    m_networks.share = m_options.share;
    if (m_options.optimiser) {
        m_networks.startOptimisers(*m_options.optimiser,
                                   m_options.discriminatorOptimiser.value_or(*m_options.optimiser));
    }
}

at::Tensor Pix2PixStep::seen(const Pix2PixBatch& batch, const at::Tensor& picture) const {
    return batch.view(m_options.conditional ? at::cat({batch.condition, picture}, 1) : picture);
}

at::Tensor Pix2PixStep::judge(const at::Tensor& input) const {
    nets::EagerRun run(
        {.batchStatistics = m_options.batchStatistics, .computeType = m_options.computeType});
    const TrainedNetwork& judge = m_networks.discriminator;
    const at::Tensor score =
        judge.network().forward(run, judge.scope(), {{"input", input}}).at("output");
    return m_options.computeType ? score.to(at::kFloat) : score;
}

nets::TensorMap Pix2PixStep::stepDiscriminator(const Pix2PixBatch& batch, const at::Tensor& shown,
                                               StepReport& report) {
    const at::Tensor known = m_pool.exchange(seen(batch, shown).detach());
    nets::TensorMap losses;
    losses["D_fake"] = nets::discriminatorLoss(m_options.ganMode, judge(known), false);
    losses["D_real"] =
        nets::discriminatorLoss(m_options.ganMode, judge(seen(batch, batch.image)), true);
    losses["D"] = 0.5 * (losses["D_fake"] + losses["D_real"]);
    m_networks.stepDiscriminator(losses["D"], report);
    return losses;
}

nets::TensorMap Pix2PixStep::generatorLosses(const Pix2PixBatch& batch, const at::Tensor& fake,
                                             const at::Tensor& shown) {
    m_networks.discriminator.setFrozen(true);
    nets::TensorMap losses;
    losses["G_GAN"] = nets::generatorLoss(m_options.ganMode, judge(seen(batch, shown)));
    m_networks.discriminator.setFrozen(false);
    losses["G_L1"] = m_options.lambdaL1 * taughtError(fake, batch.image, batch.fineTuning.taught);
    losses["G"] = losses["G_GAN"] + losses["G_L1"];
    const auto add = [&losses](const std::string& name, const at::Tensor& loss) {
        losses[name] = loss;
        losses["G"] = losses["G"] + loss;
    };
    if (m_options.perceptual) {
        add(m_options.perceptual->loss,
            m_options.lambdaPerceptual * perceptualLoss(*m_options.perceptual, shown, batch.image));
    }
    if (batch.fineTuning.kept.defined()) {
        add("G_Keep", m_options.lambdaKeep * driftFromBase(fake, batch.fineTuning));
    }
    return losses;
}

StepReport Pix2PixStep::step(const Pix2PixBatch& batch) {
    StepReport report;
    nets::EagerRun run({.batchStatistics = m_options.batchStatistics,
                        .dropout = batch.dropout,
                        .computeType = m_options.computeType});
    const TrainedNetwork& generator = m_networks.generator;
    const at::Tensor fake = generator.network().generate(run, generator.scope(), batch.condition);
    report.values["fake_B"] = fake.detach();
    const at::Tensor shown = composed(fake, batch.image, batch.fineTuning.taught);

    nets::TensorMap losses = stepDiscriminator(batch, shown, report);
    nets::TensorMap more = generatorLosses(batch, fake, shown);
    m_networks.stepGenerator(more.at("G"), /*keepGraph=*/false, report);
    losses.merge(more);
    for (const auto& [name, loss] : losses) {
        report.losses[name] = loss.detach();
    }
    return report;
}

} // namespace underpaint::train
