// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace underpaint::nets {

/// Adversarial objectives. Predictions are score maps of any shape; losses are scalars.
enum class GanMode {
    /// Least squares against 1 (real) and 0 (fake) (Mao et al., 2017).
    Lsgan,
    /// Sigmoid cross-entropy on logits.
    Vanilla,
    /// Binary cross-entropy on probabilities: what a discriminator that ends in a sigmoid gives.
    VanillaOnProbabilities,
    /// -mean for real, +mean for fake (the gradient penalty is added by the trainer).
    Wgangp,
    /// Hinge on the discriminator's side, -mean on the generator's (Lim and Ye, 2017).
    Hinge,
};

/// "lsgan", "vanilla", "wgangp", "hinge"; throws Error on anything else.
GanMode ganModeFromName(std::string_view name);

/// What the discriminator minimises for one score map of a real or a generated picture.
Tensor discriminatorLoss(GanMode mode, const Tensor& prediction, bool real);
/// What the generator minimises: it wants its picture judged real.
Tensor generatorLoss(GanMode mode, const Tensor& prediction);

/// Stages of a multi-scale discriminator: `[scale][stage]`, the last stage is the score map.
using Stages = std::vector<std::vector<Tensor>>;

/// The score map of every scale, summed over scales (pix2pixHD; a mean over patches each).
/// @{
Tensor discriminatorLoss(GanMode mode, const Stages& predictions, bool real);
Tensor generatorLoss(GanMode mode, const Stages& predictions);
/// @}

/// Feature matching of pix2pixHD without its lambda: L1 between all stages but the score map,
/// weighted 4 / (n_layers + 1) / scales. The real side gets no gradient.
Tensor featureMatchingLoss(const Stages& fake, const Stages& real);

/// Weighted sum of the L1 distances of activations; the target side gets no gradient.
Tensor perceptualLoss(const std::vector<Tensor>& activations, const std::vector<Tensor>& target,
                      const std::vector<double>& weights);

/// Weights of relu1_1 … relu5_1 in pix2pixHD: 1/32, 1/16, 1/8, 1/4, 1.
const std::vector<double>& vggLossWeights();

} // namespace underpaint::nets
