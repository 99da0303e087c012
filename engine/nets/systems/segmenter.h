// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstdint>
#include <vector>

namespace underpaint::nets {

/// Photo → class scores of its pixels: a residual encoder (He et al., 2016) and a decoder that
/// takes the encoder's finer stages back in (Ronneberger et al., 2015), of 3x3 convolutions with
/// batch norm, small enough for a CPU. The norms' statistics are stored ones outside of training,
/// so that a pixel's scores depend on what is around it only, at any picture size. Also the
/// backbone of perceptual losses and measures: see features().
struct Segmenter {
    static constexpr std::int64_t inputChannels = 3;
    std::int64_t classes = 2;
    /// Channels at half of the picture's size; the encoder ends with four times as many.
    std::int64_t width = 32;

    static std::int64_t multiple() { return 16; }

    /// `photo` (N, 3, H, W) in [-1, 1], H and W multiples of 16 → logits (N, classes, H/2, W/2).
    Tensor operator()(Run& run, const Scope& weights, const NetworkInput& photo) const;

    /// The encoder's stages, ReLU'd: width channels at 1/2 of the size, 3/2 width at 1/4, 5/2 width
    /// at 1/8, 4 width at 1/16.
    std::vector<Tensor> features(Run& run, const Scope& weights, const NetworkInput& photo) const;
};

} // namespace underpaint::nets
