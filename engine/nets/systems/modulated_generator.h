// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstdint>

namespace underpaint::nets {

/// A generator of our own in the place of pix2pixHD's: coarse to fine as that one, but every
/// instance norm is scaled and shifted by a linear function of the condition at its pixel, as in
/// SPADE (Park et al., 2019) with the 1x1 maps of CLADE (Tan et al., 2021), which cost a CPU next
/// to nothing. Plain instance norm washes a uniform label away, so that water comes out as grass.
///
/// The condition may end in planes of noise (kernels/noise_planes.h): without them all that is
/// far from a boundary looks alike.
struct ModulatedGenerator {
    std::int64_t inputChannels = 20;
    std::int64_t outputChannels = 3;
    /// Channels at full resolution; doubled by every halving of the size, up to maxChannels.
    std::int64_t ngf = 32;
    std::int64_t downsamplings = 4;
    std::int64_t maxChannels = 256;
    /// Residual blocks at the coarsest size, and after the first upsampling.
    /// @{
    std::int64_t blocks = 5;
    std::int64_t fineBlocks = 2;
    /// @}
    /// How many of the last input channels are noise; 0 = none.
    std::int64_t noiseChannels = 0;

    /// Height and width must be multiples of this.
    std::int64_t multiple() const { return std::int64_t{1} << downsamplings; }
    /// (N, inputChannels, H, W) → (N, outputChannels, H, W) in [-1, 1].
    Tensor operator()(Run& run, const Scope& weights, const NetworkInput& input) const;
};

} // namespace underpaint::nets
