// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"
#include "engine/train/data/augmentation.h"

#include <cstdint>

namespace underpaint::train {

/// How the discriminator sees one batch (differentiable augmentation; Zhao et al., 2020): the same
/// shift, erased square and colours for whatever it is shown, so that condition, real and
/// generated photo stay comparable.
struct DiscriminatorView {
    std::int64_t shiftX = 0; ///< pixels to the right; what comes in is 0
    std::int64_t shiftY = 0;
    /// The erased rectangle (set to 0), after the shift.
    std::int64_t holeX = 0;
    std::int64_t holeY = 0;
    std::int64_t holeWidth = 0;
    std::int64_t holeHeight = 0;
    double brightness = 0; ///< added to the photo
    double saturation = 1; ///< factor of the distance of its colours from grey
    double contrast = 1;   ///< factor of the distance from each photo's mean

    bool isIdentity() const;
    /// `input` is (N, C, H, W), condition | photo, the photo in the last 3 channels.
    /// Differentiable.
    at::Tensor operator()(const at::Tensor& input) const;

private:
    bool recolours() const;
    at::Tensor recoloured(const at::Tensor& photo) const;
};

/// The view of training step number `step`: a function of the arguments.
DiscriminatorView drawView(const DiscriminatorAugmentation& augmentation, Size picture,
                           std::uint64_t seed, std::uint64_t step);

} // namespace underpaint::train
