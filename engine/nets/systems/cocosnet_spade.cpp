// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/cocosnet_spade.h"

#include <algorithm>

namespace underpaint::nets::cocosnet {

Spectral spectralIf(bool wanted) {
    return wanted ? Spectral::Stored : Spectral::None;
}

Tensor Spade::normalised(Run& run, const Scope& weights, const Tensor& x) const {
    return run.normalise(weights["param_free_norm"], x, norm, Activation::None);
}

Tensor Spade::operator()(Run& run, const Scope& weights, const Tensor& x,
                         const Tensor& condition) const {
    const auto mapped = [&](const Scope& layer, const Tensor& from, std::int64_t out) {
        return run.convolution(
            layer, from,
            {.out = out, .kernel = kernel, .padding = kernel / 2, .border = Border::Reflect});
    };
    Tensor scale;
    Tensor shift;
    {
        // Gone before the norm needs memory: at full size each map takes hundreds of megabytes.
        const Tensor here = run.resizeNearest(condition, x.size(2), x.size(3));
        const Tensor shared =
            run.activate(mapped(weights["mlp_shared"][1], here, hidden), Activation::Relu);
        scale = mapped(weights["mlp_gamma"], shared, x.size(1));
        shift = mapped(weights["mlp_beta"], shared, x.size(1));
    }
    return run.modulate(normalised(run, weights, x), scale, shift);
}

Tensor SpadeBlock::shortcut(Run& run, const Scope& weights, const Tensor& x,
                            const Tensor& condition) const {
    if (x.size(1) == out) {
        return x;
    }
    return run.convolution(
        weights["conv_s"], spade(run, weights["norm_s"], x, condition),
        {.out = out, .kernel = 1, .bias = false, .spectral = spectralIf(spectral)});
}

Tensor SpadeBlock::branch(Run& run, const Scope& weights, const Tensor& x,
                          const Tensor& condition) const {
    constexpr std::int64_t reduction = 16;
    const auto half = [&](const char* norm, const char* layer, const Tensor& from,
                          std::int64_t width) {
        const Tensor active =
            run.activate(spade(run, weights[norm], from, condition), Activation::LeakyRelu);
        return run.convolution(weights[layer], active,
                               {.out = width,
                                .padding = dilation,
                                .border = Border::Reflect,
                                .spectral = spectralIf(spectral),
                                .dilation = dilation});
    };
    Tensor y = half("norm_0", "conv_0", x, std::min(x.size(1), out));
    y = half("norm_1", "conv_1", y, out);
    if (!squeezed) {
        return y;
    }
    const Scope layers = weights["se_layar"]["fc"]; // spelled like this in the files
    Tensor factors = run.pooledLinearWithoutBias(layers[0], y, out / reduction);
    factors = run.activate(factors, Activation::Relu);
    factors = run.pooledLinearWithoutBias(layers[2], factors, out);
    return run.scaleChannels(y, run.activate(factors, Activation::Sigmoid));
}

Tensor SpadeBlock::operator()(Run& run, const Scope& weights, const Tensor& x,
                              const Tensor& condition) const {
    const Tensor kept = shortcut(run, weights, x, condition);
    return run.add(kept, branch(run, weights, x, condition));
}

} // namespace underpaint::nets::cocosnet
