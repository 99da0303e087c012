// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/bicyclegan_step.h"

#include "engine/base/error.h"

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
    at::Tensor labels;    ///< the same
    at::Tensor image;     ///< the same
    at::Tensor otherCondition;
    at::Tensor otherImage;
    at::Tensor mean;
    at::Tensor logVariance;
    at::Tensor encodedCode;
    at::Tensor encodedPhoto;
    at::Tensor code; ///< random
    at::Tensor randomPhoto;
    at::Tensor recovered; ///< the code of the random photo
    at::Tensor read;      ///< the same, where the encoder learns from it and the generator not
    at::Tensor repainted; ///< the photo of that
};

BicycleGanStep::BicycleGanStep(TrainedNetwork generator, TrainedNetwork encoder,
                               TrainedNetwork discriminator, std::optional<TrainedNetwork> second,
                               BicycleGanOptions options, std::vector<TrainedNetwork> others)
    : m_networks{.generator = std::move(generator),
                 .discriminator = std::move(discriminator),
                 .encoder = std::move(encoder)},
      m_hasSecond(second.has_value()),
      m_options(std::move(options)) {
    m_options.others.resize(others.size(), 1);
    if (second) {
        m_networks.others.push_back(std::move(*second));
    }
    for (TrainedNetwork& other : others) {
        m_networks.others.push_back(std::move(other));
    }
    m_networks.share = m_options.share;
    m_networks.longestGradient = m_options.longestGradient;
    if (m_options.optimiser) {
        m_networks.startOptimisers(*m_options.optimiser,
                                   m_options.discriminatorOptimiser.value_or(*m_options.optimiser));
    }
}

bool BicycleGanStep::encodes() const {
    return m_options.lambdaGan != 0 || m_options.lambdaL1 != 0 || m_options.lambdaKl != 0 ||
           m_options.lambdaPerceptual != 0 || m_options.appearance;
}

bool BicycleGanStep::paintsEncoded() const {
    return m_options.lambdaGan != 0 || m_options.lambdaL1 != 0 || m_options.lambdaPerceptual != 0 ||
           m_options.lambdaSpread != 0;
}

bool BicycleGanStep::reads() const {
    return m_options.lambdaReading != 0 || m_options.lambdaRepainting != 0;
}

bool BicycleGanStep::draws() const {
    return m_options.lambdaGan2 != 0 || m_options.lambdaZ != 0 || m_options.lambdaSpread != 0 ||
           m_options.appearance || m_options.recognition || reads();
}

nets::EagerRun::Options BicycleGanStep::asInTraining() const {
    return {.batchStatistics = m_options.batchStatistics, .computeType = m_options.computeType};
}

at::Tensor BicycleGanStep::seen(const BicycleGanBatch& batch, const at::Tensor& condition,
                                const at::Tensor& picture) const {
    return batch.view(m_options.conditional ? at::cat({condition, picture}, 1) : picture);
}

nets::TensorMap BicycleGanStep::encode(const at::Tensor& photo, Size seen) const {
    nets::EagerRun run(asInTraining());
    const at::Tensor shown = seen.empty()
                                 ? photo
                                 : at::upsample_bilinear2d(photo, {seen.height, seen.width},
                                                           /*align_corners=*/false);
    nets::TensorMap distribution =
        m_networks.encoder->network().forward(run, m_networks.encoder->scope(), {{"input", shown}});
    for (auto& [name, value] : distribution) {
        value = m_options.computeType ? value.to(at::kFloat) : value;
    }
    return distribution;
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
        nets::EagerRun::Options how = asInTraining();
        how.dropout = batch.dropout;
        nets::EagerRun run(how);
        const TrainedNetwork& network = m_networks.generator;
        nets::NetworkInputs inputs{
            {"input", batch.planes.defined() ? at::cat({condition, batch.planes}, 1) : condition}};
        if (network.network().inputs().size() > 1) {
            inputs.emplace("z", code.view({code.size(0), code.size(1), 1, 1}));
        }
        return network.network().generate(run, network.scope(), inputs);
    };
    Flows flows;
    flows.condition = batch.condition.narrow(0, 0, half);
    flows.image = batch.image.narrow(0, 0, half);
    if (m_options.appearance || m_options.recognition) {
        flows.labels = batch.labels.narrow(0, 0, half);
    }
    flows.otherCondition = batch.condition.narrow(0, half, half);
    flows.otherImage = batch.image.narrow(0, half, half);
    if (encodes()) {
        const nets::TensorMap distribution = encode(flows.image, batch.realSeen);
        flows.mean = distribution.at("mu");
        flows.logVariance = distribution.at("logvar");
        flows.encodedCode = drawnCode(flows.mean, flows.logVariance, batch.noise);
        if (paintsEncoded()) {
            flows.encodedPhoto = generate(flows.condition, flows.encodedCode);
            report.values["fake_B_encoded"] = flows.encodedPhoto.detach();
        }
        report.values["mu"] = flows.mean.detach();
        report.values["logvar"] = flows.logVariance.detach();
        report.values["z_encoded"] = flows.encodedCode.detach();
    }
    if (draws()) {
        flows.code = batch.code;
        flows.randomPhoto = generate(flows.condition, flows.code);
        report.values["fake_B_random"] = flows.randomPhoto.detach();
    }
    if (m_options.lambdaZ != 0) {
        flows.recovered = encode(flows.randomPhoto, batch.generatedSeen).at("mu");
        report.values["mu2"] = flows.recovered.detach();
    }
    if (reads()) {
        flows.read = encode(flows.randomPhoto.detach(), batch.generatedSeen).at("mu");
    }
    if (m_options.lambdaRepainting != 0) {
        m_networks.generator.setFrozen(true);
        flows.repainted = generate(flows.condition, flows.read);
        m_networks.generator.setFrozen(false);
    }
    return flows;
}

