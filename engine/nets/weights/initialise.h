// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"

#include <cstdint>

namespace underpaint::nets {

/// How fresh weights are drawn.
enum class Initialisation {
    /// pix2pixHD: weights N(0, 0.02), biases uniform in ±1/sqrt(fan in), norms N(1, 0.02) and 0.
    Pix2PixHd,
    /// pix2pix and CycleGAN: the same with zero biases.
    Pix2Pix,
    /// BicycleGAN: weights N(0, 0.02 sqrt(2 / (fan in + fan out))) (Glorot and Bengio, 2010), zero
    /// biases.
    BicycleGan,
    /// Scaled to keep activations of order 1 through the network (He et al., 2015): for benchmarks
    /// and numeric comparisons of untrained networks, whose photos would otherwise be flat grey.
    Scaled,
};

/// Weights for every parameter of the network; the same seed gives the same values everywhere.
ParamStore initialWeights(const Network& network, Initialisation how, std::uint64_t seed);

} // namespace underpaint::nets
