// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/parallel.h"

#include <cstdint>
#include <vector>

namespace underpaint::kernels {

/// Mean and biased variance per channel.
struct ChannelMoments {
    std::vector<double> mean;
    std::vector<double> variance;
};

/// Over `pixels` rows of `channels` values. Summed in fixed chunks in single precision around a
/// pivot and then in double precision: independent of the threads and of a common offset.
ChannelMoments channelMoments(const float* x, std::int64_t pixels, int channels,
                              const Parallel& parallel);

/// out = activation(x * scale[c] + shift[c] + residual): any normalisation whose statistics are
/// known, with what follows it. Negative results are multiplied with `slope` (1: no activation,
/// 0: ReLU). `residual` may be null; `out` may be `x` or `residual`.
struct ChannelAffine {
    const float* x = nullptr;
    const float* scale = nullptr;
    const float* shift = nullptr;
    const float* residual = nullptr;
    float slope = 1;
    float* out = nullptr;
    std::int64_t pixels = 0;
    int channels = 0;
};
void channelAffine(const ChannelAffine& affine, const Parallel& parallel);

/// out = activation((x * scale[c] + shift[c]) * (1 + a) + b + residual), where `modulation` holds
/// for every pixel a of all channels and then b of all channels. The rest as in ChannelAffine.
struct ChannelModulation {
    ChannelAffine affine;
    const float* modulation = nullptr;
};
void channelModulate(const ChannelModulation& modulation, const Parallel& parallel);

/// The same where every pixel is divided by the root of `epsilon` + the mean square of its
/// channels: `scale` and `shift` are not read.
void pixelModulate(const ChannelModulation& modulation, double epsilon, const Parallel& parallel);

} // namespace underpaint::kernels