at::Tensor BicycleGanStep::spread(const Flows& flows) const {
    constexpr double enough = 1e-5;
    const at::Tensor photos = (flows.randomPhoto - flows.encodedPhoto).abs().mean({1, 2, 3});
    const at::Tensor codes = (flows.code - flows.encodedCode.detach()).abs().mean({1});
    return (codes / (photos + enough)).mean();
}

Appearance BicycleGanStep::appearanceIn(const at::Tensor& photos, const at::Tensor& labels) const {
    return appearanceOf(photos.to(at::kFloat), labels, m_options.appearance->channels);
}

/// The mean learns the code, the log-variance how far from it the mean is.
at::Tensor BicycleGanStep::encodingError(const nets::TensorMap& distribution,
                                         const at::Tensor& photos, const at::Tensor& labels) const {
    const at::Tensor codes = m_options.appearance->codes.codesOf(appearanceIn(photos, labels));
    const at::Tensor error = (distribution.at("mu") - codes.detach()).square();
    const at::Tensor& logVariance = distribution.at("logvar");
    return error.mean() + 0.5 * (error.detach() * (-logVariance).exp() + logVariance).mean();
}

at::Tensor BicycleGanStep::photoDifference(const at::Tensor& photo, const at::Tensor& from) const {
    return m_options.perceptual ? perceptualLoss(*m_options.perceptual, photo, from)
                                : at::l1_loss(photo, from);
}

nets::TensorMap BicycleGanStep::generatorLosses(const Flows& flows) const {
    nets::TensorMap losses;
    if (m_options.lambdaL1 != 0) {
        losses["G_L1"] = m_options.lambdaL1 * at::l1_loss(flows.encodedPhoto, flows.image);
    }
    if (m_options.lambdaKl != 0) {
        losses["kl"] = m_options.lambdaKl * codeDivergence(flows.mean, flows.logVariance);
    }
    if (m_options.perceptual && m_options.lambdaPerceptual != 0) {
        losses[m_options.perceptual->loss] =
            m_options.lambdaPerceptual *
            perceptualLoss(*m_options.perceptual, flows.encodedPhoto, flows.image);
    }
    if (m_options.lambdaSpread != 0 && flows.encodedPhoto.defined()) {
        losses["G_Spread"] = m_options.lambdaSpread * spread(flows);
    }
    if (m_options.appearance) {
        const AppearanceOptions& own = *m_options.appearance;
        losses["G_Appearance"] =
            own.lambdaPhotos *
            own.codes.error(appearanceIn(flows.randomPhoto, flows.labels), flows.code, own.texture);
        losses["E_Appearance"] =
            own.lambdaCodes * encodingError({{"mu", flows.mean}, {"logvar", flows.logVariance}},
                                            flows.image, flows.labels);
    }
    if (m_options.lambdaReading != 0) {
        losses["E_Reading"] = m_options.lambdaReading * at::mse_loss(flows.read, flows.code);
    }
    if (m_options.lambdaRepainting != 0) {
        losses["E_Repainting"] = m_options.lambdaRepainting *
                                 photoDifference(flows.repainted, flows.randomPhoto.detach());
    }
    if (m_options.recognition) {
        losses["G_Recognition"] = m_options.lambdaRecognition *
                                  m_options.recognition->loss(flows.randomPhoto, flows.labels);
    }
    return losses;
}

