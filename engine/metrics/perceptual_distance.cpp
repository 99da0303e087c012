// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/perceptual_distance.h"

#include "engine/base/error.h"

#include <cmath>
#include <string>

namespace underpaint::metrics {

namespace {

/// Added to lengths so that places without activation stay defined (the value of LPIPS).
constexpr double tiny = 1e-10;

std::size_t placesOf(const FeatureMap& map) {
    return static_cast<std::size_t>(map.height) * static_cast<std::size_t>(map.width);
}

/// 1 / (length of the feature vector at each place).
std::vector<double> inverseLengths(const FeatureMap& map) {
    const std::size_t places = placesOf(map);
    std::vector<double> squares(places, 0.0);
    for (std::size_t i = 0; i < map.values.size(); ++i) {
        const double value = map.values[i];
        squares[i % places] += value * value;
    }
    for (double& value : squares) {
        value = 1 / (std::sqrt(value) + tiny);
    }
    return squares;
}

void checkLayer(const FeatureMap& a, const FeatureMap& b, const std::vector<float>* weights) {
    const std::size_t count = placesOf(a) * static_cast<std::size_t>(a.channels);
    if (a.channels != b.channels || a.height != b.height || a.width != b.width || count == 0 ||
        a.values.size() != count || b.values.size() != count) {
        throw Error("a perceptual distance compares pictures of one size");
    }
    if (weights != nullptr && weights->size() != static_cast<std::size_t>(a.channels)) {
        throw Error("the heads have " + std::to_string(weights->size()) + " weights for " +
                    std::to_string(a.channels) + " channels");
    }
}

double layerDistance(const FeatureMap& a, const FeatureMap& b, const std::vector<float>* weights) {
    checkLayer(a, b, weights);
    const std::size_t places = placesOf(a);
    const std::vector<double> scaleA = inverseLengths(a);
    const std::vector<double> scaleB = inverseLengths(b);
    double sum = 0;
    for (int channel = 0; channel < a.channels; ++channel) {
        const auto c = static_cast<std::size_t>(channel);
        double squares = 0;
        for (std::size_t p = 0; p < places; ++p) {
            const double difference =
                a.values[c * places + p] * scaleA[p] - b.values[c * places + p] * scaleB[p];
            squares += difference * difference;
        }
        sum += squares * (weights == nullptr ? 1.0 / a.channels : (*weights)[c]);
    }
    return sum / static_cast<double>(places);
}

} // namespace

double perceptualDistance(const std::vector<FeatureMap>& a, const std::vector<FeatureMap>& b,
                          const LayerWeights& weights) {
    if (a.size() != b.size() || a.empty() || (!weights.empty() && weights.size() != a.size())) {
        throw Error("a perceptual distance compares the same layers");
    }
    double sum = 0;
    for (std::size_t layer = 0; layer < a.size(); ++layer) {
        sum += layerDistance(a[layer], b[layer], weights.empty() ? nullptr : &weights[layer]);
    }
    return sum;
}

std::vector<float> pooled(const FeatureMap& map) {
    const std::size_t places = placesOf(map);
    std::vector<float> means;
    for (int channel = 0; channel < map.channels; ++channel) {
        double sum = 0;
        for (std::size_t p = 0; p < places; ++p) {
            sum += map.values[static_cast<std::size_t>(channel) * places + p];
        }
        means.push_back(static_cast<float>(sum / static_cast<double>(places)));
    }
    return means;
}

} // namespace underpaint::metrics
