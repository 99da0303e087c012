// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/modulated_generator.h"

#include <algorithm>
#include <vector>

namespace underpaint::nets {

namespace {

/// Of a map's fresh weights: enough for labels to differ from the first step on.
constexpr double mapDeviation = 0.1;

/// A norm follows, which has its own offset.
Convolution reflected(std::int64_t out, std::int64_t kernel, std::int64_t stride = 1) {
    return {.out = out,
            .kernel = kernel,
            .stride = stride,
            .padding = kernel / 2,
            .border = Border::Reflect,
            .bias = false};
}

class ModulatedLayers {
public:
    ModulatedLayers(Run& run, const Scope& weights, const NetworkInput& input,
                    const ModulatedGenerator& net)
        : m_run(run),
          m_weights(weights),
          m_norm(net.norm),
          m_separable(net.separable),
          m_condition{input} {
        for (std::int64_t i = 0; i < net.downsamplings; ++i) {
            m_condition.push_back(m_run.halve(m_condition.back()));
        }
    }

    /// Of the condition at level `at`.
    Tensor stem(std::int64_t out, std::int64_t kernel, std::int64_t at) {
        const Scope scope = m_weights["stem"];
        const Tensor x = m_run.stem(scope["conv"], condition(at), reflected(out, kernel));
        return modulated(scope, x, at, Activation::Relu, {});
    }
    /// To level `to`.
    Tensor down(const Scope& scope, const Tensor& x, std::int64_t out, std::int64_t to) {
        const Tensor y = m_run.convolution(scope["conv"], x, reflected(out, 3, 2));
        return modulated(scope, y, to, Activation::Relu, {});
    }
    Tensor up(const Scope& scope, const Tensor& x, std::int64_t out, std::int64_t to) {
        const Tensor y =
            m_run.convolution(scope["conv"], m_run.upsampleNearest(x, 2), reflected(out, 3));
        return modulated(scope, y, to, Activation::Relu, {});
    }
    Tensor block(const Scope& scope, const Tensor& x, std::int64_t level) {
        Tensor y = mixed(scope["0"], x);
        y = modulated(scope["0"], y, level, Activation::Relu, {});
        y = mixed(scope["1"], y);
        return modulated(scope["1"], y, level, Activation::None, x);
    }
    /// One convolution beside which the input goes on.
    Tensor refine(const Scope& scope, const Tensor& x, std::int64_t level) {
        const Tensor y = m_run.convolution(scope["conv"], x, reflected(x.size(1), 3));
        return m_run.add(x, modulated(scope, y, level, Activation::Relu, {}));
    }
    Tensor head(const Tensor& x, std::int64_t out, std::int64_t kernel) {
        Convolution spec = reflected(out, kernel);
        spec.bias = true;
        return m_run.activate(m_run.convolution(m_weights["head"], x, spec), Activation::Tanh);
    }
    /// 3x3 pixels of half the size make 2x2 of the whole: the same as a convolution to four times
    /// the channels that are then laid out, but one primitive.
    Tensor subpixelHead(const Tensor& x, std::int64_t out) {
        return m_run.activate(
            m_run.transposedConvolution(
                m_weights["head"], x,
                {.out = out, .kernel = 6, .stride = 2, .padding = 2, .outputPadding = 0}),
            Activation::Tanh);
    }

private:
    /// A convolution of a block, which keeps the number of channels.
    Tensor mixed(const Scope& scope, const Tensor& x) {
        const std::int64_t channels = x.size(1);
        if (!m_separable) {
            return m_run.convolution(scope["conv"], x, reflected(channels, 3));
        }
        Convolution each = reflected(channels, 3);
        each.groups = channels;
        return m_run.convolution(scope["mix"], m_run.convolution(scope["conv"], x, each),
                                 {.out = channels, .kernel = 1, .bias = false});
    }
    Tensor modulated(const Scope& scope, const Tensor& x, std::int64_t level, Activation activation,
                     const Tensor& residual) {
        const Tensor modulation =
            m_run.stem(scope["map"], condition(level),
                       {.out = 2 * x.size(1), .kernel = 1, .deviation = mapDeviation});
        return m_run.normaliseModulated(x, m_norm, modulation, activation, residual);
    }
    const NetworkInput& condition(std::int64_t level) const {
        return m_condition[static_cast<std::size_t>(level)];
    }

    Run& m_run;
    Scope m_weights;
    ModulatedNorm m_norm;
    bool m_separable;
    std::vector<NetworkInput> m_condition; // by level: at 1, 1/2, 1/4 … of the size
};

} // namespace

Tensor ModulatedGenerator::operator()(Run& run, const Scope& weights,
                                      const NetworkInput& input) const {
    const auto channelsAt = [this](std::int64_t level) {
        return std::min(ngf << level, std::max(maxChannels, ngf));
    };
    ModulatedLayers layers(run, weights, input, *this);
    Tensor x =
        encoder ? layers.stem(ngf, 7, 0) : layers.stem(channelsAt(downsamplings), 3, downsamplings);
    for (std::int64_t level = 1; encoder && level <= downsamplings; ++level) {
        x = layers.down(weights["down"][level], x, channelsAt(level), level);
    }
    for (std::int64_t i = 0; i < blocks; ++i) {
        x = layers.block(weights["block"][i], x, downsamplings);
    }
    const std::int64_t last = subpixelHead ? 1 : 0;
    for (std::int64_t level = downsamplings - 1; level >= last; --level) {
        x = layers.up(weights["up"][level], x, channelsAt(level), level);
        const bool first = level == downsamplings - 1;
        for (std::int64_t i = 0; first && i < fineBlocks; ++i) {
            x = layers.block(weights["fine_block"][i], x, level);
        }
        for (std::int64_t i = 0; !first && level > 0 && i < refinements; ++i) {
            x = layers.refine(weights["refine"][level][i], x, level);
        }
    }
    return subpixelHead ? layers.subpixelHead(x, outputChannels)
                        : layers.head(x, outputChannels, 2 * headRadius + 1);
}

ModulatedGenerator readModulatedGenerator(OptionReader& o) {
    return {.inputChannels = o.integer("input_nc", 1, maxChannels),
            .outputChannels = o.integer("output_nc", 1, maxChannels, 3),
            .ngf = o.integer("ngf", 1, maxChannels),
            .downsamplings = o.integer("n_downsampling", 1, 6),
            .maxChannels = o.integer("max_channels", 1, maxChannels, 256),
            .norm = o.choice("norm", {"instance", "pixel"}) == "pixel" ? ModulatedNorm::Pixel
                                                                       : ModulatedNorm::Instance,
            .encoder = !o.boolean("decoder_only"),
            .blocks = o.integer("n_blocks", 0, maxBlocks),
            .fineBlocks = o.integer("n_fine_blocks", 0, maxBlocks, 0),
            .refinements = o.integer("n_refinements", 0, maxBlocks, 0),
            .separable = o.boolean("separable"),
            .headRadius = o.integer("head_radius", 0, 3, 3),
            .subpixelHead = o.boolean("subpixel_head"),
            .noiseChannels = o.integer("noise_nc", 0, 4, 0)};
}

} // namespace underpaint::nets
