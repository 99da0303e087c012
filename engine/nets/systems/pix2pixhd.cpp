// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/pix2pixhd.h"

#include "engine/nets/systems/residual_block.h"

#include <algorithm>
#include <string>

namespace underpaint::nets::pix2pixhd {

namespace {

/// 7x7 with reflected border: the first and last convolution of all these networks.
Convolution sevenBySeven(std::int64_t out) {
    return {.out = out, .kernel = 7, .stride = 1, .padding = 3, .border = Border::Reflect};
}

Convolution halving(std::int64_t out) {
    return {.out = out, .kernel = 3, .stride = 2, .padding = 1};
}

/// Walks the flat `model` list of the official networks, whose indices count pads and activations.
class Layers {
public:
    Layers(Run& run, Scope scope, Norm norm, Upsampling upsampling = Upsampling::Transposed)
        : m_run(run), m_scope(std::move(scope)), m_norm(norm), m_upsampling(upsampling) {}

    /// Pad, convolution, norm, ReLU.
    Tensor stem(const NetworkInput& input, std::int64_t out) {
        const Tensor x = m_run.stem(m_scope[m_next + 1], input, sevenBySeven(out));
        const Tensor y = m_run.normalise(m_scope[m_next + 2], x, m_norm, Activation::Relu);
        m_next += 4;
        return y;
    }
    Tensor down(const Tensor& x, std::int64_t out) {
        return normalised(m_run.convolution(m_scope[m_next], x, halving(out)));
    }
    Tensor up(const Tensor& x, std::int64_t out) {
        if (m_upsampling == Upsampling::NearestConvolution) {
            const Convolution spec{
                .out = out, .kernel = 3, .padding = 1, .border = Border::Reflect};
            return normalised(
                m_run.convolution(m_scope[m_next], m_run.upsampleNearest(x, 2), spec));
        }
        return normalised(m_run.transposedConvolution(m_scope[m_next], x, {.out = out}));
    }
    Tensor block(const Tensor& x) {
        return residualBlock(m_run, m_scope[m_next++], x, {.norm = m_norm, .bias = true});
    }
    /// Pad, convolution, tanh.
    Tensor head(const Tensor& x, std::int64_t out) {
        const Tensor y = m_run.convolution(m_scope[m_next + 1], x, sevenBySeven(out));
        m_next += 3;
        return m_run.activate(y, Activation::Tanh);
    }

private:
    Tensor normalised(const Tensor& x) {
        const Tensor y = m_run.normalise(m_scope[m_next + 1], x, m_norm, Activation::Relu);
        m_next += 3;
        return y;
    }

    Run& m_run;
    Scope m_scope;
    Norm m_norm;
    Upsampling m_upsampling;
    std::int64_t m_next = 0;
};

/// G1 up to its last upsampling.
Tensor globalFeatures(Run& run, const GlobalGenerator& g, Layers& layers,
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
        x = layers.up(x, channels);
    }
    return x;
}

} // namespace

Tensor GlobalGenerator::operator()(Run& run, const Scope& weights,
                                   const NetworkInput& input) const {
    Layers layers(run, weights["model"], norm, upsampling);
    return layers.head(globalFeatures(run, *this, layers, input), outputChannels);
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
    Layers globalLayers(run, weights["model"], norm, upsampling);
    Tensor y = globalFeatures(run, global, globalLayers, pyramid.back());
    run.mark("global_features", y);
    for (std::int64_t k = 1; k <= enhancers; ++k) {
        const std::int64_t channels = ngf << (enhancers - k);
        const std::string name = "model" + std::to_string(k);
        Layers before(run, weights[name + "_1"], norm);
        Tensor x = before.stem(pyramid[static_cast<std::size_t>(enhancers - k)], channels);
        x = before.down(x, 2 * channels);
        y = run.add(x, y);
        Layers after(run, weights[name + "_2"], norm, upsampling);
        for (std::int64_t i = 0; i < localBlocks; ++i) {
            y = after.block(y);
        }
        y = after.up(y, channels);
        if (k == enhancers) {
            y = after.head(y, outputChannels);
        }
    }
    return y;
}

Tensor Encoder::operator()(Run& run, const Scope& weights, const Tensor& image,
                           const Tensor& instances) const {
    Layers layers(run, weights["model"], norm);
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
    x = layers.head(x, outputChannels);
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
        std::int64_t channels = ndf;
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
