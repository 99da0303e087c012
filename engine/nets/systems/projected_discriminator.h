// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/backbones/efficientnet_lite0.h"
#include "engine/nets/run/run.h"

#include <cstdint>
#include <vector>

namespace underpaint::nets {

/// A discriminator on the features of a pretrained EfficientNet-lite0 (Sauer et al., 2021,
/// "Projected GANs converge faster"): stages at strides 2 to 16 pass random convolutions that are
/// drawn once and mix their channels and, coarse to fine, their scales; a small head with spectral
/// norm judges each. Heads also see the condition, averaged to their size. Weights: `backbone` (the
/// pretrained ones), `mix`, `cross` and `heads`.
struct ProjectedDiscriminator {
    /// Condition and photo, in this order.
    std::int64_t inputChannels = 20;
    /// Channels after mixing.
    std::int64_t width = 48;
    /// Channels inside the heads.
    std::int64_t headWidth = 64;

    static constexpr std::size_t stages = 4;
    static std::int64_t multiple() { return 16; }

    /// `[head][score]`, head 0 the finest: laid out as the stages of a multi-scale discriminator
    /// that returns nothing but its scores.
    std::vector<std::vector<Tensor>> operator()(Run& run, const Scope& weights,
                                                const Tensor& input) const;
};

} // namespace underpaint::nets
