// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>

namespace underpaint::nets {

/// How alike two places are.
enum class Likeness {
    /// The product of their channels: attention.
    Product,
    /// The cosine of their descriptors, each less its own mean over the descriptor.
    CosineOfCentred,
    /// The same, less the mean over all places, channel by channel.
    CosineOfSpread,
};

/// softmax(likeness(query, key) / temperature) · values: every place of one map looks at all places
/// of another. A descriptor is the `window` x `window` pixels around a place, zeros beyond the
/// border (Zhang et al., "Cross-domain Correspondence Learning for Exemplar-based Image
/// Translation", CVPR 2020); a window of 1 and Likeness::Product are plain attention.
struct Attention {
    Tensor query;       ///< (N, C, h, w)
    Tensor key;         ///< (N, C, h', w')
    Tensor values = {}; ///< (N, V, h', w')
    std::int64_t window = 1;
    Likeness likeness = Likeness::Product;
    double temperature = 1;

    /// Both (N, h, w) and (N, h', w') int32, or undefined: a place sees those of its own group
    /// only. Queries of `anyGroup` see every key but those of `noGroup`, which nobody sees.
    /// @{
    Tensor queryGroups = {};
    Tensor keyGroups = {};
    static constexpr std::int32_t anyGroup = -1;
    static constexpr std::int32_t noGroup = -2;
    /// @}
    /// (N, R, h, w) and (N, R, h', w'), or undefined: their product over R is added to the logits
    /// (pinned pairs of places, one in R each).
    /// @{
    Tensor queryBias = {};
    Tensor keyBias = {};
    /// @}

    std::int64_t multiplyAdds() const;
    /// Everything on the device, in float32 and int32.
    Attention to(at::Device device) const;
    /// The same question asked by the keys: softmax over the queries. The values are those given.
    Attention reversed(const Tensor& valuesOfQueries) const;
};

/// What each query pixel found.
struct AttentionResult {
    Tensor values;      ///< (N, V, h, w); 0 where there was nothing to see
    Tensor match;       ///< (N, 1, h, w) int64: y * w' + x of the best key; -1: none
    Tensor probability; ///< (N, 1, h, w) of that key
    Tensor entropy;     ///< (N, 1, h, w) of all keys, in nats
};

/// Descriptors as columns: (N, C * window^2, h * w), centred and of unit length but for
/// Likeness::Product.
Tensor descriptors(const Tensor& map, std::int64_t window, Likeness likeness);

/// The whole matrix (N, h * w, h' * w') of likeness / temperature, biases added, -inf where groups
/// forbid.
Tensor attentionLogits(const Attention& attention);

/// With that matrix in memory: by LibTorch's operators, differentiable.
AttentionResult attendPlainly(const Attention& attention);

} // namespace underpaint::nets
