// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/attention.h"

#include <limits>
#include <utility>

namespace underpaint::nets {

namespace {

/// Added to lengths by the official release: the epsilon of double precision.
constexpr double lengthEpsilon = 2.220446049250313e-16;

std::int64_t places(const Tensor& map) {
    return map.size(2) * map.size(3);
}

/// (N, n, n') of whether a query may look at a key.
Tensor allowedPairs(const Attention& attention) {
    const Tensor query = attention.queryGroups.flatten(1).unsqueeze(2);
    const Tensor key = attention.keyGroups.flatten(1).unsqueeze(1);
    const Tensor same = query.eq(key).logical_or(query.eq(Attention::anyGroup));
    return same.logical_and(key.ne(Attention::noGroup));
}

Tensor asMap(const Tensor& columns, const Tensor& like) {
    return columns.reshape({like.size(0), -1, like.size(2), like.size(3)});
}

Tensor entropyOf(const Tensor& probabilities) {
    return -(probabilities * probabilities.clamp_min(std::numeric_limits<float>::min()).log())
                .sum({2});
}

} // namespace

std::int64_t Attention::multiplyAdds() const {
    return query.size(0) * places(query) * places(key) * (query.size(1) + values.size(1));
}

Attention Attention::to(at::Device device) const {
    const auto moved = [&](const Tensor& x, at::ScalarType type) {
        return x.defined() ? x.to(device, type) : x;
    };
    Attention result = *this;
    for (Tensor* x :
         {&result.query, &result.key, &result.values, &result.queryBias, &result.keyBias}) {
        *x = moved(*x, at::kFloat);
    }
    result.queryGroups = moved(queryGroups, at::kInt);
    result.keyGroups = moved(keyGroups, at::kInt);
    return result;
}

Attention Attention::reversed(const Tensor& valuesOfQueries) const {
    Attention result = *this;
    std::swap(result.query, result.key);
    std::swap(result.queryGroups, result.keyGroups);
    std::swap(result.queryBias, result.keyBias);
    result.values = valuesOfQueries;
    return result;
}

Tensor descriptors(const Tensor& map, std::int64_t window, Likeness likeness) {
    Tensor columns = window == 1 ? map.flatten(2)
                                 : at::im2col(map.contiguous(), {window, window}, {1, 1},
                                              {window / 2, window / 2}, {1, 1});
    if (likeness == Likeness::Product) {
        return columns;
    }
    const std::int64_t centredAxis = likeness == Likeness::CosineOfCentred ? 1 : 2;
    columns = columns - columns.mean({centredAxis}, /*keepdim=*/true);
    return columns / (columns.norm(2, {1}, /*keepdim=*/true) + lengthEpsilon);
}

Tensor attentionLogits(const Attention& attention) {
    const Tensor query = descriptors(attention.query, attention.window, attention.likeness);
    const Tensor key = descriptors(attention.key, attention.window, attention.likeness);
    Tensor logits = at::bmm(query.transpose(1, 2), key);
    if (attention.temperature != 1) {
        logits = logits / attention.temperature;
    }
    if (attention.queryBias.defined()) {
        logits = logits + at::bmm(attention.queryBias.flatten(2).transpose(1, 2),
                                  attention.keyBias.flatten(2));
    }
    if (attention.queryGroups.defined()) {
        logits = logits.masked_fill(allowedPairs(attention).logical_not(),
                                    -std::numeric_limits<float>::infinity());
    }
    return logits;
}

AttentionResult attendPlainly(const Attention& attention) {
    const Tensor logits = attentionLogits(attention);
    Tensor probabilities = at::softmax(logits, 2);
    Tensor nothing;
    if (attention.queryGroups.defined()) {
        nothing = logits.amax({2}, /*keepdim=*/true).eq(-std::numeric_limits<float>::infinity());
        probabilities = probabilities.masked_fill(nothing, 0);
    }
    const Tensor values = at::bmm(attention.values.flatten(2), probabilities.transpose(1, 2));
    const Tensor certain = probabilities.detach();
    auto [probability, match] = certain.max(2);
    if (nothing.defined()) {
        match = match.masked_fill(nothing.squeeze(2), -1);
    }
    return {.values = asMap(values, attention.query),
            .match = asMap(match, attention.query),
            .probability = asMap(probability, attention.query),
            .entropy = asMap(entropyOf(certain), attention.query)};
}

} // namespace underpaint::nets
