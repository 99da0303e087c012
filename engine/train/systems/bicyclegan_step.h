// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/systems/losses.h"
#include "engine/train/objective/adversaries.h"
#include "engine/train/objective/appearance.h"
#include "engine/train/objective/discriminator_view.h"
#include "engine/train/objective/feature_stages.h"
#include "engine/train/objective/judgement.h"
#include "engine/train/objective/label_recognition.h"
#include "engine/train/optimise/adam.h"
#include "engine/train/optimise/trained_network.h"
#include "engine/train/step_report.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::train {

/// Codes that mean what the classes look like; not in the official training.
struct AppearanceOptions {
    AppearanceCodes codes;
    /// Channels of the label maps.
    std::int64_t channels = 0;
    /// Weight of the difference of photos of random codes from what the codes ask for.
    double lambdaPhotos = 1;
    /// Weight of the encoder's error in the codes of real photos.
    double lambdaCodes = 1;
    /// What contrast and grain count in that difference.
    double texture = AppearanceCodes::usualTexture;
};

/// Weights of the losses; 0 leaves a part of the training out (cVAE-GAN: GAN2 and z; cLR-GAN: GAN,
/// L1 and KL).
struct BicycleGanOptions {
    nets::GanMode ganMode = nets::GanMode::Lsgan;
    double lambdaGan = 1;
    double lambdaGan2 = 1;
    double lambdaL1 = 10;
    double lambdaKl = 0.01;
    double lambdaZ = 0.5;
    /// Of a loss that falls with the difference of the two photos under one condition, in units of
    /// the difference of their codes (Mao et al., 2019); not in the official training.
    double lambdaSpread = 0;
    /// Weight of the difference of features from those of the encoded photo.
    double lambdaPerceptual = 0;
    std::optional<FeatureStages> perceptual = {};
    std::optional<AppearanceOptions> appearance = {};
    /// What the encoder learns from photos of random codes, without the generator learning to hide
    /// the codes in them; not in the official training. Weights of the squared error of the codes
    /// that it reads, and of the difference of the photos that are painted of them: features, where
    /// there are some to compare, else pixels.
    /// @{
    double lambdaReading = 0;
    double lambdaRepainting = 0;
    /// @}
    /// Whether the labels are seen in photos of random codes, and what that counts; not in the
    /// official training.
    /// @{
    std::optional<LabelRecognition> recognition = {};
    double lambdaRecognition = 1;
    /// @}
    /// Of discriminators beside the first two, which judge both flows: what their opinion counts.
    std::vector<double> others = {};
    /// The discriminators see the condition beside the picture.
    bool conditional = false;
    bool batchStatistics = true;
    /// Absent: losses and gradients only, the weights stay.
    std::optional<AdamOptions> optimiser = AdamOptions{};
    /// For the discriminators, where it differs.
    std::optional<AdamOptions> discriminatorOptimiser = {};
    /// Adversaries::longestGradient.
    double longestGradient = 0;
    /// Adversaries::share.
    std::function<void(const std::vector<at::Tensor>&)> share = {};
    /// Type of the convolutions in mixed precision; absent: fp32 throughout.
    std::optional<at::ScalarType> computeType = {};
};

/// Two halves of the same size: the pairs whose photos are encoded, and the pairs with which the
/// second discriminator compares photos of random codes.
struct BicycleGanBatch {
    at::Tensor condition; ///< (2N, C, H, W)
    at::Tensor image;     ///< (2N, C, H, W) in [-1, 1]
    at::Tensor noise;     ///< (N, nz): what the encoded codes are drawn with
    at::Tensor code;      ///< (N, nz): random codes
    /// (N, P, H, W): planes of noise that the generator gets behind its condition, the same for
    /// both photos of a pair, which then differ by their codes alone; undefined for generators
    /// without.
    at::Tensor planes = {};
    at::Tensor labels =
        {}; ///< (2N, H, W) int32, channels; needed with an appearance or recognition
    /// What discriminators see of real and generated pictures.
    DiscriminatorView view = {};
    /// The sizes in which the encoder sees real and generated photos; empty: their own.
    /// @{
    Size realSeen = {};
    Size generatedSeen = {};
    /// @}
    /// Draws for dropout; without a generator there is none.
    std::optional<at::Generator> dropout = {};
    /// False in a warm-up: discriminators neither judge nor learn.
    bool adversarial = true;
    /// Only the encoder learns, and only what the codes of real photos are; needs an appearance.
    bool encoderOnly = false;
};

