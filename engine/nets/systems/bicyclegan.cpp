// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/bicyclegan.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace underpaint::nets::bicyclegan {

namespace {

Convolution halving(std::int64_t out) {
    return {.out = out, .kernel = 4, .stride = 2, .padding = 1};
}

/// x beside the code, which is the same at every pixel.
Tensor besideCode(Run& run, const Tensor& x, const Tensor& code) {
    return code.defined() ? run.concatenate({x, run.spread(code, x.size(2), x.size(3))}) : x;
}

/// Where the official code keeps the layers of a level. Add-to-all has a list for the way down and
/// one for the way up, add-to-input one list for both with the next level inside; activations
/// count, norms that are left out do not.
class LevelLayers {
public:
    LevelLayers(const UnetGenerator& net, const Scope& level, std::int64_t index)
        : m_split(net.place == CodePlace::All),
          m_level(level),
          m_outermost(index == 0),
          m_innermost(index == net.downsamplings - 1),
          m_norms(net.norm != Norm::None),
          m_enlarged(net.upsampling == Upsampling::Bilinear) {}

    Scope down() const { return list("down")[m_outermost ? 0 : 1]; }
    Scope downNorm() const { return list("down")[2]; }
    Scope inner() const { return m_split ? m_level["submodule"] : list("")[innerIndex()]; }
    Scope up() const { return list("up")[upIndex()]; }
    Scope upNorm() const { return list("up")[upIndex() + 1]; }

private:
    Scope list(std::string_view half) const { return m_split ? m_level[half] : m_level["model"]; }
    std::int64_t innerIndex() const { return m_outermost ? 1 : m_norms ? 3 : 2; }
    /// The activation lies before, and with bilinear enlargement that and the padding, too.
    std::int64_t upIndex() const {
        const std::int64_t first = m_split ? 0 : m_innermost ? 2 : innerIndex() + 1;
        return first + (m_enlarged ? 3 : 1);
    }

    bool m_split;
    Scope m_level;
    bool m_outermost;
    bool m_innermost;
    bool m_norms;
    bool m_enlarged;
};

/// The levels of one U with one code.
struct Unet {
    const UnetGenerator& net;
    Run& run;
    Tensor everywhere; ///< the code that every level below the first is given; may be undefined

    std::int64_t width(std::int64_t level) const {
        return net.ngf * std::min<std::int64_t>(std::int64_t{1} << level, 8);
    }
    bool hasDropout(std::int64_t level) const {
        return net.dropout && level >= 4 && level < net.downsamplings - 1;
    }

    Tensor upsampled(const Scope& layer, const Tensor& given, std::int64_t out) const {
        const Tensor x = run.activate(given, net.decoder);
        if (net.upsampling == Upsampling::Bilinear) {
            return run.convolution(
                layer, run.upsampleBilinear(x, 2),
                {.out = out, .kernel = 3, .padding = 1, .border = Border::Reflect});
        }
        return run.transposedConvolution(
            layer, x, {.out = out, .kernel = 4, .stride = 2, .padding = 1, .outputPadding = 0});
    }

    /// Levels 1 … downsamplings-1: concat(what the deeper levels make of x, x).
    Tensor operator()(const Scope& scope, const Tensor& x, std::int64_t level) const {
        const LevelLayers layers(net, scope, level);
        const Tensor active = run.activate(besideCode(run, x, everywhere), Activation::LeakyRelu);
        Tensor y = run.convolution(layers.down(), active, halving(width(level)));
        if (level < net.downsamplings - 1) {
            y = run.normalise(layers.downNorm(), y, net.norm, Activation::None);
            y = (*this)(layers.inner(), y, level + 1);
        }
        y = upsampled(layers.up(), y, width(level - 1));
        y = run.normalise(layers.upNorm(), y, net.norm, Activation::None);
        if (hasDropout(level)) {
            y = run.dropout(y, 0.5);
        }
        // The official module activates its input in place. What it skips with is activated, too,
        // unless a code was concatenated, which made a copy.
        return run.concatenate({y, everywhere.defined() ? x : active});
    }
};

} // namespace

NetworkInput withCode(Run& run, const NetworkInput& input, const Tensor& code) {
    if (!code.defined()) {
        return input;
    }
    if (!input.isPainted()) {
        return besideCode(run, input.dense(), code);
    }
    // Labels stay labels: the code is a plane beside the edges.
    const Tensor plane = run.spread(code, input.height(), input.width());
    const Tensor planes =
        input.planes().defined()
            ? at::cat({input.planes(), plane.to(input.planes().device(), at::kFloat)}, 1)
            : plane.to(input.labels().device(), at::kFloat).contiguous();
    return {input.labels(), input.classes(), planes};
}

