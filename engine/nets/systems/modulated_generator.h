// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/option_reader.h"
#include "engine/nets/run/run.h"

#include <cstdint>

namespace underpaint::nets {

/// A generator of our own in the place of pix2pixHD's: every norm is scaled and shifted by a linear
/// function of the condition at its pixel, as in SPADE (Park et al., 2019) with the 1x1 maps of
/// CLADE (Tan et al., 2021), which cost a CPU next to nothing. Plain instance norm washes a uniform
/// label away, so that water comes out as grass.
///
/// With an encoder it goes from fine to coarse and back, as pix2pixHD's does. Without, it begins
/// with the condition at the coarsest size, as SPADE does: labels and boundaries reach every size
/// by the maps, and what the encoder cost is spent on the way back.
///
/// Under a norm per pixel, what an edit changes ends where the convolutions' view ends, and a
/// picture may be larger than those of the training: instance norms, whose moments are those of
/// the whole picture, keep them in order by one bright spot, which then shows elsewhere.
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
    ModulatedNorm norm = ModulatedNorm::Instance;
    bool encoder = true;
    /// Residual blocks at the coarsest size, and after the first upsampling.
    /// @{
    std::int64_t blocks = 5;
    std::int64_t fineBlocks = 2;
    /// @}
    /// Residual convolutions after the other upsamplings but the last.
    std::int64_t refinements = 0;
    /// The blocks' convolutions see each channel by itself and then mix pixel by pixel (Chollet,
    /// 2017).
    bool separable = false;
    /// Of the last convolution: how far it sees to each side.
    std::int64_t headRadius = 3;
    /// The last stage is at half the size: the head makes 2x2 pixels of each (Shi et al., 2016).
    bool subpixelHead = false;
    /// How many of the last input channels are noise; 0 = none.
    std::int64_t noiseChannels = 0;

    /// Height and width must be multiples of this.
    std::int64_t multiple() const { return std::int64_t{1} << downsamplings; }
    /// (N, inputChannels, H, W) → (N, outputChannels, H, W) in [-1, 1].
    Tensor operator()(Run& run, const Scope& weights, const NetworkInput& input) const;
};

/// The options of one, `input_nc` included.
ModulatedGenerator readModulatedGenerator(OptionReader& options);

} // namespace underpaint::nets
