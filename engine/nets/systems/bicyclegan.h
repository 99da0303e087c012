// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstdint>

// The networks of "Toward Multimodal Image-to-Image Translation" (Zhu et al., NeurIPS 2017) under
// the names of the official release. All convolutions have a bias, whatever norm follows.
namespace underpaint::nets::bicyclegan {

/// Where the generator meets the code.
enum class CodePlace {
    /// Beside the channels of the input.
    Input,
    /// Beside the input of every level of the U.
    All,
};

enum class Upsampling {
    Transposed,
    /// Bilinear enlargement, then a 3x3 convolution with a reflected border.
    Bilinear,
};

/// U-Net that is given a code; 7 downsamplings for 128-pixel models, 8 for 256-pixel ones.
struct UnetGenerator {
    CodePlace place = CodePlace::All;
    std::int64_t inputChannels = 3;
    std::int64_t outputChannels = 3;
    std::int64_t codeSize = 8;
    std::int64_t downsamplings = 8;
    std::int64_t ngf = 64;
    Norm norm = Norm::Instance;
    Activation decoder = Activation::Relu;
    Upsampling upsampling = Upsampling::Transposed;
    /// Rate 0.5 in the inner blocks of width 8 ngf.
    bool dropout = false;

    std::int64_t multiple() const { return std::int64_t{1} << downsamplings; }
    /// (N, inputChannels, H, W) and code (N, codeSize, 1, 1) → (N, outputChannels, H, W) in
    /// [-1, 1]. Without a code (codeSize 0) `code` is undefined.
    Tensor operator()(Run& run, const Scope& weights, const NetworkInput& input,
                      const Tensor& code) const;
};

/// The input with the code as planes behind its own, the same at every pixel; labels stay labels.
/// Without a code (undefined) the input as it is.
NetworkInput withCode(Run& run, const NetworkInput& input, const Tensor& code);

/// The distribution of codes that a photo may have, (N, codeSize) both.
struct CodeDistribution {
    Tensor mean;
    Tensor logVariance;
};

/// Encoder of photos. The official one takes pictures whose sides are between its nominal size (128
/// or 256) and twice that, and looks at the first 128 or 256 pixels of each. Of pictures that it
/// refuses, the mean over all is taken here.
struct Encoder {
    enum class Trunk {
        Residual,     ///< E_ResNet: convolution, then residual blocks that halve
        Convolutions, ///< E_NLayers: convolutions of stride 2
    };
    Trunk trunk = Trunk::Residual;
    std::int64_t inputChannels = 3;
    std::int64_t codeSize = 8;
    std::int64_t nef = 64;
    /// Of the trunk, the first convolution counted: 4 for 128-pixel models, 5 for 256-pixel ones.
    std::int64_t stages = 5;
    Norm norm = Norm::Instance;
    Activation activation = Activation::LeakyRelu;

    /// What the official pooling of 8x8 makes one pixel.
    std::int64_t nominalExtent() const { return std::int64_t{8} << stages; }
    std::int64_t multiple() const { return std::int64_t{1} << stages; }
    CodeDistribution operator()(Run& run, const Scope& weights, const Tensor& input) const;
};

/// PatchGANs on the picture and on halved ones, each with half the filters of the one before;
/// 34 pixels a patch with 2 layers, 70 with 3.
struct MultiscaleDiscriminator {
    std::int64_t inputChannels = 3;
    std::int64_t ndf = 64;
    std::int64_t layers = 3;
    std::int64_t scales = 2;
    Norm norm = Norm::Instance;

    /// One score map (logits) a scale, the full size first.
    std::vector<std::vector<Tensor>> operator()(Run& run, const Scope& weights,
                                                const Tensor& input) const;
};

} // namespace underpaint::nets::bicyclegan
