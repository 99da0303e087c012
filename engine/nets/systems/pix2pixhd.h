// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstdint>
#include <vector>

// The networks of "High-Resolution Image Synthesis and Semantic Manipulation with Conditional
// GANs" (Wang et al., CVPR 2018). Every convolution has a bias. Weights carry the official names.
namespace underpaint::nets::pix2pixhd {

/// How a generator doubles its size.
enum class Upsampling {
    /// 3x3 transposed convolution of stride 2: the official networks.
    Transposed,
    /// Nearest-neighbour enlargement and a 3x3 convolution with reflected border: no checkerboards
    /// (Odena et al., 2016). The weights keep their names; their layout is (out, in, 3, 3).
    NearestConvolution,
};

/// G1: 7x7 stem, downsamplings, residual blocks, upsamplings, 7x7 head, tanh.
struct GlobalGenerator {
    std::int64_t inputChannels = 36;
    std::int64_t outputChannels = 3;
    std::int64_t ngf = 64;
    std::int64_t downsamplings = 4;
    std::int64_t blocks = 9;
    Norm norm = Norm::Instance;
    Upsampling upsampling = Upsampling::Transposed;

    /// Height and width must be multiples of this, or the photo comes out larger than the map.
    std::int64_t multiple() const { return std::int64_t{1} << downsamplings; }
    /// (N, inputChannels, H, W) → (N, outputChannels, H, W) in [-1, 1].
    /// Marks: after_stem, after_down, after_blocks.
    Tensor operator()(Run& run, const Scope& weights, const NetworkInput& input) const;
};

/// G2: G1 without its head at the coarsest level of an image pyramid, and an enhancer for every
/// finer one. `ngf` is the width at full resolution.
struct LocalEnhancer {
    std::int64_t inputChannels = 36;
    std::int64_t outputChannels = 3;
    std::int64_t ngf = 32;
    std::int64_t globalDownsamplings = 4;
    std::int64_t globalBlocks = 9;
    std::int64_t enhancers = 1;
    std::int64_t localBlocks = 3;
    Norm norm = Norm::Instance;
    Upsampling upsampling = Upsampling::Transposed;

    std::int64_t multiple() const { return std::int64_t{1} << (globalDownsamplings + enhancers); }
    /// As GlobalGenerator. Marks: global_features.
    Tensor operator()(Run& run, const Scope& weights, const NetworkInput& input) const;
};

/// E: encodes a photo into low-dimensional features, averaged over every instance.
struct Encoder {
    std::int64_t inputChannels = 3;
    std::int64_t outputChannels = 3;
    std::int64_t ngf = 16;
    std::int64_t downsamplings = 4;
    Norm norm = Norm::Instance;

    std::int64_t multiple() const { return std::int64_t{1} << downsamplings; }
    /// `image` (N, 3, H, W) in [-1, 1], `instances` (N, 1, H, W) ids → (N, outputChannels, H, W).
    /// Marks: raw (before pooling).
    Tensor operator()(Run& run, const Scope& weights, const Tensor& image,
                      const Tensor& instances) const;
};

/// D: the same PatchGAN on an image pyramid.
struct MultiscaleDiscriminator {
    std::int64_t inputChannels = 39;
    std::int64_t ndf = 64;
    std::int64_t layers = 3;
    std::int64_t scales = 2;
    Norm norm = Norm::Instance;
    /// Ends in a sigmoid; ignored when the stages are returned, as in the official code.
    bool sigmoid = false;
    /// Return every stage (for feature matching) instead of the score map only. Decides the names
    /// of the weights too.
    bool stages = true;
    /// Spectral norm of all weights (Miyato et al., 2018); not in the official code.
    bool spectral = false;
    /// Each coarser scale is twice as wide as the one before, at most this in its first layer; 0 =
    /// all are `ndf` wide, as in pix2pixHD.
    std::int64_t widestAtFirst = 0;

    /// `[scale][stage]`, scale 0 = full resolution; the last stage is the score map.
    std::vector<std::vector<Tensor>> operator()(Run& run, const Scope& weights,
                                                const Tensor& input) const;
};

} // namespace underpaint::nets::pix2pixhd
