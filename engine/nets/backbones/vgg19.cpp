// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/backbones/vgg19.h"

#include "engine/nets/cost/describe_run.h"

#include <array>
#include <cmath>
#include <cstdint>

namespace underpaint::nets {

namespace {

/// Convolution widths up to relu5_1; 0 is a max-pool.
constexpr std::array<std::int64_t, 17> vggLayout{64,  64, 0,   128, 128, 0,   256, 256, 256,
                                                 256, 0,  512, 512, 512, 512, 0,   512};

/// In [-1, 1): a hash of the flat index and a stream number, as in the reference data's README.
double formula(std::uint32_t index, std::uint32_t stream) {
    std::uint32_t x = index + 0x9E3779B9U * stream;
    x ^= x >> 16;
    x *= 0x7FEB352DU;
    x ^= x >> 15;
    x *= 0x846CA68BU;
    x ^= x >> 16;
    return (static_cast<double>(x) / 4294967296.0 - 0.5) * 2;
}

/// `count` values of one stream, scaled in double and rounded once.
Tensor formulaTensor(at::IntArrayRef shape, std::uint32_t stream, double scale) {
    Tensor values = at::empty(shape, at::kFloat);
    float* data = values.data_ptr<float>();
    for (std::int64_t k = 0; k < values.numel(); ++k) {
        data[k] = static_cast<float>(formula(static_cast<std::uint32_t>(k), stream) * scale);
    }
    return values;
}

} // namespace

std::vector<Tensor> Vgg19::operator()(Run& run, const Scope& weights, const Tensor& image) const {
    const Scope features = weights["features"];
    std::vector<Tensor> slices;
    Tensor x = image;
    std::int64_t at = 0;
    bool firstOfStage = true;
    for (const std::int64_t width : vggLayout) {
        if (width == 0) {
            x = run.maxPool(x, {});
            at += 1;
            firstOfStage = true;
            continue;
        }
        x = run.convolution(features[at], x, {.out = width, .kernel = 3, .padding = 1});
        x = run.activate(x, Activation::Relu);
        at += 2;
        if (firstOfStage) {
            slices.push_back(x);
            firstOfStage = false;
        }
    }
    return slices;
}

ParamStore vgg19FormulaWeights() {
    DescribeRun shapes;
    const ParamStore none;
    Vgg19()(shapes, Scope(none), shapeOnly(1, 3, 32, 32));
    ParamStore weights;
    for (const ParamSpec& spec : shapes.parameters()) {
        const auto layer = static_cast<std::uint32_t>(std::stoul(spec.key.substr(9)));
        const bool bias = spec.role == ParamRole::ConvolutionBias;
        const double scale = bias ? 0.1 : std::sqrt(6.0 / static_cast<double>(spec.fanIn));
        weights.set(spec.key, formulaTensor(spec.shape, 2 * layer + (bias ? 2 : 1), scale));
    }
    return weights;
}

} // namespace underpaint::nets