Tensor UnetGenerator::operator()(Run& run, const Scope& weights, const NetworkInput& input,
                                 const Tensor& code) const {
    const bool all = place == CodePlace::All;
    const Scope outermost = weights["model"];
    const Unet levels{*this, run, all ? code : Tensor()};
    const LevelLayers layers(*this, outermost, 0);
    Tensor x = run.stem(layers.down(), withCode(run, input, code), halving(ngf));
    x = levels(layers.inner(), x, 1);
    x = levels.upsampled(layers.up(), x, outputChannels);
    return run.activate(x, Activation::Tanh);
}

namespace {

/// Trunks of an encoder; what they return is activated.
struct EncoderTrunk {
    const Encoder& net;
    Run& run;

    Tensor residualBlock(const Scope& block, const Tensor& x, std::int64_t in,
                         std::int64_t out) const {
        const bool norms = net.norm != Norm::None;
        const Scope layers = block["conv"];
        const Tensor active = run.normalise(layers[0], x, net.norm, net.activation);
        Tensor y = run.convolution(layers[norms ? 2 : 1], active, {.out = in, .padding = 1});
        y = run.normalise(layers[3], y, net.norm, net.activation);
        y = run.convolution(layers[norms ? 5 : 3][0], y, {.out = out, .padding = 1});
        // Without a norm the official module has activated x in place before the shortcut sees it.
        const Tensor shortcut = run.convolution(block["shortcut"][1], run.halve(norms ? x : active),
                                                {.out = out, .kernel = 1});
        return run.add(run.halve(y), shortcut);
    }

    Tensor residual(const Scope& layers, const Tensor& input) const {
        const auto width = [this](std::int64_t n) {
            return net.nef * std::min<std::int64_t>(n, 4);
        };
        Tensor x = run.convolution(layers[0], input, halving(net.nef));
        for (std::int64_t i = 1; i < net.stages; ++i) {
            x = residualBlock(layers[i], x, width(i), width(i + 1));
        }
        return run.activate(x, net.activation);
    }

    Tensor convolutions(const Scope& layers, const Tensor& input) const {
        Tensor x = run.convolution(layers[0], input, halving(net.nef));
        x = run.activate(x, net.activation);
        std::int64_t at = 2;
        for (std::int64_t n = 1; n < net.stages; ++n) {
            const std::int64_t width = net.nef * std::min<std::int64_t>(std::int64_t{1} << n, 4);
            x = run.convolution(layers[at], x, halving(width));
            x = run.normalise(layers[at + 1], x, net.norm, net.activation);
            at += net.norm == Norm::None ? 2 : 3;
        }
        return x;
    }
};

} // namespace

namespace {

/// What the official pooling sees of a map that holds its window once: the first pixels of both
/// sides. Smaller and larger maps, which the official encoder refuses, are seen whole.
Tensor onlyWindow(const Tensor& x) {
    constexpr std::int64_t window = 8;
    const auto holdsOne = [](std::int64_t side) { return side >= window && side < 2 * window; };
    if (!holdsOne(x.size(2)) || !holdsOne(x.size(3))) {
        return x;
    }
    return x.narrow(2, 0, window).narrow(3, 0, window);
}

} // namespace

CodeDistribution Encoder::operator()(Run& run, const Scope& weights, const Tensor& input) const {
    const EncoderTrunk layers{*this, run};
    const Scope scope = weights["conv"];
    const Tensor x = onlyWindow(trunk == Trunk::Residual ? layers.residual(scope, input)
                                                         : layers.convolutions(scope, input));
    return {run.pooledLinear(weights["fc"][0], x, codeSize).flatten(1),
            run.pooledLinear(weights["fcVar"][0], x, codeSize).flatten(1)};
}

std::vector<std::vector<Tensor>> MultiscaleDiscriminator::operator()(Run& run, const Scope& weights,
                                                                     const Tensor& input) const {
    std::vector<std::vector<Tensor>> scores;
    Tensor picture = input;
    for (std::int64_t scale = 0; scale < scales; ++scale) {
        const Scope sequence = weights[scales == 1 ? "model" : "model_" + std::to_string(scale)];
        // A half is rounded to the even neighbour, as Python does.
        const auto filters = static_cast<std::int64_t>(
            std::nearbyint(static_cast<double>(ndf) / std::pow(2.0, static_cast<double>(scale))));
        Tensor x = run.convolution(sequence[0], picture, halving(filters));
        x = run.activate(x, Activation::LeakyRelu);
        std::int64_t at = 2;
        for (std::int64_t n = 1; n <= layers; ++n, at += 3) {
            const Convolution spec{.out = filters * std::min<std::int64_t>(std::int64_t{1} << n, 8),
                                   .kernel = 4,
                                   .stride = n < layers ? 2 : 1,
                                   .padding = 1};
            x = run.convolution(sequence[at], x, spec);
            x = run.normalise(sequence[at + 1], x, norm, Activation::LeakyRelu);
        }
        scores.push_back(
            {run.convolution(sequence[at], x, {.out = 1, .kernel = 4, .stride = 1, .padding = 1})});
        if (scale + 1 < scales) {
            picture = run.averagePool(picture);
        }
    }
    return scores;
}

} // namespace underpaint::nets::bicyclegan
