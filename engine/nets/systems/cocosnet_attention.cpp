// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/cocosnet_attention.h"

#include "engine/nets/systems/cocosnet_spade.h"

namespace underpaint::nets::cocosnet {

Tensor SelfAttention::operator()(Run& run, const Scope& weights, const Tensor& x) const {
    const auto mapped = [&](const char* name, const Tensor& from, std::int64_t out) {
        return run.convolution(
            weights[name], from,
            {.out = out, .kernel = 1, .bias = false, .spectral = spectralIf(spectral)});
    };
    const std::int64_t channels = x.size(1);
    const AttentionResult seen =
        run.attend({.query = mapped("theta", x, channels / 8),
                    .key = run.maxPool(mapped("phi", x, channels / 8), {}),
                    .values = run.maxPool(mapped("g", x, channels / 2), {})});
    return run.addScaled(weights, x, mapped("o", seen.values, channels));
}

} // namespace underpaint::nets::cocosnet
