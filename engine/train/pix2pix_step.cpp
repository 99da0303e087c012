// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/pix2pix_step.h"

#include "engine/nets/eager_run.h"

#include <utility>

namespace underpaint::train {

Pix2PixStep::Pix2PixStep(TrainedNetwork generator, TrainedNetwork discriminator,
                         Pix2PixOptions options, ImagePool pool)
    : m_generator(std::move(generator)),
      m_discriminator(std::move(discriminator)),
      m_options(std::move(options)),
      m_pool(std::move(pool)) {
    if (m_options.optimiser) {
        m_generatorAdam.emplace(m_generator.parameters(), *m_options.optimiser);
        m_discriminatorAdam.emplace(m_discriminator.parameters(), *m_options.optimiser);
    }
}

at::Tensor Pix2PixStep::seen(const at::Tensor& a, const at::Tensor& b) const {
    return m_options.conditional ? at::cat({a, b}, 1) : b;
}

at::Tensor Pix2PixStep::judge(const at::Tensor& input) const {
    nets::EagerRun run({.batchStatistics = m_options.batchStatistics});
    return m_discriminator.network()
        .forward(run, m_discriminator.scope(), {{"input", input}})
        .at("output");
}

StepReport Pix2PixStep::step(const at::Tensor& a, const at::Tensor& b) {
    StepReport report;
    nets::EagerRun run(
        {.batchStatistics = m_options.batchStatistics, .dropout = m_options.dropout});
    const at::Tensor fake = m_generator.network().generate(run, m_generator.scope(), a);
    report.values["fake_B"] = fake.detach();

    const at::Tensor shown = m_pool.exchange(seen(a, fake).detach());
    const at::Tensor fakeLoss = nets::discriminatorLoss(m_options.ganMode, judge(shown), false);
    const at::Tensor realLoss = nets::discriminatorLoss(m_options.ganMode, judge(seen(a, b)), true);
    const at::Tensor discriminatorLoss = 0.5 * (fakeLoss + realLoss);
    const auto discriminatorGradients = m_discriminator.gradients(discriminatorLoss, false);
    report.gradients["D"] = m_discriminator.named(discriminatorGradients);
    if (m_discriminatorAdam) {
        m_discriminatorAdam->step(discriminatorGradients);
    }

    m_discriminator.setFrozen(true);
    const at::Tensor ganLoss = nets::generatorLoss(m_options.ganMode, judge(seen(a, fake)));
    m_discriminator.setFrozen(false);
    const at::Tensor pixelLoss = m_options.lambdaL1 * at::l1_loss(fake, b);
    const at::Tensor generatorLoss = ganLoss + pixelLoss;
    const auto generatorGradients = m_generator.gradients(generatorLoss, false);
    report.gradients["G"] = m_generator.named(generatorGradients);
    if (m_generatorAdam) {
        m_generatorAdam->step(generatorGradients);
    }
    report.losses = {{"D_fake", fakeLoss.detach()},     {"D_real", realLoss.detach()},
                     {"D", discriminatorLoss.detach()}, {"G_GAN", ganLoss.detach()},
                     {"G_L1", pixelLoss.detach()},      {"G", generatorLoss.detach()}};
    return report;
}

} // namespace underpaint::train