/// mean + noise exp(logVariance / 2).
at::Tensor drawnCode(const at::Tensor& mean, const at::Tensor& logVariance,
                     const at::Tensor& noise);
/// Kullback-Leibler divergence from N(0, 1), summed over batch and directions.
at::Tensor codeDivergence(const at::Tensor& mean, const at::Tensor& logVariance);

/// One step of "Toward Multimodal Image-to-Image Translation" (Zhu et al., 2017): photo → code →
/// photo (cVAE-GAN) and code → photo → code (cLR-GAN), both under the first half's conditions. The
/// error of the recovered code does not reach the encoder, which could hide the code in the photo.
/// Reading and repainting teach the encoder which codes are in generated photos, as it would learn
/// it from any other photo.
class BicycleGanStep {
public:
    /// Without a second discriminator the first judges photos of random codes, too.
    BicycleGanStep(TrainedNetwork generator, TrainedNetwork encoder, TrainedNetwork discriminator,
                   std::optional<TrainedNetwork> second, BicycleGanOptions options,
                   std::vector<TrainedNetwork> others = {});

    const TrainedNetwork& generator() const { return m_networks.generator; }
    const TrainedNetwork& encoder() const { return *m_networks.encoder; }
    const TrainedNetwork& discriminator() const { return m_networks.discriminator; }
    /// nullptr without one.
    const TrainedNetwork* second() const {
        return m_hasSecond ? &m_networks.others.front() : nullptr;
    }
    /// Not to be used during step().
    /// @{
    Adversaries& adversaries() { return m_networks; }
    const Adversaries& adversaries() const { return m_networks; }
    /// @}

    /// Losses G_GAN, G_GAN2, G_L1, kl, where they are used G_Spread and that of the features, G
    /// (their sum), G_Appearance, G_Recognition, E_Appearance, E_Reading, E_Repainting, z_L1, D, D2
    /// and their parts; values mu, logvar, z_encoded, mu2, fake_B_encoded, fake_B_random. What a
    /// weight of 0 leaves out is 0 or absent. Throws Error when the batch is not two halves.
    StepReport step(const BicycleGanBatch& batch);

private:
    struct Flows; // what the forward passes of a step made
    /// A generated picture and the real one that it is compared with, with their conditions.
    struct Pair {
        at::Tensor fake;
        at::Tensor real;
    };

    Flows forward(const BicycleGanBatch& batch, StepReport& report) const;
    nets::TensorMap encode(const at::Tensor& photo, Size seen) const;
    StepReport stepEncoder(const BicycleGanBatch& batch);
    Appearance appearanceIn(const at::Tensor& photos, const at::Tensor& labels) const;
    at::Tensor encodingError(const nets::TensorMap& distribution, const at::Tensor& photos,
                             const at::Tensor& labels) const;
    nets::TensorMap generatorLosses(const Flows& flows) const;
    void judge(const BicycleGanBatch& batch, const Flows& flows, nets::TensorMap& losses) const;
    void judgeFlow(const TrainedNetwork& first, double weight, const Pair& pair,
                   const std::string& number, nets::TensorMap& losses) const;
    at::Tensor spread(const Flows& flows) const;
    at::Tensor seen(const BicycleGanBatch& batch, const at::Tensor& condition,
                    const at::Tensor& picture) const;
    nets::EagerRun::Options asInTraining() const;
    at::Tensor photoDifference(const at::Tensor& photo, const at::Tensor& from) const;
    /// Which of the flows the losses need.
    /// @{
    bool encodes() const;
    bool paintsEncoded() const;
    bool reads() const;
    bool draws() const;
    /// @}

    Adversaries m_networks; // the second discriminator is the first of its others
    bool m_hasSecond;
    BicycleGanOptions m_options;
};

} // namespace underpaint::train
