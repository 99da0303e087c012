// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/style.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::scene {

namespace {

/// Weights come from 32-bit arithmetic over at most some hundred clusters.
constexpr double weightTolerance = 1e-3;

void checkFinite(std::span<const float> values, const char* name) {
    if (values.empty()) {
        throw Error(std::string("a style has no ") + name);
    }
    if (!std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); })) {
        throw Error(std::string("a style has ") + name + " that are not finite numbers");
    }
}

/// The sum; throws where a weight is negative.
double sumOf(std::span<const float> weights) {
    double sum = 0;
    for (const float weight : weights) {
        if (weight < 0) {
            throw Error("a mixture of styles has a negative weight");
        }
        sum += weight;
    }
    return sum;
}

template<class T>
bool sameContent(const std::shared_ptr<const T>& a, const std::shared_ptr<const T>& b) {
    return a == b || (a && b && *a == *b);
}

} // namespace

MixtureStyle normalisedMixture(std::vector<float> weights) {
    checkFinite(weights, "weights");
    const double sum = sumOf(weights);
    if (!(sum > 0)) {
        throw Error("a mixture of styles has only weights of 0", {}, "give one a weight above 0");
    }
    for (float& weight : weights) {
        weight = static_cast<float>(weight / sum);
    }
    return {std::move(weights)};
}

void checkStyle(const Style& style) {
    if (const auto* mixture = std::get_if<MixtureStyle>(&style)) {
        checkFinite(mixture->weights, "weights");
        if (std::abs(sumOf(mixture->weights) - 1) > weightTolerance) {
            throw Error("the weights of a mixture of styles do not sum to 1", {},
                        "normalise the weights");
        }
    } else if (const auto* features = std::get_if<FeatureStyle>(&style)) {
        checkFinite(features->values, "features");
    }
}

bool operator==(const Exemplar& a, const Exemplar& b) {
    return a.id == b.id && sameContent(a.photo, b.photo) && sameContent(a.labels, b.labels) &&
           sameContent(a.instances, b.instances) && sameContent(a.hidden, b.hidden) &&
           a.target == b.target && a.within == b.within && a.strength == b.strength &&
           a.temperature == b.temperature && a.texture == b.texture && a.pins == b.pins;
}

} // namespace underpaint::scene
