// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/streamed_attention.h"

#include "engine/base/error.h"
#include "engine/kernels/streaming_attention.h"

#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <limits>

namespace underpaint::nets {

namespace {

constexpr double lengthFloor = 2.220446049250313e-16; // as in attention.cpp
/// What is left of squares that cancel: a descriptor without any variation has no direction.
constexpr double roundingShare = 1e-12;

std::int64_t placesIn(const Tensor& map) {
    return map.size(2) * map.size(3);
}

// ---- without unfolding --------------------------------------------------------------------------

/// What PlaceTerms want, (N, h * w) float32 each; undefined where there is nothing to add.
struct MapTerms {
    Tensor scale;
    Tensor factor;
    Tensor term;
};

/// Sums over the window around every place, (N, 1, h, w).
Tensor windowSums(const Tensor& plane, std::int64_t window) {
    const std::int64_t reach = window / 2;
    return at::avg_pool2d(plane, {window, window}, {1, 1}, {reach, reach}, /*ceil_mode=*/false,
                          /*count_include_pad=*/true) *
           static_cast<double>(window * window);
}

/// 1 / length, 0 for what has no direction.
Tensor inverseLength(const Tensor& squares, const Tensor& before) {
    const Tensor inverse = 1 / (squares.clamp_min(0).sqrt() + lengthFloor);
    return inverse.masked_fill(squares.le(before * roundingShare).logical_and(before.gt(0)), 0);
}

Tensor asTerms(const Tensor& plane) {
    return plane.flatten(1).to(at::kFloat).contiguous();
}

/// Descriptors less their own mean: P - D mean_q mean_k.
void centredTerms(const Tensor& map, std::int64_t window, bool query, MapTerms& terms) {
    const double size = static_cast<double>(map.size(1) * window * window);
    const Tensor mean = windowSums(map.sum({1}, /*keepdim=*/true), window) / size;
    const Tensor squares = windowSums(map.square().sum({1}, /*keepdim=*/true), window);
    terms.scale = inverseLength(squares - size * mean.square(), squares);
    terms.factor = asTerms(query ? -size * mean : mean);
}

/// The mean of all descriptors, (N, C, window, window).
Tensor meanDescriptor(const Tensor& map, std::int64_t window) {
    const std::int64_t reach = window / 2;
    std::vector<Tensor> taps;
    const auto part = [](const Tensor& x, std::int64_t axis, std::int64_t shift) {
        const std::int64_t extent = x.size(axis);
        const std::int64_t count = std::max<std::int64_t>(0, extent - std::abs(shift));
        return x.narrow(axis, std::min(extent, std::max<std::int64_t>(0, shift)), count);
    };
    for (std::int64_t dy = -reach; dy <= reach; ++dy) {
        for (std::int64_t dx = -reach; dx <= reach; ++dx) {
            taps.push_back(part(part(map, 2, dy), 3, dx).sum({2, 3}));
        }
    }
    const Tensor sums = at::stack(taps, 2).view({map.size(0), map.size(1), window, window});
    return sums / static_cast<double>(placesIn(map));
}

/// The product of every descriptor with one of its picture's own, (N, 1, h, w).
Tensor productsWith(const Tensor& map, const Tensor& descriptor) {
    const std::int64_t reach = descriptor.size(2) / 2;
    std::vector<Tensor> pictures;
    for (std::int64_t n = 0; n < map.size(0); ++n) {
        pictures.push_back(at::conv2d(map.narrow(0, n, 1), descriptor.narrow(0, n, 1), {}, {1, 1},
                                      {reach, reach}));
    }
    return at::cat(pictures);
}

/// Descriptors less the mean of all: (x - a)(y - b) = P - x b - a y + a b.
void spreadTerms(const Tensor& map, const Tensor& other, std::int64_t window, bool query,
                 MapTerms& terms) {
    const Tensor own = meanDescriptor(map, window);
    const Tensor otherMean = meanDescriptor(other, window);
    const Tensor squares = windowSums(map.square().sum({1}, /*keepdim=*/true), window);
    const Tensor length = own.square().sum({1, 2, 3}).view({-1, 1, 1, 1});
    terms.scale = inverseLength(squares - 2 * productsWith(map, own) + length, squares + length);
    Tensor term = -productsWith(map, otherMean);
    if (query) {
        term = term + (own * otherMean).sum({1, 2, 3}).view({-1, 1, 1, 1});
    }
    terms.term = asTerms(term);
}

MapTerms termsOf(const Attention& attention, bool query) {
    MapTerms terms;
    // In double precision: what is left when large sums cancel decides about the direction.
    const Tensor map = (query ? attention.query : attention.key).to(at::kDouble);
    switch (attention.likeness) {
    case Likeness::Product:
        terms.scale = at::ones({map.size(0), 1, map.size(2), map.size(3)}, map.options());
        break;
    case Likeness::CosineOfCentred:
        centredTerms(map, attention.window, query, terms);
        break;
    case Likeness::CosineOfSpread:
        spreadTerms(map, (query ? attention.key : attention.query).to(at::kDouble),
                    attention.window, query, terms);
        break;
    }
    terms.scale = asTerms(query ? terms.scale / attention.temperature : terms.scale);
    return terms;
}

Tensor placesLast(const Tensor& map) {
    return map.permute({0, 2, 3, 1}).contiguous();
}

const float* row(const Tensor& x, std::int64_t n) {
    return x.defined() ? x[n].data_ptr<float>() : nullptr;
}

kernels::PlaceMap placeMap(const Tensor& map, std::int64_t n) {
    return {.values = map[n].data_ptr<float>(),
            .width = static_cast<int>(map.size(2)),
            .height = static_cast<int>(map.size(1)),
            .channels = static_cast<int>(map.size(3))};
}

kernels::PlaceTerms placeTerms(const MapTerms& terms, const Tensor& groups, const Tensor& bias,
                               std::int64_t n) {
    return {.scale = row(terms.scale, n),
            .factor = row(terms.factor, n),
            .term = row(terms.term, n),
            .group = groups.defined() ? groups[n].data_ptr<std::int32_t>() : nullptr,
            .bias = row(bias, n)};
}

void checkMaps(const Attention& a) {
    if (a.query.size(1) != a.key.size(1) || a.values.size(2) != a.key.size(2) ||
        a.values.size(3) != a.key.size(3) || placesIn(a.query) == 0 || placesIn(a.key) == 0 ||
        a.queryGroups.defined() != a.keyGroups.defined() ||
        a.queryBias.defined() != a.keyBias.defined()) {
        throw Error("the maps of an attention do not fit together");
    }
}

// ---- bands --------------------------------------------------------------------------------------

/// Logits of a band; about 64 MB.
constexpr std::int64_t logitsABand = std::int64_t{1} << 24;

/// Everything of an attention but its maps and values, which may be undefined.
struct BandRules {
    double temperature = 1;
    Tensor queryGroups;
    Tensor keyGroups;
    Tensor queryBias;
    Tensor keyBias;

