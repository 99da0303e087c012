// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/eager_run.h"
#include "engine/nets/systems/losses.h"
#include "engine/train/objective/adversaries.h"
#include "engine/train/objective/discriminator_view.h"
#include "engine/train/objective/feature_stages.h"
#include "engine/train/objective/image_pool.h"
#include "engine/train/objective/judgement.h"
#include "engine/train/optimise/fine_tuning.h"
#include "engine/train/step_report.h"

#include <functional>
#include <optional>
#include <vector>

namespace underpaint::train {

/// What one discriminator's opinion counts.
struct JudgeWeights {
    double adversarial = 1;
    double featureMatching = 10;
};

struct Pix2PixHdOptions {
    nets::GanMode ganMode = nets::GanMode::Lsgan;
    double lambdaFeat = 10; ///< of feature matching
    /// Weight of the first discriminator's opinion; 1 in the paper.
    double lambdaGan = 1;
    /// Of the discriminators beside the first.
    std::vector<JudgeWeights> others = {};
    /// Adversaries::longestGradient.
    double longestGradient = 0;
    /// Weight of the mean absolute error; 0 = not used, as in the paper.
    double lambdaL1 = 0;
    /// What the perceptual loss sees, and its weight; absent: the loss is not used.
    std::optional<FeatureStages> perceptual;
    double lambdaPerceptual = 10;
    /// Weight of the difference from what the base model paints, where a batch has that.
    double lambdaKeep = 0;
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

/// One batch for pix2pixHD.
struct Pix2PixHdBatch {
    at::Tensor condition;  ///< (N, C, H, W): one-hot labels | edges; without features
    at::Tensor noise = {}; ///< (N, K, H, W): the generator's last channels; undefined = none
    at::Tensor instances;  ///< (N, 1, H, W) ids; for the encoder only
    at::Tensor image;      ///< (N, 3, H, W) in [-1, 1]
    /// What the discriminator sees of real and generated pictures.
    DiscriminatorView view;
    FineTuningBatch fineTuning; ///< of a fine-tuning
    /// False: all styles are 0, as in scenes without any.
    bool styled = true;
    /// False in a warm-up: discriminators neither judge nor learn.
    bool adversarial = true;
};

/// The objective of pix2pixHD on predictions of both sides (paper, section 3.3).
/// Losses: G_GAN, G_GAN_Feat (with lambda; only when the discriminator returns its stages), D_real,
/// D_fake, D = half their sum, G = what the generator minimises so far. Part of the graph.
nets::TensorMap pix2pixHdLosses(nets::GanMode mode, double lambdaFeat, const nets::Stages& fakeForG,
                                const nets::Stages& fakeForD, const nets::Stages& real);

/// The same of every discriminator on condition | photo, those beside the first under their number
/// (G_GAN2), and the sums G and D. `weights`: one each.
nets::TensorMap judgedLosses(const Adversaries& networks, nets::GanMode mode,
                             const std::vector<JudgeWeights>& weights,
                             const nets::EagerRun::Options& how, const at::Tensor& fake,
                             const at::Tensor& real, ImagePool& pool);

/// Training of pix2pixHD (Wang et al., 2018): one forward pass of everything, a step of the
/// generator together with the encoder, then one of the discriminator on the graph that was built
/// with the weights before its step. The discriminator sees no features. There may be several
/// discriminators, multi-scale or projected ones, each with weights of its own.
class Pix2PixHdStep {
public:
    Pix2PixHdStep(TrainedNetwork generator, TrainedNetwork discriminator,
                  std::optional<TrainedNetwork> encoder, Pix2PixHdOptions options,
                  ImagePool pool = ImagePool(0, 0), std::vector<TrainedNetwork> others = {});

    /// Losses as pix2pixHdLosses(), and where they are used G_L1, G_Keep and that of the
    /// features (G_VGG). Those of discriminators beside the first end in their number: G_GAN2.
    /// Values: fake_image.
    StepReport step(const Pix2PixHdBatch& batch);

    const TrainedNetwork& generator() const { return m_networks.generator; }
    const TrainedNetwork& discriminator() const { return m_networks.discriminator; }
    const std::optional<TrainedNetwork>& encoder() const { return m_networks.encoder; }
    /// Not to be used during step().
    /// @{
    Adversaries& adversaries() { return m_networks; }
    const Adversaries& adversaries() const { return m_networks; }
    /// @}

private:
    nets::EagerRun::Options asInTraining() const;
    nets::TensorMap adversarialLosses(const Pix2PixHdBatch& batch, const at::Tensor& shown);
    nets::TensorMap lossesOf(const Pix2PixHdBatch& batch, const at::Tensor& fake);

    at::Tensor generated(const Pix2PixHdBatch& batch) const;

    Adversaries m_networks;
    Pix2PixHdOptions m_options;
    ImagePool m_pool;
};

} // namespace underpaint::train