void BicycleGanStep::judgeFlow(const TrainedNetwork& first, double weight, const Pair& pair,
                               const std::string& number, nets::TensorMap& losses) const {
    const auto add = [&losses](const std::string& name, const at::Tensor& loss) {
        losses[name] = losses.contains(name) ? losses[name] + loss : loss;
    };
    const auto ask = [&](const TrainedNetwork& network, double counts) {
        const Judgement said = judgeBoth(network, asInTraining(), pair.fake, pair.real);
        const nets::GanMode mode = modeFor(m_options.ganMode, network.network());
        add("G_GAN" + number, counts * nets::generatorLoss(mode, said.fakeForG));
        add("D" + number + "_fake", nets::discriminatorLoss(mode, said.fakeForD, false));
        add("D" + number + "_real", nets::discriminatorLoss(mode, said.real, true));
    };
    ask(first, weight);
    const std::size_t skipped = m_hasSecond ? 1 : 0;
    for (std::size_t i = 0; i < m_options.others.size(); ++i) {
        ask(m_networks.others[i + skipped], m_options.others[i]);
    }
    losses["D" + number] = losses["D" + number + "_fake"] + losses["D" + number + "_real"];
}

void BicycleGanStep::judge(const BicycleGanBatch& batch, const Flows& flows,
                           nets::TensorMap& losses) const {
    if (m_options.lambdaGan != 0) {
        judgeFlow(m_networks.discriminator, m_options.lambdaGan,
                  {seen(batch, flows.condition, flows.encodedPhoto),
                   seen(batch, flows.condition, flows.image)},
                  "", losses);
    }
    if (m_options.lambdaGan2 != 0) {
        judgeFlow(m_hasSecond ? m_networks.others.front() : m_networks.discriminator,
                  m_options.lambdaGan2,
                  {seen(batch, flows.condition, flows.randomPhoto),
                   seen(batch, flows.otherCondition, flows.otherImage)},
                  "2", losses);
    }
}

StepReport BicycleGanStep::stepEncoder(const BicycleGanBatch& batch) {
    StepReport report;
    const at::Tensor loss =
        m_options.appearance->lambdaCodes *
        encodingError(encode(batch.image, batch.realSeen), batch.image, batch.labels);
    m_networks.stepGenerator(loss, /*keepGraph=*/false, report);
    report.losses["E_Appearance"] = loss.detach();
    return report;
}

StepReport BicycleGanStep::step(const BicycleGanBatch& batch) {
    if (batch.encoderOnly) {
        return stepEncoder(batch);
    }
    StepReport report;
    const Flows flows = forward(batch, report);
    nets::TensorMap losses = generatorLosses(flows);
    if (batch.adversarial) {
        judge(batch, flows, losses);
    }
    at::Tensor sum;
    at::Tensor ofDiscriminators;
    const auto addTo = [](at::Tensor& total, const at::Tensor& loss) {
        total = total.defined() ? total + loss : loss;
    };
    for (const auto& [name, loss] : losses) {
        if (name == "D" || name == "D2") {
            addTo(ofDiscriminators, loss);
        } else if (!name.starts_with('D')) {
            addTo(sum, loss);
        }
    }
    losses["G"] = sum.defined() ? sum : at::zeros({}, batch.image.options());
    if (m_options.lambdaZ != 0) {
        losses["z_L1"] = m_options.lambdaZ * at::l1_loss(flows.recovered, flows.code);
    }
    const auto recovered = losses.find("z_L1");
    m_networks.stepGenerator(sum, /*keepGraph=*/ofDiscriminators.defined(), report,
                             recovered == losses.end() ? at::Tensor() : recovered->second);
    for (const auto& [role, network] : m_networks.discriminators()) {
        report.gradients[role] = {};
    }
    if (ofDiscriminators.defined()) {
        m_networks.stepDiscriminator(ofDiscriminators, report);
    }
    for (const auto& [name, loss] : losses) {
        report.losses[name] = loss.detach();
    }
    return report;
}

} // namespace underpaint::train
