// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/parallel.h"

#include <cstdint>

namespace underpaint::kernels {

/// A map of places, channels last: values[(y * width + x) * channels + c].
struct PlaceMap {
    const float* values = nullptr;
    int width = 0;
    int height = 0;
    int channels = 0;

    constexpr std::int64_t places() const { return std::int64_t{1} * width * height; }
};

/// What a place brings into a logit beside its channels; null pointers are 1 for the scale and 0
/// for the others.
struct PlaceTerms {
    const float* scale = nullptr;
    const float* factor = nullptr;
    const float* term = nullptr;
    const std::int32_t* group = nullptr;
    /// `StreamingAttention::biases` planes of places() values.
    const float* bias = nullptr;
};

/// Each query place looks at all key places: softmax over keys of
///   scale_q scale_k (P + factor_q factor_k + term_q + term_k) + sum over r of bias_q[r] bias_k[r],
/// where P is the product of the `window` x `window` places around both, zeros beyond the borders:
/// the cosine of unfolded and centred descriptors, without unfolding any (the window's sum of
/// products of shifted places is the product of the unfolded ones).
///
/// The matrix of logits is never stored: a tile of queries passes along the rows of keys and keeps
/// a running maximum, the sums that are relative to it, and rescales these when it rises (Milakov
/// and Gimelshein, "Online normalizer calculation for softmax", 2018; Dao et al.,
/// "FlashAttention", NeurIPS 2022).
struct StreamingAttention {
    PlaceMap query;
    PlaceMap key;    ///< as many channels
    int window = 1;  ///< odd
    PlaceMap values; ///< at the key's places
    PlaceTerms ofQuery;
    PlaceTerms ofKey;
    int biases = 0;

    /// Queries see keys of their own group; those of `anyGroup` see all. Nobody sees `noGroup`.
    static constexpr std::int32_t anyGroup = -1;
    static constexpr std::int32_t noGroup = -2;

    float* out = nullptr; ///< query.places() * values.channels; 0 where nothing was seen
    /// Of query.places() values each; may be null.
    /// @{
    std::int64_t* match = nullptr; ///< the best key; -1: none
    float* probability = nullptr;  ///< its probability
    float* entropy = nullptr;      ///< of all keys, in nats
    /// @}
};

/// On a CPU: tiles run in parallel, products in the panels that convolutions use.
void streamAttention(const StreamingAttention& attention, const Parallel& parallel);

} // namespace underpaint::kernels
