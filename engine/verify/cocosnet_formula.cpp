// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/cocosnet_formula.h"

#include <cmath>

namespace underpaint::verify {

namespace {

/// 32-bit FNV-1a.
std::uint32_t hashOf(const std::string& name) {
    std::uint32_t hash = 0x811C9DC5U;
    for (const char c : name) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193U;
    }
    return hash;
}

/// S(name, i) of the README, in [-1, 1).
double signedDraw(std::uint32_t hash, std::uint32_t index) {
    std::uint32_t x = hash + index * 0x9E3779B9U;
    x ^= x >> 16;
    x *= 0x85EBCA6BU;
    x ^= x >> 13;
    x *= 0xC2B2AE35U;
    x ^= x >> 16;
    return 2 * (static_cast<double>(x) / 4294967296.0) - 1;
}

template<class Value>
at::Tensor filled(at::IntArrayRef shape, Value value) {
    at::Tensor tensor = at::empty(shape, at::kFloat);
    float* data = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        data[i] = static_cast<float>(value(static_cast<std::uint32_t>(i)));
    }
    return tensor;
}

at::Tensor unit(const at::Tensor& x) {
    return x / x.norm();
}

class Formula {
public:
    Formula(std::string prefix, double sharedBias)
        : m_prefix(std::move(prefix)), m_sharedBias(sharedBias) {}

    at::Tensor weight(const std::string& key, at::IntArrayRef shape) const {
        const std::string name = m_prefix + key;
        const std::uint32_t own = hashOf(name);
        const bool projects =
            m_prefix == "netCorr." && (key.starts_with("theta.") || key.starts_with("phi."));
        if (key.ends_with("prelu.weight")) {
            return at::full(shape, 0.25, at::kFloat);
        }
        if (key.ends_with("attn.gamma")) {
            return at::full(shape, 0.5, at::kFloat);
        }
        if (key.ends_with(".bias")) {
            const std::uint32_t shared = hashOf("corr.sharedbias");
            return filled(shape, [&](std::uint32_t i) {
                return projects ? m_sharedBias * signedDraw(shared, i) +
                                      0.05 * m_sharedBias * signedDraw(own, i)
                                : 0.1 * signedDraw(own, i);
            });
        }
        std::int64_t elements = 1;
        for (const std::int64_t extent : shape) {
            elements *= extent;
        }
        const double fan = static_cast<double>(elements) / static_cast<double>(shape[0]);
        const bool modulates =
            key.find("mlp_gamma") != std::string::npos || key.find("mlp_beta") != std::string::npos;
        const double scale = (modulates ? 1.0 : std::sqrt(2.0)) * std::sqrt(3.0 / fan);
        const std::uint32_t hash = projects ? hashOf("corr.sharedweight") : own;
        return filled(shape, [&](std::uint32_t i) { return signedDraw(hash, i) * scale; });
    }

    /// weight_u and weight_v of the layer (with a dot behind).
    void addSingularVectors(const std::string& layer, nets::ParamStore& weights) const {
        const at::Tensor matrix = weights.at(layer + "weight_orig").flatten(1);
        const std::uint32_t hash = hashOf(m_prefix + layer + "weight_u");
        at::Tensor u =
            unit(filled({matrix.size(0)}, [&](std::uint32_t i) { return signedDraw(hash, i); }));
        at::Tensor v;
        for (int step = 0; step < 3; ++step) {
            v = unit(at::mv(matrix.t(), u));
            u = unit(at::mv(matrix, v));
        }
        weights.set(layer + "weight_u", u);
        weights.set(layer + "weight_v", v);
    }

private:
    std::string m_prefix;
    double m_sharedBias;
};

} // namespace

nets::ParamStore cocosnetFormulaWeights(const nets::Network& network, const std::string& prefix,
                                        double sharedBias) {
    constexpr std::string_view original = "weight_orig";
    const Formula formula(prefix, sharedBias);
    nets::ParamStore weights;
    for (const nets::ParamSpec& spec : network.parameters()) {
        if (spec.role == nets::ParamRole::SingularVector) {
            continue; // with their matrix
        }
        weights.set(spec.key, formula.weight(spec.key, spec.shape));
        if (spec.key.ends_with(original)) {
            formula.addSingularVectors(spec.key.substr(0, spec.key.size() - original.size()),
                                       weights);
        }
    }
    return weights;
}

at::Tensor cocosnetFormulaLabels(std::int64_t height, std::int64_t width, std::int64_t classes,
                                 std::int64_t which) {
    return filled({1, 1, height, width}, [&](std::uint32_t i) {
        const std::int64_t y = i / width;
        const std::int64_t x = i % width;
        return ((y / 16) * 7 + (x / 16) * 3 + (y + 2 * x) / 64 + 5 * which) % classes;
    });
}

at::Tensor cocosnetFormulaPhoto(std::int64_t height, std::int64_t width, std::int64_t which) {
    return filled({1, 3, height, width}, [&](std::uint32_t i) {
        const std::int64_t c = i / (height * width);
        const std::int64_t y = i / width % height;
        const std::int64_t x = i % width;
        const auto ramp = static_cast<double>((x * (3 + c + which) + y * (5 - c) + 11 * c) % 64);
        const auto block =
            static_cast<double>(((x / 32) * (c + 2) + (y / 32) * (3 - c) + which) % 5);
        return 0.5 * (ramp / 31.5 - 1) + 0.45 * (block / 2 - 1);
    });
}

} // namespace underpaint::verify
