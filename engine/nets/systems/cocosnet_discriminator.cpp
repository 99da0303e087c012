// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/cocosnet_discriminator.h"

#include "engine/nets/systems/cocosnet_attention.h"

#include <algorithm>
#include <string>

namespace underpaint::nets::cocosnet {

namespace {
constexpr std::int64_t widest = 512;
} // namespace

std::vector<Tensor> MultiscaleDiscriminator::judge(Run& run, const Scope& weights,
                                                   const Tensor& input) const {
    const auto layer = [&](std::int64_t n) { return weights["model" + std::to_string(n)][0]; };
    std::int64_t width = ndf;
    std::vector<Tensor> stages;
    Tensor x =
        run.convolution(layer(0), input, {.out = width, .kernel = 4, .stride = 2, .padding = 1});
    stages.push_back(run.activate(x, Activation::LeakyRelu));
    for (std::int64_t n = 1; n < layers; ++n) {
        const bool last = n == layers - 1;
        x = stages.back();
        if (last) {
            if (attention) {
                x = SelfAttention{}(run, weights["attn"], x);
            }
            noteDecoder(run, weights["dec"], width);
        }
        width = std::min(2 * width, widest);
        x = run.convolution(layer(n)[0], x,
                            {.out = width,
                             .kernel = 4,
                             .stride = last ? 1 : 2,
                             .padding = 1,
                             .bias = false,
                             .spectral = Spectral::Stored});
        stages.push_back(run.normalise(layer(n)[1], x, norm, Activation::LeakyRelu));
    }
    stages.push_back(run.convolution(layer(layers), stages.back(),
                                     {.out = 1, .kernel = 4, .stride = 1, .padding = 1}));
    return stages;
}

void MultiscaleDiscriminator::noteDecoder(Run& run, const Scope& weights,
                                          std::int64_t channels) const {
    std::int64_t width = channels;
    for (std::int64_t i = 1; i < layers; ++i) {
        run.unused(weights[3 * i - 2][0], width,
                   {.out = width / 2, .padding = 1, .bias = false, .spectral = Spectral::Stored});
        width /= 2;
    }
    run.unused(weights[3 * (layers - 1)], width, {.out = conditionChannels, .padding = 1});
}

std::vector<std::vector<Tensor>> MultiscaleDiscriminator::operator()(Run& run, const Scope& weights,
                                                                     const Tensor& input) const {
    std::vector<std::vector<Tensor>> scores;
    Tensor picture = input;
    for (std::int64_t scale = 0; scale < scales; ++scale) {
        scores.push_back(judge(run, weights["discriminator_" + std::to_string(scale)], picture));
        if (scale + 1 < scales) {
            picture = run.averagePool(picture);
        }
    }
    return scores;
}

} // namespace underpaint::nets::cocosnet
