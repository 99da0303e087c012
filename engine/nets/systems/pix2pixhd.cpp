// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/pix2pixhd.h"

#include "engine/nets/systems/layer_list.h"

#include <algorithm>
#include <string>

namespace underpaint::nets::pix2pixhd {

namespace {

Tensor enlarged(LayerList& layers, Upsampling how, const Tensor& x, std::int64_t out) {
    return how == Upsampling::NearestConvolution ? layers.upNearest(x, out) : layers.up(x, out);
}

/// G1 up to its last upsampling.
Tensor globalFeatures(Run& run, const GlobalGenerator& g, LayerList& layers,
                      const NetworkInput& input) {
    std::int64_t channels = g.ngf;
    Tensor x = layers.stem(input, channels);
    run.mark("after_stem", x);
    for (std::int64_t i = 0; i < g.downsamplings; ++i) {
        channels *= 2;
        x = layers.down(x, channels);
    }
    run.mark("after_down", x);
    for (std::int64_t i = 0; i < g.blocks; ++i) {
        x = layers.block(x);
    }
    run.mark("after_blocks", x);
    for (std::int64_t i = 0; i < g.downsamplings; ++i) {
        channels /= 2;
        x = enlarged(layers, g.upsampling, x, channels);
    }
    return x;
}

} // namespace

Tensor GlobalGenerator::operator()(Run& run, const Scope& weights,
                                   const NetworkInput& input) const {
    LayerList layers(run, weights["model"], norm);
    return layers.head(globalFeatures(run, *this, layers, input), outputChannels, Activation::Tanh);
}

Tensor LocalEnhancer::operator()(Run& run, const Scope& weights, const NetworkInput& input) const {
    std::vector<NetworkInput> pyramid{input};
    for (std::int64_t i = 0; i < enhancers; ++i) {
        pyramid.push_back(run.averagePool(pyramid.back()));
    }
    const GlobalGenerator global{.inputChannels = inputChannels,
                                 .ngf = ngf << enhancers,
                                 .downsamplings = globalDownsamplings,
                                 .blocks = globalBlocks,
                                 .norm = norm,
                                 .upsampling = upsampling};
    LayerList globalLayers(run, weights["model"], norm);
    Tensor y = globalFeatures(run, global, globalLayers, pyramid.back());
    run.mark("global_features", y);
    for (std::int64_t k = 1; k <= enhancers; ++k) {
        const std::int64_t channels = ngf << (enhancers - k);
        const std::string name = "model" + std::to_string(k);
        LayerList before(run, weights[name + "_1"], norm);
        Tensor x = before.stem(pyramid[static_cast<std::size_t>(enhancers - k)], channels);
        x = before.down(x, 2 * channels);
        y = run.add(x, y);
        LayerList after(run, weights[name + "_2"], norm);
        for (std::int64_t i = 0; i < localBlocks; ++i) {
            y = after.block(y);
        }
        y = enlarged(after, upsampling, y, channels);
        if (k == enhancers) {
            y = after.head(y, outputChannels, Activation::Tanh);
        }
    }
    return y;
}

Tensor Encoder::operator()(Run& run, const Scope& weights, const Tensor& image,
                           const Tensor& instances) const {
    LayerList layers(run, weights["model"], norm);
    std::int64_t channels = ngf;
    Tensor x = layers.stem(image, channels);
    for (std::int64_t i = 0; i < downsamplings; ++i) {
        channels *= 2;
        x = layers.down(x, channels);
    }
    for (std::int64_t i = 0; i < downsamplings; ++i) {
        channels /= 2;
        x = layers.up(x, channels);
    }
    x = layers.head(x, outputChannels, Activation::Tanh);
    run.mark("raw", x);
    return run.instanceMean(x, instances);
}

namespace {

/// Where the official code keeps stage `j` of the discriminator with weights number `s`.
struct StageScopes {
    Scope convolution;
    Scope norm;
};

StageScopes stageScopes(const Scope& weights, bool stages, std::int64_t s, std::int64_t j) {
    if (stages) {
        const Scope stage = weights["scale" + std::to_string(s) + "_layer" + std::to_string(j)];
        return {stage[0], stage[1]};
    }
    const Scope flat = weights["layer" + std::to_string(s)];
    const std::int64_t position = j == 0 ? 0 : 2 + 3 * (j - 1);
    return {flat[position], flat[position + 1]};
}

} // namespace

std::vector<std::vector<Tensor>> MultiscaleDiscriminator::operator()(Run& run, const Scope& weights,
                                                                     const Tensor& input) const {
    std::vector<std::vector<Tensor>> results;
    Tensor image = input;
    for (std::int64_t scale = 0; scale < scales; ++scale) {
        // Number 0 is the coarsest, so that a discriminator can be extended by a finer scale.
        const std::int64_t number = scales - 1 - scale;
        std::vector<Tensor> outputs;
        Tensor x = image;
        std::int64_t channels = widestAtFirst > 0 ? std::min(ndf << scale, widestAtFirst) : ndf;
        for (std::int64_t j = 0; j <= layers + 1; ++j) {
            const auto [convolution, normScope] = stageScopes(weights, stages, number, j);
            const bool score = j == layers + 1;
            const Convolution spec{.out = score ? 1 : channels,
                                   .kernel = 4,
                                   .stride = j < layers ? 2 : 1,
                                   .padding = 2,
                                   .spectral = spectral ? Spectral::Estimated : Spectral::None};
            x = run.convolution(convolution, x, spec);
            if (!score) {
                x = run.normalise(normScope, x, j == 0 ? Norm::None : norm, Activation::LeakyRelu);
                channels = std::min<std::int64_t>(2 * channels, 512);
            } else if (sigmoid && !stages) {
                x = run.activate(x, Activation::Sigmoid);
            }
            if (stages || score) {
                outputs.push_back(x);
            }
        }
        results.push_back(std::move(outputs));
        if (scale + 1 < scales) {
            image = run.averagePool(image);
        }
    }
    return results;
}

} // namespace underpaint::nets::pix2pixhd
