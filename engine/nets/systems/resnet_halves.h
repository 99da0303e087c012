// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstdint>

// The two halves of the ResNet generator of Johnson et al. (2016) as pix2pix and CycleGAN build it,
// which InstaGAN uses one by one. The numbers of layers count paddings, norms and activations.
namespace underpaint::nets {

/// The official networks give a normalised convolution a bias with instance norm only: a batch norm
/// has its own.
bool biasBefore(Norm norm);

/// What a generator is made of.
struct ResnetHalf {
    std::int64_t blocks = 9;
    Norm norm = Norm::Instance;
    bool bias = true; ///< of convolutions before a norm
    bool dropout = false;

    /// How many layers the first half has.
    std::int64_t layers() const { return 10 + blocks; }
};

/// 7x7 with reflected border, two convolutions of stride 2, residual blocks: (N, C, H, W) →
/// (N, 4 width, H / 4, W / 4), sizes rounded up. Layers from 0 on.
Tensor encodeResnet(Run& run, const Scope& layers, const NetworkInput& input, std::int64_t width,
                    const ResnetHalf& half);

struct ResnetOutput {
    std::int64_t width = 64; ///< at the full size
    std::int64_t channels = 3;
    /// Standard deviation of the last layer's fresh weights; 0 = as in the whole network.
    double deviation = 0;
};

/// Two transposed convolutions, 7x7 with reflected border, tanh: (N, C, h, w) →
/// (N, channels, 4 h, 4 w) in [-1, 1]. Layers from `first` on.
Tensor decodeResnet(Run& run, const Scope& layers, std::int64_t first, const Tensor& features,
                    const ResnetOutput& output, const ResnetHalf& half);

} // namespace underpaint::nets
