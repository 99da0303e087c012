// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/eager_run.h"
#include "engine/nets/systems/losses.h"
#include "engine/train/objective/image_pool.h"
#include "engine/train/optimise/trained_network.h"

namespace underpaint::train {

/// What a discriminator says of generated and real pictures in one step.
struct Judgement {
    nets::Stages fakeForG; ///< the gradient of these reaches the picture
    nets::Stages fakeForD;
    nets::Stages real;
};

/// The adversarial objective that fits the discriminator: cross-entropy is on probabilities where
/// it ends in a sigmoid.
nets::GanMode modeFor(nets::GanMode mode, const nets::Network& discriminator);

/// Stages and scores (the last of each scale) of `input`, condition | photo, in fp32.
nets::Stages opinion(const TrainedNetwork& network, const nets::EagerRun::Options& how,
                     const at::Tensor& input);

/// Both kinds of pictures. Without a pool one pass over a generated picture serves both sides where
/// norms allow it; the gradients must then be taken before the discriminator's weights change.
/// @{
Judgement judgeBoth(const TrainedNetwork& network, const nets::EagerRun::Options& how,
                    const at::Tensor& fake, const at::Tensor& real, ImagePool& pool);
Judgement judgeBoth(const TrainedNetwork& network, const nets::EagerRun::Options& how,
                    const at::Tensor& fake, const at::Tensor& real);
/// @}

} // namespace underpaint::train
