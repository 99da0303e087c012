// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

namespace underpaint::nets::cocosnet {

/// A pixel looks at all others, at half the resolution (Zhang et al., "Self-Attention Generative
/// Adversarial Networks", 2019). Height and width are even.
struct SelfAttention {
    bool spectral = true;

    /// (N, C, h, w) → the same shape.
    Tensor operator()(Run& run, const Scope& weights, const Tensor& x) const;
};

} // namespace underpaint::nets::cocosnet
