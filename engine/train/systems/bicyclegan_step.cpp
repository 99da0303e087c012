// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/bicyclegan_step.h"

#include "engine/base/error.h"
#include "engine/nets/run/eager_run.h"

#include <string>
#include <utility>

namespace underpaint::train {

at::Tensor drawnCode(const at::Tensor& mean, const at::Tensor& logVariance,
                     const at::Tensor& noise) {
    return mean + noise * (0.5 * logVariance).exp();
}

at::Tensor codeDivergence(const at::Tensor& mean, const at::Tensor& logVariance) {
    return 0.5 * (mean.square() + logVariance.exp() - 1 - logVariance).sum();
}

/// Undefined where a weight of 0 leaves the flow out.
struct BicycleGanStep::Flows {
    at::Tensor condition; ///< of the first half
    at::Tensor image;     ///< the same
    at::Tensor otherCondition;
    at::Tensor otherImage;
    at::Tensor mean;
    at::Tensor logVariance;
    at::Tensor encodedPhoto;
    at::Tensor code; ///< random
    at::Tensor randomPhoto;
    at::Tensor recovered; ///< the code of the random photo
};

BicycleGanStep::BicycleGanStep(TrainedNetwork generator, TrainedNetwork encoder,
                               TrainedNetwork discriminator, std::optional<TrainedNetwork> second,
                               BicycleGanOptions options)
    : m_generator(std::move(generator)),
      m_encoder(std::move(encoder)),
      m_discriminator(std::move(discriminator)),
      m_second(std::move(second)),
      m_options(options) {
    if (!m_options.optimiser) {
        return;
    }
    m_generatorAdam.emplace(m_generator.parameters(), *m_options.optimiser);
    m_encoderAdam.emplace(m_encoder.parameters(), *m_options.optimiser);
    m_discriminatorAdam.emplace(m_discriminator.parameters(), *m_options.optimiser);
    if (m_second) {
        m_secondAdam.emplace(m_second->parameters(), *m_options.optimiser);
    }
}

bool BicycleGanStep::encodes() const {
    return m_options.lambdaGan != 0 || m_options.lambdaL1 != 0 || m_options.lambdaKl != 0;
}

bool BicycleGanStep::draws() const {
    return m_options.lambdaGan2 != 0 || m_options.lambdaZ != 0;
}

at::Tensor BicycleGanStep::seen(const at::Tensor& condition, const at::Tensor& picture) const {
    return m_options.conditional ? at::cat({condition, picture}, 1) : picture;
}

nets::Stages BicycleGanStep::judge(const TrainedNetwork& network, const at::Tensor& input) const {
    nets::EagerRun run({.batchStatistics = m_options.batchStatistics});
    return network.network().judge(run, network.scope(), input);
}

BicycleGanStep::Flows BicycleGanStep::forward(const BicycleGanBatch& batch,
                                              StepReport& report) const {
    const std::int64_t half = batch.image.size(0) / 2;
    if (half == 0 || batch.image.size(0) != 2 * half ||
        batch.condition.size(0) != batch.image.size(0)) {
        throw Error("a batch of BicycleGAN is two halves of pairs, this one has " +
                        std::to_string(batch.image.size(0)) + " photos",
                    {}, "Use an even batch size");
    }
    const auto generate = [&](const at::Tensor& condition, const at::Tensor& code) {
        nets::EagerRun run(
            {.batchStatistics = m_options.batchStatistics, .dropout = batch.dropout});
        nets::NetworkInputs inputs{{"input", condition}};
        if (m_generator.network().inputs().size() > 1) {
            inputs.emplace("z", code.view({code.size(0), code.size(1), 1, 1}));
        }
        return m_generator.network().generate(run, m_generator.scope(), inputs);
    };
    const auto encode = [&](const at::Tensor& photo) {
        nets::EagerRun run({.batchStatistics = m_options.batchStatistics});
        return m_encoder.network().forward(run, m_encoder.scope(), {{"input", photo}});
    };
    Flows flows;
    flows.condition = batch.condition.narrow(0, 0, half);
    flows.image = batch.image.narrow(0, 0, half);
    flows.otherCondition = batch.condition.narrow(0, half, half);
    flows.otherImage = batch.image.narrow(0, half, half);
    if (encodes()) {
        const nets::TensorMap distribution = encode(flows.image);
        flows.mean = distribution.at("mu");
        flows.logVariance = distribution.at("logvar");
        const at::Tensor code = drawnCode(flows.mean, flows.logVariance, batch.noise);
        flows.encodedPhoto = generate(flows.condition, code);
        report.values["mu"] = flows.mean.detach();
        report.values["logvar"] = flows.logVariance.detach();
        report.values["z_encoded"] = code.detach();
        report.values["fake_B_encoded"] = flows.encodedPhoto.detach();
    }
    if (draws()) {
        flows.code = batch.code;
        flows.randomPhoto = generate(flows.condition, flows.code);
        report.values["fake_B_random"] = flows.randomPhoto.detach();
    }
    if (m_options.lambdaZ != 0) {
        flows.recovered = encode(flows.randomPhoto).at("mu");
        report.values["mu2"] = flows.recovered.detach();
    }
    return flows;
}

void BicycleGanStep::stepGenerator(const Flows& flows, StepReport& report) {
    nets::TensorMap losses;
    m_discriminator.setFrozen(true);
    if (m_second) {
        m_second->setFrozen(true);
    }
    at::Tensor sum = at::zeros({}, flows.image.options());
    const auto add = [&](const std::string& name, const at::Tensor& loss) {
        losses[name] = loss;
        sum = sum + loss;
    };
    if (m_options.lambdaGan != 0) {
        add("G_GAN", m_options.lambdaGan *
                         nets::generatorLoss(
                             m_options.ganMode,
                             judge(m_discriminator, seen(flows.condition, flows.encodedPhoto))));
    }
    if (m_options.lambdaGan2 != 0) {
        add("G_GAN2", m_options.lambdaGan2 *
                          nets::generatorLoss(
                              m_options.ganMode,
                              judge(judgeOfRandom(), seen(flows.condition, flows.randomPhoto))));
    }
    if (m_options.lambdaL1 != 0) {
        add("G_L1", m_options.lambdaL1 * at::l1_loss(flows.encodedPhoto, flows.image));
    }
    if (m_options.lambdaKl != 0) {
        add("kl", m_options.lambdaKl * codeDivergence(flows.mean, flows.logVariance));
    }
    losses["G"] = sum;
    m_discriminator.setFrozen(false);
    if (m_second) {
        m_second->setFrozen(false);
    }

    std::vector<at::Tensor> both = m_generator.parameters();
    both.insert(both.end(), m_encoder.parameters().begin(), m_encoder.parameters().end());
    std::vector<at::Tensor> gradients(both.size());
    if (sum.requires_grad()) {
        gradients = gradientsOf(sum, both, /*keepGraph=*/m_options.lambdaZ != 0);
    }
    const auto own = gradients.begin() + std::ssize(m_generator.parameters());
    std::vector<at::Tensor> ofGenerator(gradients.begin(), own);
    const std::vector<at::Tensor> ofEncoder(own, gradients.end());
    if (m_options.lambdaZ != 0) {
        losses["z_L1"] = m_options.lambdaZ * at::l1_loss(flows.recovered, flows.code);
        const std::vector<at::Tensor> more =
            m_generator.gradients(losses["z_L1"], /*keepGraph=*/false);
        for (std::size_t i = 0; i < more.size(); ++i) {
            if (more[i].defined()) {
                ofGenerator[i] = ofGenerator[i].defined() ? ofGenerator[i] + more[i] : more[i];
            }
        }
    }
    report.gradients["G"] = m_generator.named(ofGenerator);
    report.gradients["E"] = m_encoder.named(ofEncoder);
    if (m_generatorAdam) {
        m_generatorAdam->step(ofGenerator);
        m_encoderAdam->step(ofEncoder);
    }
    for (const auto& [name, loss] : losses) {
        report.losses[name] = loss.detach();
    }
}

void BicycleGanStep::stepDiscriminator(const TrainedNetwork& network, std::optional<Adam>& adam,
                                       const std::string& role, const at::Tensor& loss,
                                       StepReport& report) {
    const std::vector<at::Tensor> gradients = network.gradients(loss, /*keepGraph=*/false);
    report.gradients[role] = network.named(gradients);
    if (adam) {
        adam->step(gradients);
    }
}

void BicycleGanStep::stepDiscriminators(const Flows& flows, StepReport& report) {
    const auto lossOf = [&](const TrainedNetwork& network, const at::Tensor& fake,
                            const at::Tensor& real, const std::string& name) {
        const at::Tensor ofFake =
            nets::discriminatorLoss(m_options.ganMode, judge(network, fake.detach()), false);
        const at::Tensor ofReal =
            nets::discriminatorLoss(m_options.ganMode, judge(network, real), true);
        report.losses[name + "_fake"] = ofFake.detach();
        report.losses[name + "_real"] = ofReal.detach();
        report.losses[name] = (ofFake + ofReal).detach();
        return ofFake + ofReal;
    };
    report.gradients["D"] = {};
    if (m_second) {
        report.gradients["D2"] = {};
    }
    at::Tensor first;
    if (m_options.lambdaGan != 0) {
        first = lossOf(m_discriminator, seen(flows.condition, flows.encodedPhoto),
                       seen(flows.condition, flows.image), "D");
    }
    at::Tensor second;
    if (m_options.lambdaGan2 != 0) {
        second = lossOf(judgeOfRandom(), seen(flows.condition, flows.randomPhoto),
                        seen(flows.otherCondition, flows.otherImage), "D2");
        if (!m_second) { // one discriminator learns from both
            first = first.defined() ? first + second : second;
        }
    }
    if (first.defined()) {
        stepDiscriminator(m_discriminator, m_discriminatorAdam, "D", first, report);
    }
    if (second.defined() && m_second) {
        stepDiscriminator(*m_second, m_secondAdam, "D2", second, report);
    }
}

StepReport BicycleGanStep::step(const BicycleGanBatch& batch) {
    StepReport report;
    const Flows flows = forward(batch, report);
    stepGenerator(flows, report);
    stepDiscriminators(flows, report);
    return report;
}

} // namespace underpaint::train
