// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

namespace underpaint::nets {

/// The residual block that pix2pix, CycleGAN and pix2pixHD share.
struct ResidualBlock {
    Norm norm = Norm::Instance;
    bool bias = true;
    /// Has a dropout layer (rate 0.5) between its halves, which moves the second convolution's name
    /// from `conv_block.5` to `conv_block.6`.
    bool dropout = false;
};

/// x + norm(conv(dropout(relu(norm(conv(x)))))), 3x3 with reflected border, channels unchanged.
Tensor residualBlock(Run& run, const Scope& weights, const Tensor& x, const ResidualBlock& spec);

} // namespace underpaint::nets
