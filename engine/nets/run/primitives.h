// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace underpaint::nets {

/// How the border of a convolution's input is continued.
enum class Border {
    Zero,
    Reflect,
    /// Zeros, as many as make the output ceil(extent / stride) large, the smaller half of them
    /// before: TensorFlow's SAME. `padding` has no meaning then.
    Same,
};

/// How a convolution's weight is divided by its largest singular value (Miyato et al., 2018).
enum class Spectral {
    None,
    /// A buffer `weight_u` (out) estimates the left singular vector, refined in training.
    Estimated,
    /// The way of the official releases: `weight_orig` is trained, buffers `weight_u` (out) and
    /// `weight_v` (in * kernel^2) say what it is divided by; only training refines them.
    Stored,
    /// As the official InstaGAN wraps convolutions: the weights are called `module.weight_bar` and
    /// `module.bias`, the estimates of both singular vectors `module.weight_u` and
    /// `module.weight_v`, and every application refines them, in training or not.
    Wrapped,
};

/// A square 2-D convolution. Weight key `weight` (out, in / groups, kernel, kernel), optional
/// `bias` (out).
struct Convolution {
    std::int64_t out = 0;
    std::int64_t kernel = 3;
    std::int64_t stride = 1;
    std::int64_t padding = 0;
    Border border = Border::Zero;
    bool bias = true;
    /// Groups of channels that do not see each other; as many as channels: depthwise.
    std::int64_t groups = 1;
    /// The weights come from elsewhere, or were drawn once, and are never trained.
    bool fixed = false;
    Spectral spectral = Spectral::None;
    /// Pixels from one tap to the next.
    std::int64_t dilation = 1;
    /// Of fresh weights, with a bias of 0; 0 = as everywhere in the network.
    double deviation = 0;
};

/// Pixels from the first tap to the last, both counted.
std::int64_t reach(const Convolution& spec);
/// Height or width of a convolution's output. May be below 1 for pictures that are too small.
std::int64_t outputExtent(std::int64_t extent, const Convolution& spec);

/// Windows of a pooling; with `ceil` those that begin inside and end outside count too.
struct Pooling {
    std::int64_t kernel = 2;
    std::int64_t stride = 2;
    bool ceil = false;
};

/// Height or width after pooling.
std::int64_t outputExtent(std::int64_t extent, const Pooling& spec);

/// A square transposed convolution. Weight key `weight` (in, out, kernel, kernel), optional `bias`.
struct TransposedConvolution {
    std::int64_t out = 0;
    std::int64_t kernel = 3;
    std::int64_t stride = 2;
    std::int64_t padding = 1;
    std::int64_t outputPadding = 1;
    bool bias = true;
};

/// Added to the variance in every norm layer of the official systems.
inline constexpr double normEpsilon = 1e-5;
/// The same in norms that labels modulate, where a window of one class has hardly any variance.
inline constexpr double modulatedNormEpsilon = 1e-3;
/// Slope of LeakyRelu on the negative side.
inline constexpr float leakySlope = 0.2F;

/// Normalisation layers of the official systems.
enum class Norm {
    None,
    /// Per image and channel, not affine, no stored statistics: no keys.
    Instance,
    /// The same with running statistics, as modules built with track_running_stats have them.
    TrackedInstance,
    /// Affine batch norm with running statistics (momentum 0.1).
    Batch,
    /// The same without scale and offset, which others give.
    PlainBatch,
    /// Over a pixel's channels, with the variance of a sample: no keys (Li et al., 2019).
    Positional,
};

/// What a norm that the labels modulate divides by.
enum class ModulatedNorm {
    /// Mean and deviation per image and channel: what is far away changes every pixel.
    Instance,
    /// The root of the mean square over a pixel's channels (Karras et al., 2018): what a pixel
    /// becomes depends on its surroundings only, at every size of the picture.
    Pixel,
};

enum class Activation {
    None,
    Relu,
    /// Clamped to 0..6.
    Relu6,
    LeakyRelu,
    /// x, below 0 exp(x) - 1 (Clevert et al., 2016).
    Elu,
    Tanh,
    Sigmoid,
};

/// Whether it is two straight lines that meet at 0: None, Relu or LeakyRelu.
bool isPiecewiseLinear(Activation activation);
/// The slope of such an activation on the negative side (None has 1). Throws Error for the others.
float negativeSlope(Activation activation);

} // namespace underpaint::nets