    /// (N, count, n') for queries first … first + count - 1 of descriptors (N, D, n).
    Tensor logits(const Tensor& query, const Tensor& key, std::int64_t first,
                  std::int64_t count) const {
        Attention band{.query = query.narrow(2, first, count).unsqueeze(2),
                       .key = key.unsqueeze(2),
                       .temperature = temperature};
        const auto cut = [&](const Tensor& x, std::int64_t axis) {
            return x.flatten(axis).narrow(axis, first, count).unsqueeze(axis);
        };
        if (queryGroups.defined()) {
            band.queryGroups = cut(queryGroups, 1);
            band.keyGroups = keyGroups.flatten(1).unsqueeze(1);
        }
        if (queryBias.defined()) {
            band.queryBias = cut(queryBias, 2);
            band.keyBias = keyBias.flatten(2).unsqueeze(2);
        }
        return attentionLogits(band);
    }

    /// Probabilities; 0 for queries that see nothing.
    static Tensor probabilities(const Tensor& logits) {
        return at::softmax(logits, 2).nan_to_num(0.0);
    }

    void save(torch::autograd::AutogradContext& context) const {
        context.saved_data["temperature"] = temperature;
        context.saved_data["queryGroups"] = queryGroups;
        context.saved_data["keyGroups"] = keyGroups;
        context.saved_data["queryBias"] = queryBias;
        context.saved_data["keyBias"] = keyBias;
    }
    static BandRules saved(torch::autograd::AutogradContext& context) {
        return {.temperature = context.saved_data["temperature"].toDouble(),
                .queryGroups = context.saved_data["queryGroups"].toTensor(),
                .keyGroups = context.saved_data["keyGroups"].toTensor(),
                .queryBias = context.saved_data["queryBias"].toTensor(),
                .keyBias = context.saved_data["keyBias"].toTensor()};
    }
};

/// Calls `visit(first, count)` for bands of queries.
template<class Visit>
void eachBand(const Tensor& query, const Tensor& key, Visit visit) {
    const std::int64_t queries = query.size(2);
    const std::int64_t band =
        std::max<std::int64_t>(1, logitsABand / (query.size(0) * key.size(2)));
    for (std::int64_t first = 0; first < queries; first += band) {
        visit(first, std::min(band, queries - first));
    }
}

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Of descriptors (N, D, n), (N, D, n') and values (N, V, n'): values (N, V, n), and (N, n) of
/// match, probability and entropy, through which no gradient flows.
struct BandedAttention : torch::autograd::Function<BandedAttention> {
    // The names are LibTorch's.
    static variable_list forward(AutogradContext* context, const Tensor& query, const Tensor& key,
                                 const Tensor& values, const BandRules& rules) {
        std::vector<Tensor> bands;
        std::vector<Tensor> matches;
        std::vector<Tensor> best;
        std::vector<Tensor> entropies;
        eachBand(query, key, [&](std::int64_t first, std::int64_t count) {
            const Tensor p = BandRules::probabilities(rules.logits(query, key, first, count));
            bands.push_back(at::bmm(values, p.transpose(1, 2)));
            const auto [probability, match] = p.max(2);
            matches.push_back(match.masked_fill(probability.eq(0), -1));
            best.push_back(probability);
            entropies.push_back(
                -(p * p.clamp_min(std::numeric_limits<float>::min()).log()).sum({2}));
        });
        const variable_list results{at::cat(bands, 2), at::cat(matches, 1), at::cat(best, 1),
                                    at::cat(entropies, 1)};
        context->save_for_backward({query, key, values});
        rules.save(*context);
        context->mark_non_differentiable({results[1], results[2], results[3]});
        return results;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const Tensor& query = saved[0];
        const Tensor& key = saved[1];
        const Tensor& values = saved[2];
        const BandRules rules = BandRules::saved(*context);
        const Tensor& ofResult = gradients[0];
        std::vector<Tensor> ofQuery;
        Tensor ofKey = at::zeros_like(key);
        Tensor ofValues = at::zeros_like(values);
        eachBand(query, key, [&](std::int64_t first, std::int64_t count) {
            const Tensor p = BandRules::probabilities(rules.logits(query, key, first, count));
            const Tensor slope = ofResult.narrow(2, first, count);
            ofValues.add_(at::bmm(slope, p));
            const Tensor ofP = at::bmm(slope.transpose(1, 2), values);
            const Tensor ofLogits =
                p * (ofP - (ofP * p).sum({2}, /*keepdim=*/true)) / rules.temperature;
            ofQuery.push_back(at::bmm(key, ofLogits.transpose(1, 2)));
            ofKey.add_(at::bmm(query.narrow(2, first, count), ofLogits));
        });
        return {at::cat(ofQuery, 2), ofKey, ofValues, Tensor()};
    }
};

} // namespace

AttentionResult attendStreamed(const Attention& given, const kernels::Parallel& parallel) {
    const at::NoGradGuard noGrad;
    const Attention a = given.to(at::kCPU);
    checkMaps(a);
    const MapTerms ofQuery = termsOf(a, /*query=*/true);
    const MapTerms ofKey = termsOf(a, /*query=*/false);
    const Tensor query = placesLast(a.query);
    const Tensor key = placesLast(a.key);
    const Tensor values = placesLast(a.values);
    const auto contiguous = [](const Tensor& x) { return x.defined() ? x.contiguous() : x; };
    const Tensor queryGroups = contiguous(a.queryGroups);
    const Tensor keyGroups = contiguous(a.keyGroups);
    const Tensor queryBias = contiguous(a.queryBias);
    const Tensor keyBias = contiguous(a.keyBias);
    const std::int64_t batch = query.size(0);
    const std::int64_t h = query.size(1);
    const std::int64_t w = query.size(2);
    const Tensor out = at::empty({batch, h, w, values.size(3)}, at::kFloat);
    AttentionResult result{.values = out.permute({0, 3, 1, 2}),
                           .match = at::empty({batch, 1, h, w}, at::kLong),
                           .probability = at::empty({batch, 1, h, w}, at::kFloat),
                           .entropy = at::empty({batch, 1, h, w}, at::kFloat)};
    for (std::int64_t n = 0; n < batch; ++n) {
        kernels::streamAttention(
            {.query = placeMap(query, n),
             .key = placeMap(key, n),
             .window = static_cast<int>(a.window),
             .values = placeMap(values, n),
             .ofQuery = placeTerms(ofQuery, queryGroups, queryBias, n),
             .ofKey = placeTerms(ofKey, keyGroups, keyBias, n),
             .biases = queryBias.defined() ? static_cast<int>(queryBias.size(1)) : 0,
             .out = out[n].data_ptr<float>(),
             .match = result.match[n].data_ptr<std::int64_t>(),
             .probability = result.probability[n].data_ptr<float>(),
             .entropy = result.entropy[n].data_ptr<float>()},
            parallel);
    }
    return result;
}

AttentionResult attendInBands(const Attention& attention) {
    checkMaps(attention);
    const variable_list results =
        BandedAttention::apply(descriptors(attention.query, attention.window, attention.likeness),
                               descriptors(attention.key, attention.window, attention.likeness),
                               attention.values.flatten(2),
                               BandRules{.temperature = attention.temperature,
                                         .queryGroups = attention.queryGroups,
                                         .keyGroups = attention.keyGroups,
                                         .queryBias = attention.queryBias,
                                         .keyBias = attention.keyBias});
    const auto asMap = [&](const Tensor& x) {
        const Tensor& like = attention.query;
        return x.reshape({like.size(0), -1, like.size(2), like.size(3)});
    };
    return {.values = asMap(results[0]),
            .match = asMap(results[1]),
            .probability = asMap(results[2]),
            .entropy = asMap(results[3])};
}

bool needsBands(const Attention& attention) {
    return attention.query.size(0) * placesIn(attention.query) * placesIn(attention.key) >
           logitsABand;
}

} // namespace underpaint::nets
