// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstdint>

// The networks of "Image-to-Image Translation with Conditional Adversarial Networks" (Isola et
// al., CVPR 2017) under the names of the PyTorch port. A convolution that a batch norm follows has
// no bias; with instance norm it has one.
namespace underpaint::nets::pix2pix {

/// U-Net; 7 downsamplings for 128-pixel models, 8 for 256-pixel ones.
struct UnetGenerator {
    std::int64_t inputChannels = 3;
    std::int64_t outputChannels = 3;
    std::int64_t downsamplings = 8;
    std::int64_t ngf = 64;
    Norm norm = Norm::Batch;
    /// Rate 0.5 in the inner blocks of width 8 ngf: the model's source of variation.
    bool dropout = true;

    std::int64_t multiple() const { return std::int64_t{1} << downsamplings; }
    /// (N, inputChannels, H, W) → (N, outputChannels, H, W) in [-1, 1].
    Tensor operator()(Run& run, const Scope& weights, const NetworkInput& input) const;
};

/// Residual generator with two downsamplings (6 or 9 blocks); also CycleGAN's.
struct ResnetGenerator {
    std::int64_t inputChannels = 3;
    std::int64_t outputChannels = 3;
    std::int64_t ngf = 64;
    std::int64_t blocks = 9;
    Norm norm = Norm::Batch;
    bool dropout = true;

    static std::int64_t multiple() { return 4; }
    Tensor operator()(Run& run, const Scope& weights, const NetworkInput& input) const;
};

/// PatchGAN: 16, 34, 70, 142 or 286 pixels for 1 to 5 layers. Input = condition | photo.
struct PatchDiscriminator {
    std::int64_t inputChannels = 6;
    std::int64_t ndf = 64;
    std::int64_t layers = 3;
    Norm norm = Norm::Batch;
    /// Spectral::Wrapped, as in the InstaGAN repository.
    bool spectral = false;

    /// → (N, 1, h, w) logits.
    Tensor operator()(Run& run, const Scope& weights, const Tensor& input) const;
};

/// The 1x1 PixelGAN.
struct PixelDiscriminator {
    std::int64_t inputChannels = 6;
    std::int64_t ndf = 64;
    Norm norm = Norm::Batch;

    /// → (N, 1, H, W) logits.
    Tensor operator()(Run& run, const Scope& weights, const Tensor& input) const;
};

} // namespace underpaint::nets::pix2pix
