// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/pix2pixhd_step.h"

#include "engine/base/error.h"
#include "engine/nets/vgg19.h"

#include <cstddef>
#include <iterator>
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
    : m_generator(std::move(generator)),
      m_discriminator(std::move(discriminator)),
      m_encoder(std::move(encoder)),
      m_options(std::move(options)),
      m_pool(std::move(pool)) {
    m_options.ganMode = modeFor(m_options.ganMode, multiscale(m_discriminator));
    if (m_options.optimiser) {
        std::vector<at::Tensor> parameters = m_generator.parameters();
        if (m_encoder) {
            const auto& more = m_encoder->parameters();
            parameters.insert(parameters.end(), more.begin(), more.end());
        }
        m_generatorAdam.emplace(std::move(parameters), *m_options.optimiser);
        m_discriminatorAdam.emplace(
            m_discriminator.parameters(),
            m_options.discriminatorOptimiser.value_or(*m_options.optimiser));
    }
}

void Pix2PixHdStep::hold(const std::map<std::string, std::set<std::string>>& names) {
    const auto apply = [&names](const std::string& role, TrainedNetwork& network) {
        const auto it = names.find(role);
        network.hold(it == names.end() ? std::set<std::string>() : it->second);
    };
    apply("G", m_generator);
    apply("D", m_discriminator);
    if (m_encoder) {
        apply("E", *m_encoder);
    }
}

nets::EagerRun Pix2PixHdStep::run() const {
    return nets::EagerRun(
        {.batchStatistics = m_options.batchStatistics, .computeType = m_options.computeType});
}

at::Tensor Pix2PixHdStep::generated(const Pix2PixHdBatch& batch) const {
    nets::EagerRun eager = run();
    at::Tensor input = batch.condition;
    if (m_encoder) {
        const nets::TensorMap encoded = m_encoder->network().forward(
            eager, m_encoder->scope(), {{"image", batch.image}, {"inst", batch.instances}});
        input = at::cat({input, encoded.at("output")}, 1);
    }
    return m_generator.network().generate(eager, m_generator.scope(), input);
}

nets::Stages Pix2PixHdStep::judge(const at::Tensor& input) const {
    nets::EagerRun eager = run();
    nets::Stages stages = multiscale(m_discriminator)(eager, m_discriminator.scope(), input);
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
    if (m_pool.capacity() == 0 && multiscale(m_discriminator).norm == nets::Norm::Instance) {
        Judgement judgement{.fakeForG = judge(fakeInput), .fakeForD = {}, .real = judge(realInput)};
        judgement.fakeForD = judgement.fakeForG;
        return judgement;
    }
    Judgement judgement;
    judgement.fakeForD = judge(m_pool.exchange(fakeInput.detach()));
    judgement.real = judge(realInput);
    m_discriminator.setFrozen(true);
    judgement.fakeForG = judge(fakeInput);
    m_discriminator.setFrozen(false);
    return judgement;
}

at::Tensor Pix2PixHdStep::perceptual(const at::Tensor& fake, const at::Tensor& image) const {
    nets::EagerRun run;
    const nets::Scope weights(*m_options.vgg);
    const std::vector<at::Tensor> activations = nets::Vgg19()(run, weights, fake);
    const at::NoGradGuard noGrad;
    const std::vector<at::Tensor> target = nets::Vgg19()(run, weights, image);
    const at::AutoGradMode grad(true);
    return nets::perceptualLoss(activations, target, m_options.vggLayerWeights);
}

void Pix2PixHdStep::stepGenerator(const at::Tensor& loss, StepReport& report) {
    std::vector<at::Tensor> parameters = m_generator.parameters();
    if (m_encoder) {
        const auto& more = m_encoder->parameters();
        parameters.insert(parameters.end(), more.begin(), more.end());
    }
    const std::vector<at::Tensor> gradients = gradientsOf(loss, parameters, /*keepGraph=*/true);
    const auto own = gradients.begin() + std::ssize(m_generator.parameters());
    report.gradients["G"] = m_generator.named({gradients.begin(), own});
    if (m_encoder) {
        report.gradients["E"] = m_encoder->named({own, gradients.end()});
    }
    if (m_generatorAdam) {
        m_generatorAdam->step(gradients);
    }
}

nets::TensorMap Pix2PixHdStep::lossesOf(const Pix2PixHdBatch& batch, const at::Tensor& fake) {
    const Judgement judged = judgeBoth(batch, fake);
    nets::TensorMap losses = pix2pixHdLosses(m_options.ganMode, m_options.lambdaFeat,
                                             judged.fakeForG, judged.fakeForD, judged.real);
    if (m_options.vgg) {
        losses["G_VGG"] = m_options.lambdaFeat * perceptual(fake, batch.image);
        losses["G"] = losses["G"] + losses["G_VGG"];
    }
    if (m_options.lambdaL1 > 0) {
        losses["G_L1"] = m_options.lambdaL1 * at::l1_loss(fake, batch.image);
        losses["G"] = losses["G"] + losses["G_L1"];
    }
    return losses;
}

StepReport Pix2PixHdStep::step(const Pix2PixHdBatch& batch) {
    StepReport report;
    const at::Tensor fake = generated(batch);
    report.values["fake_image"] = fake.detach();
    const nets::TensorMap losses = lossesOf(batch, fake);
    stepGenerator(losses.at("G"), report);
    const auto gradients = m_discriminator.gradients(losses.at("D"), false);
    report.gradients["D"] = m_discriminator.named(gradients);
    if (m_discriminatorAdam) {
        m_discriminatorAdam->step(gradients);
    }
    for (const auto& [name, loss] : losses) {
        report.losses[name] = loss.detach();
    }
    return report;
}

} // namespace underpaint::train
