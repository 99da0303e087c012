// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstdint>
#include <vector>

namespace underpaint::nets {

/// Photo → class scores of its pixels: an encoder and a decoder that takes the encoder's finer
/// stages back in (Ronneberger et al., 2015), of 3x3 convolutions with batch norm, small enough for
/// a CPU. The norms' statistics are stored ones outside of training, so that a pixel's scores
/// depend on what is around it only, at any picture size. Also the backbone of perceptual losses
/// and measures: see features().
struct Segmenter {
    static constexpr std::int64_t inputChannels = 3;
    enum class Trunk {
        /// Residual (He et al., 2016), from scratch, down to 1/16 of the size. Weights `encoder`.
        Residual,
        /// EfficientNet-lite0, pretrained, down to 1/32 of the size. Weights `trunk`.
        EfficientNetLite0,
    };

    std::int64_t classes = 2;
    /// Channels at half of the picture's size; the residual encoder ends with four times as many.
    std::int64_t width = 32;
    Trunk trunk = Trunk::Residual;

    /// Of height and width.
    std::int64_t multiple() const { return trunk == Trunk::Residual ? 16 : 32; }

    /// `photo` (N, 3, H, W) in [-1, 1] → logits (N, classes, H/2, W/2).
    Tensor operator()(Run& run, const Scope& weights, const NetworkInput& photo) const;

    /// The encoder's stages at 1/2, 1/4, 1/8, 1/16 of the size: residual ones are ReLU'd and have
    /// width, 3/2 width, 5/2 width and 4 width channels; see EfficientNetLite0 for the others.
    std::vector<Tensor> features(Run& run, const Scope& weights, const NetworkInput& photo) const;

private:
    /// From the finest to the coarsest.
    std::vector<Tensor> stages(Run& run, const Scope& weights, const NetworkInput& photo) const;
};

} // namespace underpaint::nets
