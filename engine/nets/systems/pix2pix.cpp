// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/pix2pix.h"

#include "engine/nets/systems/resnet_halves.h"

#include <algorithm>

namespace underpaint::nets::pix2pix {

namespace {

Convolution down(std::int64_t out, bool bias) {
    return {.out = out, .kernel = 4, .stride = 2, .padding = 1, .bias = bias};
}

TransposedConvolution up(std::int64_t out, bool bias) {
    return {.out = out, .kernel = 4, .stride = 2, .padding = 1, .outputPadding = 0, .bias = bias};
}

/// One level of the U: what lies below is called in the middle.
struct UnetLevel {
    const UnetGenerator& net;
    Run& run;

    std::int64_t width(std::int64_t level) const {
        return net.ngf * std::min<std::int64_t>(std::int64_t{1} << level, 8);
    }
    bool hasDropout(std::int64_t level) const {
        return net.dropout && level >= 4 && level < net.downsamplings - 1;
    }

    /// Levels 1 … downsamplings-1: concat(x, what the deeper levels make of x).
    Tensor operator()(const Scope& block, const Tensor& x, std::int64_t level) const {
        const bool innermost = level == net.downsamplings - 1;
        const bool bias = biasBefore(net.norm);
        const Scope layers = block["model"];
        // The official module activates x in place, but its skip connection always meets a ReLU,
        // for which that makes no difference.
        Tensor y = run.activate(x, Activation::LeakyRelu);
        y = run.convolution(layers[1], y, down(width(level), bias));
        std::int64_t next = 2;
        if (!innermost) {
            y = run.normalise(layers[2], y, net.norm, Activation::None);
            y = (*this)(layers[3], y, level + 1);
            next = 4;
        }
        y = run.activate(y, Activation::Relu);
        y = run.transposedConvolution(layers[next + 1], y, up(width(level - 1), bias));
        y = run.normalise(layers[next + 2], y, net.norm, Activation::None);
        if (hasDropout(level)) {
            y = run.dropout(y, 0.5);
        }
        return run.concatenate({x, y});
    }
};

} // namespace

Tensor UnetGenerator::operator()(Run& run, const Scope& weights, const NetworkInput& input) const {
    const Scope outermost = weights["model"]["model"];
    const UnetLevel level{*this, run};
    Tensor x = run.stem(outermost[0], input, down(ngf, biasBefore(norm)));
    x = level(outermost[1], x, 1);
    x = run.activate(x, Activation::Relu);
    x = run.transposedConvolution(outermost[3], x, up(outputChannels, true));
    return run.activate(x, Activation::Tanh);
}

Tensor ResnetGenerator::operator()(Run& run, const Scope& weights,
                                   const NetworkInput& input) const {
    const ResnetHalf half{
        .blocks = blocks, .norm = norm, .bias = biasBefore(norm), .dropout = dropout};
    const Scope layers = weights["model"];
    const Tensor x = encodeResnet(run, layers, input, ngf, half);
    return decodeResnet(run, layers, half.layers(), x, {ngf, outputChannels}, half);
}

Tensor PatchDiscriminator::operator()(Run& run, const Scope& weights, const Tensor& input) const {
    const Scope sequence = weights["model"];
    const auto width = [this](std::int64_t n) {
        return ndf * std::min<std::int64_t>(std::int64_t{1} << n, 8);
    };
    const auto judging = [this](std::int64_t out, std::int64_t stride, bool bias) {
        return Convolution{.out = out,
                           .kernel = 4,
                           .stride = stride,
                           .padding = 1,
                           .bias = bias,
                           .spectral = spectral ? Spectral::Wrapped : Spectral::None};
    };
    Tensor x = run.convolution(sequence[0], input, judging(ndf, 2, true));
    x = run.activate(x, Activation::LeakyRelu);
    std::int64_t at = 2;
    for (std::int64_t n = 1; n <= layers; ++n) {
        x = run.convolution(sequence[at], x,
                            judging(width(n), n < layers ? 2 : 1, biasBefore(norm)));
        x = run.normalise(sequence[at + 1], x, norm, Activation::LeakyRelu);
        at += 3;
    }
    return run.convolution(sequence[at], x, judging(1, 1, true));
}

Tensor PixelDiscriminator::operator()(Run& run, const Scope& weights, const Tensor& input) const {
    const Scope sequence = weights["net"];
    const auto pointwise = [](std::int64_t out, bool bias) {
        return Convolution{.out = out, .kernel = 1, .bias = bias};
    };
    Tensor x = run.convolution(sequence[0], input, pointwise(ndf, true));
    x = run.activate(x, Activation::LeakyRelu);
    x = run.convolution(sequence[2], x, pointwise(2 * ndf, biasBefore(norm)));
    x = run.normalise(sequence[3], x, norm, Activation::LeakyRelu);
    return run.convolution(sequence[5], x, pointwise(1, biasBefore(norm)));
}

} // namespace underpaint::nets::pix2pix
