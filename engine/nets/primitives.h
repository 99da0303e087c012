// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace underpaint::nets {

/// How the border of a convolution's input is continued.
enum class Border { Zero, Reflect };

/// A square 2-D convolution. Weight key `weight` (out, in, kernel, kernel), optional `bias` (out).
struct Convolution {
    std::int64_t out = 0;
    std::int64_t kernel = 3;
    std::int64_t stride = 1;
    std::int64_t padding = 0;
    Border border = Border::Zero;
    bool bias = true;
};

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
};

enum class Activation {
    None,
    Relu,
    LeakyRelu,
    Tanh,
    Sigmoid,
};

/// The slope on the negative side of an activation that is two straight lines (None has 1). Throws
/// Error for the others.
float negativeSlope(Activation activation);

} // namespace underpaint::nets
