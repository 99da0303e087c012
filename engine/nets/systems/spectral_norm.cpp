// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/spectral_norm.h"

#include <set>
#include <string>
#include <string_view>

namespace underpaint::nets {

namespace {

constexpr double leastLength = 1e-12;

Tensor unit(const Tensor& x) {
    return x / x.norm().clamp_min(leastLength);
}

} // namespace

Tensor spectrallyNormalised(const Tensor& weight, const Tensor& u, bool refine) {
    const Tensor matrix = weight.flatten(1);
    Tensor left;
    Tensor right;
    {
        const at::NoGradGuard noGrad;
        right = unit(at::mv(matrix.t(), u));
        left = unit(at::mv(matrix, right));
        if (refine) {
            u.copy_(left);
        }
    }
    return weight / at::dot(left, at::mv(matrix, right));
}

Tensor spectrallyNormalised(const Tensor& weight, const Tensor& u, const Tensor& v) {
    const auto nearlyUnit = [](const Tensor& x) { return x / (x.norm() + leastLength); };
    const Tensor matrix = weight.flatten(1);
    Tensor left;
    Tensor right;
    {
        const at::NoGradGuard noGrad;
        right = nearlyUnit(at::mv(matrix.t(), u));
        left = nearlyUnit(at::mv(matrix, right));
        v.copy_(right);
        u.copy_(left);
    }
    return weight / at::dot(left, at::mv(matrix, right));
}

Tensor storedSpectralWeight(const Scope& layer, bool refine) {
    if (const Tensor* folded = layer.find("weight")) {
        return *folded;
    }
    const Tensor& weight = layer.get("weight_orig");
    const Tensor matrix = weight.flatten(1);
    Tensor left = layer.get("weight_u");
    Tensor right = layer.get("weight_v");
    if (refine) {
        const at::NoGradGuard noGrad;
        right.copy_(unit(at::mv(matrix.t(), left)));
        left.copy_(unit(at::mv(matrix, right)));
        // The graph keeps these vectors; the next pass writes to the others.
        left = left.clone();
        right = right.clone();
    }
    return weight / at::dot(left, at::mv(matrix, right));
}

ParamStore foldedSpectralNorms(const ParamStore& weights) {
    constexpr std::string_view ending = "weight_orig";
    const at::NoGradGuard noGrad;
    ParamStore folded;
    std::set<std::string> layers; // with a dot behind
    for (const auto& [key, tensor] : weights) {
        if (!key.ends_with(ending)) {
            continue;
        }
        const std::string layer = key.substr(0, key.size() - ending.size());
        if (weights.contains(layer + "weight_u") && weights.contains(layer + "weight_v")) {
            layers.insert(layer);
            const Scope scope(weights, layer.empty() ? layer : layer.substr(0, layer.size() - 1));
            folded.set(layer + "weight", storedSpectralWeight(scope, /*refine=*/false).detach());
        }
    }
    for (const auto& [key, tensor] : weights) {
        const std::string layer = key.substr(0, key.rfind('.') + 1);
        const std::string_view leaf = std::string_view(key).substr(layer.size());
        const bool gone = leaf == ending || leaf == "weight_u" || leaf == "weight_v";
        if (!gone || !layers.contains(layer)) {
            folded.set(key, tensor);
        }
    }
    return folded;
}

} // namespace underpaint::nets
