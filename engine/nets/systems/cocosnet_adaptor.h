// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/systems/cocosnet_spade.h"

#include <cstdint>

namespace underpaint::nets::cocosnet {

/// Brings conditions, or photos, to the domain in which places of both are compared.
struct Adaptor {
    std::int64_t inputChannels = 3;
    std::int64_t ngf = 64;
    Spade spade = {};
    /// Of the convolutions that halve: 3, or 4 in the published face, edge and pose models.
    std::int64_t kernel = 3;
    /// Pixels of the input that become one of the features: 4 or 2.
    std::int64_t stride = 4;

    std::int64_t outputChannels() const { return 4 * ngf; }
    /// (N, inputChannels, H, W) → (N, 4 ngf, H / stride, W / stride).
    Tensor operator()(Run& run, const Scope& weights, const Tensor& input) const;
};

/// x / (|x| + epsilon) over a pixel's channels.
Tensor unitLength(const Tensor& x);

/// Residual block of the head that both domains share: instance norms, one learned slope.
Tensor headBlock(Run& run, const Scope& weights, const Tensor& x);

} // namespace underpaint::nets::cocosnet
