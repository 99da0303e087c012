// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/losses.h"
#include "engine/train/adam.h"
#include "engine/train/image_pool.h"
#include "engine/train/step_report.h"
#include "engine/train/trained_network.h"

#include <optional>

namespace underpaint::train {

struct Pix2PixOptions {
    nets::GanMode ganMode = nets::GanMode::Vanilla;
    double lambdaL1 = 100;
    /// The discriminator sees the condition beside the picture.
    bool conditional = true;
    /// Batch norm by the statistics of the batch, as everywhere in training.
    bool batchStatistics = true;
    /// Absent: losses and gradients only, the weights stay.
    std::optional<AdamOptions> optimiser = AdamOptions{};
    /// Draws for dropout; without a generator there is none.
    std::optional<at::Generator> dropout;
};

/// Training of pix2pix (Isola et al., 2017, section 3), one batch a step: the discriminator on
/// half the sum of its losses, then the generator through the updated discriminator.
class Pix2PixStep {
public:
    Pix2PixStep(TrainedNetwork generator, TrainedNetwork discriminator, Pix2PixOptions options,
                ImagePool pool = ImagePool(0, 0));

    /// `a` (N, C, H, W) is the condition, `b` the picture that belongs to it, both in [-1, 1].
    /// Losses: D_fake, D_real, D = half their sum; G_GAN, G_L1 (with its weight), G. Values:
    /// fake_B.
    StepReport step(const at::Tensor& a, const at::Tensor& b);

    const TrainedNetwork& generator() const { return m_generator; }
    const TrainedNetwork& discriminator() const { return m_discriminator; }

private:
    at::Tensor seen(const at::Tensor& a, const at::Tensor& b) const;
    at::Tensor judge(const at::Tensor& input) const;

    TrainedNetwork m_generator;
    TrainedNetwork m_discriminator;
    Pix2PixOptions m_options;
    ImagePool m_pool;
    std::optional<Adam> m_generatorAdam;
    std::optional<Adam> m_discriminatorAdam;
};

} // namespace underpaint::train
