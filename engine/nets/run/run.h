// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_input.h"
#include "engine/nets/run/attention.h"
#include "engine/nets/run/primitives.h"
#include "engine/nets/torch_compat.h"
#include "engine/nets/weights/param_store.h"

#include <string_view>
#include <vector>

namespace underpaint::nets {

/// How a network is executed. A network is one free function over named weights and these
/// primitives; whether it is trained, rendered with fused kernels in bf16, or only asked for its
/// weights and cost is decided by the Run it is given.
///
/// A primitive that others can express has a default made of them: it is right in every Run at
/// once, and fast in those that override it.
///
/// Tensors are (N, C, H, W); their memory layout and precision are the Run's own business and must
/// not be relied upon between primitives. `scope` names the layer whose weights are used.
class Run {
public:
    virtual ~Run() = default;

    virtual Tensor convolution(const Scope& scope, const Tensor& x, const Convolution& spec) = 0;
    /// The first convolution of a network: a painted input need not become one-hot for it.
    virtual Tensor stem(const Scope& scope, const NetworkInput& input, const Convolution& spec);
    virtual Tensor transposedConvolution(const Scope& scope, const Tensor& x,
                                         const TransposedConvolution& spec) = 0;
    /// activation(norm(x)). With Norm::None only the activation.
    virtual Tensor normalise(const Scope& scope, const Tensor& x, Norm norm,
                             Activation activation) = 0;
    /// residual + norm(x): the end of a residual block.
    virtual Tensor normaliseAdd(const Scope& scope, const Tensor& x, Norm norm,
                                const Tensor& residual);
    /// activation(norm(x) * (1 + scale) + shift + residual): a norm whose scale and shift are given
    /// at every pixel (Park et al., 2019; Tan et al., 2021). `modulation` (N, 2C, H, W) is scale |
    /// shift; `residual` may be undefined. The activation is None, Relu or LeakyRelu.
    virtual Tensor normaliseModulated(const Tensor& x, ModulatedNorm norm, const Tensor& modulation,
                                      Activation activation, const Tensor& residual) = 0;
    virtual Tensor activate(const Tensor& x, Activation activation) = 0;
    virtual Tensor add(const Tensor& a, const Tensor& b) = 0;
    /// On channels, in the order given.
    virtual Tensor concatenate(const std::vector<Tensor>& parts) = 0;
    /// 3x3, stride 2, padding 1 that is not counted: the image pyramid of pix2pixHD.
    virtual Tensor averagePool(const Tensor& x) = 0;
    /// The same for the network's input (soft labels at the coarser size).
    virtual NetworkInput averagePool(const NetworkInput& input);
    /// The mean of every 2x2 pixels; height and width are even.
    virtual Tensor halve(const Tensor& x) = 0;
    /// The same for the network's input.
    virtual NetworkInput halve(const NetworkInput& input);
    virtual Tensor maxPool(const Tensor& x, const Pooling& spec) = 0;
    /// Nearest-neighbour enlargement by an integer factor.
    virtual Tensor upsampleNearest(const Tensor& x, std::int64_t factor) = 0;
    /// Enlargement by an integer factor that interpolates between the centres of pixels.
    virtual Tensor upsampleBilinear(const Tensor& x, std::int64_t factor) = 0;
    /// Zeroes values with probability `rate` and scales the others, where the Run has dropout on.
    virtual Tensor dropout(const Tensor& x, double rate) = 0;
    /// Every pixel becomes the mean over its instance, per image and channel.
    /// `instances` is (N, 1, H, W) integral ids.
    virtual Tensor instanceMean(const Tensor& x, const Tensor& instances) = 0;

    /// A linear layer on the mean over all pixels: (N, C, H, W) → (N, out, 1, 1). Weight key
    /// `weight` (out, C), `bias` (out).
    virtual Tensor pooledLinear(const Scope& scope, const Tensor& x, std::int64_t out) = 0;
    /// Means over soft regions: every pixel belongs to them by the softmax of its `scores`
    /// (N, R, H, W). (N, C, H, W) → (N, R * (C + 1), 1, 1) of fp32: the C means of the first
    /// region, then its share of the pixels, then those of the next.
    virtual Tensor regionMeans(const Tensor& x, const Tensor& scores);
    /// One value for every pixel: (N, C, 1, 1) → (N, C, height, width).
    virtual Tensor spread(const Tensor& x, std::int64_t height, std::int64_t width);

    /// max(x, 0) + slope * min(x, 0). Weight key `weight` (1).
    virtual Tensor parametricRelu(const Scope& scope, const Tensor& x);
    /// x + gamma * y. Weight key `gamma`, a scalar.
    virtual Tensor addScaled(const Scope& scope, const Tensor& x, const Tensor& y);
    /// x * (1 + scale) + shift, all of one shape: what SPADE does with its two maps.
    virtual Tensor modulate(const Tensor& x, const Tensor& scale, const Tensor& shift);
    /// paint + (1 - |paint|) * under: paint in [-1, 1] over the first channels of an input, of
    /// which 0 leaves all and 1 or -1 nothing.
    virtual Tensor paintOver(const Tensor& paint, const NetworkInput& under);
    /// Every channel times a factor of its own: factors (N, C, 1, 1).
    virtual Tensor scaleChannels(const Tensor& x, const Tensor& factors);
    /// Nearest neighbour at any size: pixel i is pixel floor(i * in / out) of the input.
    virtual Tensor resizeNearest(const Tensor& x, std::int64_t height, std::int64_t width);
    /// pooledLinear() without a bias.
    virtual Tensor pooledLinearWithoutBias(const Scope& scope, const Tensor& x, std::int64_t out);
    /// Values of the places that each pixel attends to, and where these are.
    virtual AttentionResult attend(const Attention& attention);
    /// Every value times a constant.
    virtual Tensor multiply(const Tensor& x, double factor);
    /// a * share + b * (1 - share), `share` (N, 1, H, W).
    virtual Tensor blend(const Tensor& a, const Tensor& b, const Tensor& share);
    /// Every pixel is fetched from where `flow` (N, 2, H, W) points: pixels to the right and down
    /// from its own place, between pixels by bilinear interpolation, outside from the border.
    virtual Tensor warp(const Tensor& picture, const Tensor& flow);
    /// A layer that files hold though no pass uses it.
    virtual void unused(const Scope& scope, std::int64_t inputChannels, const Convolution& spec);

    /// Names an intermediate value, for whoever watches (parity cases). Does nothing by default.
    virtual void mark(std::string_view name, const Tensor& x);

protected:
    Run() = default;
    Run(const Run&) = default;
    Run& operator=(const Run&) = default;
};

} // namespace underpaint::nets
