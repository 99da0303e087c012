// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/eager_run.h"
#include "engine/nets/losses.h"
#include "engine/train/adam.h"
#include "engine/train/discriminator_view.h"
#include "engine/train/image_pool.h"
#include "engine/train/step_report.h"
#include "engine/train/trained_network.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace underpaint::train {

struct Pix2PixHdOptions {
    nets::GanMode ganMode = nets::GanMode::Lsgan;
    /// Weight of feature matching and of the perceptual loss.
    double lambdaFeat = 10;
    /// Weight of the mean absolute error; 0 = not used, as in the paper.
    double lambdaL1 = 0;
    /// Weights of a VGG-19 for the perceptual loss; absent: the loss is not used.
    std::optional<nets::ParamStore> vgg;
    /// One weight for each of relu1_1 … relu5_1.
    std::vector<double> vggLayerWeights = nets::vggLossWeights();
    /// Batch norm by the statistics of the batch, as everywhere in training.
    bool batchStatistics = true;
    /// Absent: losses and gradients only, the weights stay.
    std::optional<AdamOptions> optimiser = AdamOptions{};
    /// For the discriminator, where it differs.
    std::optional<AdamOptions> discriminatorOptimiser;
    /// Type of the convolutions in mixed precision; absent: fp32 throughout.
    std::optional<at::ScalarType> computeType;
};

/// One batch for pix2pixHD.
struct Pix2PixHdBatch {
    at::Tensor condition; ///< (N, C, H, W): one-hot labels | edges; without features
    at::Tensor instances; ///< (N, 1, H, W) ids; for the encoder only
    at::Tensor image;     ///< (N, 3, H, W) in [-1, 1]
    /// What the discriminator sees of real and generated pictures.
    DiscriminatorView view;
};

/// The objective of pix2pixHD on predictions of both sides (paper, section 3.3).
/// Losses: G_GAN, G_GAN_Feat (with lambda; only when the discriminator returns its stages), D_real,
/// D_fake, D = half their sum, G = what the generator minimises so far. Part of the graph.
nets::TensorMap pix2pixHdLosses(nets::GanMode mode, double lambdaFeat, const nets::Stages& fakeForG,
                                const nets::Stages& fakeForD, const nets::Stages& real);

/// The adversarial objective that fits the discriminator: cross-entropy is on probabilities where
/// it ends in a sigmoid.
nets::GanMode modeFor(nets::GanMode mode, const nets::pix2pixhd::MultiscaleDiscriminator& net);

/// Training of pix2pixHD (Wang et al., 2018): one forward pass of everything, a step of the
/// generator together with the encoder, then one of the discriminator on the graph that was built
/// with the weights before its step. The discriminator sees no features.
class Pix2PixHdStep {
public:
    Pix2PixHdStep(TrainedNetwork generator, TrainedNetwork discriminator,
                  std::optional<TrainedNetwork> encoder, Pix2PixHdOptions options,
                  ImagePool pool = ImagePool(0, 0));

    /// Losses as pix2pixHdLosses(), and G_VGG, G_L1 where they are used. Values: fake_image.
    StepReport step(const Pix2PixHdBatch& batch);

    /// Names of the weights that stay as they are, by role (G, D, E), until the next call. What is
    /// released starts with moments of its own.
    void hold(const std::map<std::string, std::set<std::string>>& names);

    const TrainedNetwork& generator() const { return m_generator; }
    const TrainedNetwork& discriminator() const { return m_discriminator; }
    const std::optional<TrainedNetwork>& encoder() const { return m_encoder; }

    /// Optimisers of generator with encoder, in this order, and of the discriminator; nullptr
    /// without. Not to be used during step().
    /// @{
    Adam* generatorAdam() { return m_generatorAdam ? &*m_generatorAdam : nullptr; }
    Adam* discriminatorAdam() { return m_discriminatorAdam ? &*m_discriminatorAdam : nullptr; }
    const Adam* generatorAdam() const { return m_generatorAdam ? &*m_generatorAdam : nullptr; }
    const Adam* discriminatorAdam() const {
        return m_discriminatorAdam ? &*m_discriminatorAdam : nullptr;
    }
    /// @}

private:
    /// What the discriminator says in one step.
    struct Judgement {
        nets::Stages fakeForG;
        nets::Stages fakeForD;
        nets::Stages real;
    };

    nets::EagerRun run() const;
    Judgement judgeBoth(const Pix2PixHdBatch& batch, const at::Tensor& fake);
    nets::TensorMap lossesOf(const Pix2PixHdBatch& batch, const at::Tensor& fake);

    at::Tensor generated(const Pix2PixHdBatch& batch) const;
    nets::Stages judge(const at::Tensor& input) const;
    at::Tensor perceptual(const at::Tensor& fake, const at::Tensor& image) const;
    void stepGenerator(const at::Tensor& loss, StepReport& report);

    TrainedNetwork m_generator;
    TrainedNetwork m_discriminator;
    std::optional<TrainedNetwork> m_encoder;
    Pix2PixHdOptions m_options;
    ImagePool m_pool;
    std::optional<Adam> m_generatorAdam;
    std::optional<Adam> m_discriminatorAdam;
};

} // namespace underpaint::train
