// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstdint>

// The networks of "Cross-domain Correspondence Learning for Exemplar-based Image Translation"
// (Zhang et al., CVPR 2020, "CoCosNet") under the names of the official release.
namespace underpaint::nets::cocosnet {

/// A norm without weights whose scale and shift are given at every pixel by a condition (Park et
/// al., 2019), with reflected borders throughout.
struct Spade {
    std::int64_t hidden = 128;
    Norm norm = Norm::Positional; ///< Positional, Instance or PlainBatch
    std::int64_t kernel = 3;

    /// x (N, C, h, w), condition (N, L, H, W) of any size.
    Tensor operator()(Run& run, const Scope& weights, const Tensor& x,
                      const Tensor& condition) const;
    /// The norm alone.
    Tensor normalised(Run& run, const Scope& weights, const Tensor& x) const;
};

/// Residual block of two Spade layers; the shortcut learns where the channels change.
struct SpadeBlock {
    std::int64_t out = 0;
    Spade spade = {};
    bool spectral = true;
    /// Squeeze and excitation (Hu et al., 2018) of the residual branch.
    bool squeezed = false;
    std::int64_t dilation = 1;

    /// x (N, C, h, w) → (N, out, h, w).
    Tensor operator()(Run& run, const Scope& weights, const Tensor& x,
                      const Tensor& condition) const;
    Tensor shortcut(Run& run, const Scope& weights, const Tensor& x, const Tensor& condition) const;

private:
    Tensor branch(Run& run, const Scope& weights, const Tensor& x, const Tensor& condition) const;
};

/// How the official layers are divided by their largest singular value, if they are.
Spectral spectralIf(bool wanted);

} // namespace underpaint::nets::cocosnet
