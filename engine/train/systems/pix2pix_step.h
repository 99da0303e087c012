// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/systems/losses.h"
#include "engine/train/objective/adversaries.h"
#include "engine/train/objective/discriminator_view.h"
#include "engine/train/objective/feature_stages.h"
#include "engine/train/objective/image_pool.h"
#include "engine/train/optimise/fine_tuning.h"
#include "engine/train/step_report.h"

#include <functional>
#include <optional>
#include <vector>

namespace underpaint::train {

struct Pix2PixOptions {
    nets::GanMode ganMode = nets::GanMode::Vanilla;
    double lambdaL1 = 100;
    /// As in Pix2PixHdOptions.
    std::optional<FeatureStages> perceptual;
    double lambdaPerceptual = 10;
    double lambdaKeep = 0;
    /// The discriminator sees the condition beside the picture.
    bool conditional = true;
    /// Batch norm by the statistics of the batch, as everywhere in training.
    bool batchStatistics = true;
    /// Absent: losses and gradients only, the weights stay.
    std::optional<AdamOptions> optimiser = AdamOptions{};
    /// For the discriminator, where it differs.
    std::optional<AdamOptions> discriminatorOptimiser;
    /// Adversaries::share.
    std::function<void(const std::vector<at::Tensor>&)> share = {};
    /// Type of the convolutions in mixed precision; absent: fp32 throughout.
    std::optional<at::ScalarType> computeType;
};

/// One batch for pix2pix.
struct Pix2PixBatch {
    at::Tensor condition; ///< (N, C, H, W), in [-1, 1] or one-hot
    at::Tensor image;     ///< (N, C, H, W) in [-1, 1], what belongs to it
    /// What the discriminator sees of real and generated pictures.
    DiscriminatorView view = {};
    FineTuningBatch fineTuning = {}; ///< of a fine-tuning
    /// Draws for dropout; without a generator there is none.
    std::optional<at::Generator> dropout = {};
};

/// Training of pix2pix (Isola et al., 2017, section 3), one batch per step: the discriminator on
/// half the sum of its losses, then the generator through the updated discriminator.
class Pix2PixStep {
public:
    Pix2PixStep(TrainedNetwork generator, TrainedNetwork discriminator, Pix2PixOptions options,
                ImagePool pool = ImagePool(0, 0));

    /// Losses: D_fake, D_real, D = half their sum; G_GAN, G_L1 (with its weight), G; where they are
    /// used G_Keep and that of the features (G_VGG). Values: fake_B.
    StepReport step(const Pix2PixBatch& batch);

    const TrainedNetwork& generator() const { return m_networks.generator; }
    const TrainedNetwork& discriminator() const { return m_networks.discriminator; }
    /// Not to be used during step().
    /// @{
    Adversaries& adversaries() { return m_networks; }
    const Adversaries& adversaries() const { return m_networks; }
    /// @}

private:
    at::Tensor seen(const Pix2PixBatch& batch, const at::Tensor& picture) const;
    at::Tensor judge(const at::Tensor& input) const;
    nets::TensorMap stepDiscriminator(const Pix2PixBatch& batch, const at::Tensor& shown,
                                      StepReport& report);
    nets::TensorMap generatorLosses(const Pix2PixBatch& batch, const at::Tensor& fake,
                                    const at::Tensor& shown);

    Adversaries m_networks;
    Pix2PixOptions m_options;
    ImagePool m_pool;
};

} // namespace underpaint::train
