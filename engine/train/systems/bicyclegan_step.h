// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/systems/losses.h"
#include "engine/train/optimise/adam.h"
#include "engine/train/optimise/trained_network.h"
#include "engine/train/step_report.h"

#include <optional>
#include <string>

namespace underpaint::train {

/// Weights of the losses; 0 leaves a part of the training out (cVAE-GAN: GAN2 and z; cLR-GAN: GAN,
/// L1 and KL).
struct BicycleGanOptions {
    nets::GanMode ganMode = nets::GanMode::Lsgan;
    double lambdaGan = 1;
    double lambdaGan2 = 1;
    double lambdaL1 = 10;
    double lambdaKl = 0.01;
    double lambdaZ = 0.5;
    /// The discriminators see the condition beside the picture.
    bool conditional = false;
    bool batchStatistics = true;
    /// Absent: losses and gradients only, the weights stay.
    std::optional<AdamOptions> optimiser = AdamOptions{};
};

/// Two halves of the same size: the pairs whose photos are encoded, and the pairs with which the
/// second discriminator compares photos of random codes.
struct BicycleGanBatch {
    at::Tensor condition; ///< (2N, C, H, W)
    at::Tensor image;     ///< (2N, C, H, W) in [-1, 1]
    at::Tensor noise;     ///< (N, nz): what the encoded codes are drawn with
    at::Tensor code;      ///< (N, nz): random codes
    /// Draws for dropout; without a generator there is none.
    std::optional<at::Generator> dropout = {};
};

/// mean + noise exp(logVariance / 2).
at::Tensor drawnCode(const at::Tensor& mean, const at::Tensor& logVariance,
                     const at::Tensor& noise);
/// Kullback-Leibler divergence from N(0, 1), summed over batch and directions.
at::Tensor codeDivergence(const at::Tensor& mean, const at::Tensor& logVariance);

/// One step of "Toward Multimodal Image-to-Image Translation" (Zhu et al., 2017): photo → code →
/// photo (cVAE-GAN) and code → photo → code (cLR-GAN), both under the first half's conditions. The
/// error of the recovered code does not reach the encoder, which could hide the code in the photo.
class BicycleGanStep {
public:
    /// Without a second discriminator the first judges photos of random codes, too.
    BicycleGanStep(TrainedNetwork generator, TrainedNetwork encoder, TrainedNetwork discriminator,
                   std::optional<TrainedNetwork> second, BicycleGanOptions options);

    const TrainedNetwork& generator() const { return m_generator; }
    const TrainedNetwork& encoder() const { return m_encoder; }
    const TrainedNetwork& discriminator() const { return m_discriminator; }
    const std::optional<TrainedNetwork>& second() const { return m_second; }

    /// Losses G_GAN, G_GAN2, G_L1, kl, G (their sum), z_L1, D, D2 and their parts; values mu,
    /// logvar, z_encoded, mu2, fake_B_encoded, fake_B_random. What a weight of 0 leaves out is 0
    /// or absent. Throws Error when the batch is not two halves.
    StepReport step(const BicycleGanBatch& batch);

private:
    struct Flows; // what the forward passes of a step made

    Flows forward(const BicycleGanBatch& batch, StepReport& report) const;
    void stepGenerator(const Flows& flows, StepReport& report);
    void stepDiscriminators(const Flows& flows, StepReport& report);
    void stepDiscriminator(const TrainedNetwork& network, std::optional<Adam>& adam,
                           const std::string& role, const at::Tensor& loss, StepReport& report);
    at::Tensor seen(const at::Tensor& condition, const at::Tensor& picture) const;
    nets::Stages judge(const TrainedNetwork& network, const at::Tensor& input) const;
    const TrainedNetwork& judgeOfRandom() const { return m_second ? *m_second : m_discriminator; }
    bool encodes() const;
    bool draws() const;

    TrainedNetwork m_generator;
    TrainedNetwork m_encoder;
    TrainedNetwork m_discriminator;
    std::optional<TrainedNetwork> m_second;
    BicycleGanOptions m_options;
    std::optional<Adam> m_generatorAdam;
    std::optional<Adam> m_encoderAdam;
    std::optional<Adam> m_discriminatorAdam;
    std::optional<Adam> m_secondAdam;
};

} // namespace underpaint::train
