// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/cost/describe_run.h"

#include "engine/base/error.h"

#include <cmath>

namespace underpaint::nets {

Tensor shapeOnly(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w) {
    return at::empty({n, c, h, w}, at::TensorOptions().device(at::kMeta).dtype(at::kFloat));
}

Tensor DescribeRun::convolved(const Scope& scope, at::IntArrayRef shape, const Convolution& spec) {
    ++m_primitives;
    const std::int64_t in = shape[1] / spec.groups;
    const std::int64_t fanIn = in * spec.kernel * spec.kernel;
    declareConvolution(scope, {spec.out, in, spec.kernel, spec.kernel}, fanIn, spec);
    const std::int64_t h = outputExtent(shape[2], spec);
    const std::int64_t w = outputExtent(shape[3], spec);
    const std::int64_t room = spec.border == Border::Same ? reach(spec) : 2 * spec.padding;
    if (shape[2] + room < reach(spec) || shape[3] + room < reach(spec)) {
        throw Error("the picture is too small for this network (layer " + scope.path() + ")", {},
                    "Use a larger scene");
    }
    m_multiplyAdds += shape[0] * h * w * spec.out * fanIn;
    return shapeOnly(shape[0], spec.out, h, w);
}

void DescribeRun::declareConvolution(const Scope& scope, const std::vector<std::int64_t>& shape,
                                     std::int64_t fanIn, const Convolution& spec) {
    if (spec.spectral == Spectral::Wrapped) {
        declareWrapped(scope["module"], shape, fanIn, spec.bias);
        return;
    }
    const bool stored = spec.spectral == Spectral::Stored;
    m_parameters.push_back({scope.key(stored ? "weight_orig" : "weight"), shape,
                            spec.fixed ? ParamRole::FixedWeight : ParamRole::ConvolutionWeight,
                            fanIn, spec.deviation});
    if (spec.bias) {
        m_parameters.push_back({scope.key("bias"),
                                {spec.out},
                                spec.fixed ? ParamRole::FixedBias : ParamRole::ConvolutionBias,
                                fanIn,
                                spec.deviation});
    }
    if (spec.spectral != Spectral::None) {
        m_parameters.push_back({scope.key("weight_u"), {spec.out}, ParamRole::SingularVector, 0});
    }
    if (stored) {
        m_parameters.push_back({scope.key("weight_v"), {fanIn}, ParamRole::SingularVector, 0});
    }
}

void DescribeRun::declareWrapped(const Scope& scope, const std::vector<std::int64_t>& shape,
                                 std::int64_t fanIn, bool bias) {
    // The official initialisation looks for a name that the wrapper took away: these weights stay
    // as PyTorch draws them, uniform in ±1/sqrt(fan in), whose deviation this is.
    const double deviation = 1 / std::sqrt(3 * static_cast<double>(fanIn));
    if (bias) {
        m_parameters.push_back(
            {scope.key("bias"), {shape[0]}, ParamRole::ConvolutionBias, fanIn, deviation});
    }
    m_parameters.push_back({scope.key("weight_u"), {shape[0]}, ParamRole::SingularVector, 0});
    m_parameters.push_back({scope.key("weight_v"), {fanIn}, ParamRole::SingularVector, 0});
    m_parameters.push_back(
        {scope.key("weight_bar"), shape, ParamRole::ConvolutionWeight, fanIn, deviation});
}

Tensor DescribeRun::convolution(const Scope& scope, const Tensor& x, const Convolution& spec) {
    return convolved(scope, x.sizes(), spec);
}

Tensor DescribeRun::stem(const Scope& scope, const NetworkInput& input, const Convolution& spec) {
    return convolved(scope, {input.batch(), input.channels(), input.height(), input.width()}, spec);
}

Tensor DescribeRun::transposedConvolution(const Scope& scope, const Tensor& x,
                                          const TransposedConvolution& spec) {
    ++m_primitives;
    const std::int64_t in = x.size(1);
    const std::int64_t fanIn = spec.out * spec.kernel * spec.kernel;
    m_parameters.push_back({scope.key("weight"),
                            {in, spec.out, spec.kernel, spec.kernel},
                            ParamRole::ConvolutionWeight,
                            fanIn});
    if (spec.bias) {
        m_parameters.push_back({scope.key("bias"), {spec.out}, ParamRole::ConvolutionBias, fanIn});
    }
    const auto grown = [&](std::int64_t extent) {
        return (extent - 1) * spec.stride - 2 * spec.padding + spec.kernel + spec.outputPadding;
    };
    // Every input pixel meets every weight once.
    m_multiplyAdds += x.numel() * fanIn;
    return shapeOnly(x.size(0), spec.out, grown(x.size(2)), grown(x.size(3)));
}

void DescribeRun::declareNorm(const Scope& scope, std::int64_t channels, Norm norm) {
    if (norm == Norm::None || norm == Norm::Instance || norm == Norm::Positional) {
        return;
    }
    if (norm == Norm::Batch) {
        m_parameters.push_back({scope.key("weight"), {channels}, ParamRole::NormWeight, 0});
        m_parameters.push_back({scope.key("bias"), {channels}, ParamRole::NormBias, 0});
    }
    m_parameters.push_back({scope.key("running_mean"), {channels}, ParamRole::RunningMean, 0});
    m_parameters.push_back({scope.key("running_var"), {channels}, ParamRole::RunningVariance, 0});
    m_parameters.push_back({scope.key("num_batches_tracked"), {}, ParamRole::BatchCount, 0});
}

Tensor DescribeRun::normalise(const Scope& scope, const Tensor& x, Norm norm,
                              Activation /*activation*/) {
    ++m_primitives;
    declareNorm(scope, x.size(1), norm);
    return x;
}

Tensor DescribeRun::normaliseAdd(const Scope& scope, const Tensor& x, Norm norm,
                                 const Tensor& residual) {
    declareNorm(scope, x.size(1), norm);
    return add(x, residual);
}

Tensor DescribeRun::normaliseModulated(const Tensor& x, ModulatedNorm /*norm*/,
                                       const Tensor& modulation, Activation /*activation*/,
                                       const Tensor& /*residual*/) {
    ++m_primitives;
    if (modulation.size(2) != x.size(2) || modulation.size(3) != x.size(3)) {
        throw Error("the picture's size does not fit this network", {},
                    "Pad it to the multiple that the model asks for");
    }
    return x;
}

Tensor DescribeRun::activate(const Tensor& x, Activation /*activation*/) {
    ++m_primitives;
    return x;
}

Tensor DescribeRun::add(const Tensor& a, const Tensor& b) {
    ++m_primitives;
    if (a.sizes() != b.sizes()) {
        throw Error("the picture's size does not fit this network", {},
                    "Pad it to the multiple that the model asks for");
    }
    return a;
}

Tensor DescribeRun::concatenate(const std::vector<Tensor>& parts) {
    ++m_primitives;
    std::int64_t channels = 0;
    for (const Tensor& part : parts) {
        if (part.size(2) != parts.front().size(2) || part.size(3) != parts.front().size(3)) {
            throw Error("the picture's size does not fit this network", {},
                        "Pad it to the multiple that the model asks for");
        }
        channels += part.size(1);
    }
    const Tensor& first = parts.front();
    return shapeOnly(first.size(0), channels, first.size(2), first.size(3));
}

Tensor DescribeRun::averagePool(const Tensor& x) {
    ++m_primitives;
    return shapeOnly(x.size(0), x.size(1), (x.size(2) + 1) / 2, (x.size(3) + 1) / 2);
}

NetworkInput DescribeRun::averagePool(const NetworkInput& input) {
    return averagePool(shapeOnly(input.batch(), input.channels(), input.height(), input.width()));
}

Tensor DescribeRun::halve(const Tensor& x) {
    ++m_primitives;
    return shapeOnly(x.size(0), x.size(1), x.size(2) / 2, x.size(3) / 2);
}

Tensor DescribeRun::maxPool(const Tensor& x, const Pooling& spec) {
    ++m_primitives;
    return shapeOnly(x.size(0), x.size(1), outputExtent(x.size(2), spec),
                     outputExtent(x.size(3), spec));
}

Tensor DescribeRun::upsampleNearest(const Tensor& x, std::int64_t factor) {
    ++m_primitives;
    return shapeOnly(x.size(0), x.size(1), x.size(2) * factor, x.size(3) * factor);
}

Tensor DescribeRun::upsampleBilinear(const Tensor& x, std::int64_t factor) {
    return upsampleNearest(x, factor);
}

Tensor DescribeRun::dropout(const Tensor& x, double /*rate*/) {
    ++m_primitives;
    return x;
}

Tensor DescribeRun::instanceMean(const Tensor& x, const Tensor& /*instances*/) {
    ++m_primitives;
    return x;
}

Tensor DescribeRun::pooledLinear(const Scope& scope, const Tensor& x, std::int64_t out) {
    ++m_primitives;
    const std::int64_t in = x.size(1);
    m_parameters.push_back({scope.key("weight"), {out, in}, ParamRole::ConvolutionWeight, in});
    m_parameters.push_back({scope.key("bias"), {out}, ParamRole::ConvolutionBias, in});
    m_multiplyAdds += x.size(0) * in * out;
    return shapeOnly(x.size(0), out, 1, 1);
}

Tensor DescribeRun::regionMeans(const Tensor& x, const Tensor& scores) {
    ++m_primitives;
    m_multiplyAdds += x.numel() * scores.size(1);
    return shapeOnly(x.size(0), scores.size(1) * (x.size(1) + 1), 1, 1);
}

Tensor DescribeRun::parametricRelu(const Scope& scope, const Tensor& x) {
    ++m_primitives;
    m_parameters.push_back({scope.key("weight"), {1}, ParamRole::Slope, 0});
    return x;
}

Tensor DescribeRun::addScaled(const Scope& scope, const Tensor& x, const Tensor& y) {
    m_parameters.push_back({scope.key("gamma"), {}, ParamRole::Share, 0});
    return add(x, y);
}

Tensor DescribeRun::modulate(const Tensor& x, const Tensor& scale, const Tensor& shift) {
    return add(add(x, scale), shift);
}

Tensor DescribeRun::scaleChannels(const Tensor& x, const Tensor& /*factors*/) {
    ++m_primitives;
    return x;
}

Tensor DescribeRun::resizeNearest(const Tensor& x, std::int64_t height, std::int64_t width) {
    ++m_primitives;
    return shapeOnly(x.size(0), x.size(1), height, width);
}

Tensor DescribeRun::pooledLinearWithoutBias(const Scope& scope, const Tensor& x, std::int64_t out) {
    ++m_primitives;
    const std::int64_t in = x.size(1);
    m_parameters.push_back({scope.key("weight"), {out, in}, ParamRole::ConvolutionWeight, in});
    m_multiplyAdds += x.size(0) * in * out;
    return shapeOnly(x.size(0), out, 1, 1);
}

AttentionResult DescribeRun::attend(const Attention& attention) {
    ++m_primitives;
    m_multiplyAdds += attention.multiplyAdds();
    const Tensor& query = attention.query;
    const std::int64_t n = query.size(0);
    const std::int64_t h = query.size(2);
    const std::int64_t w = query.size(3);
    const Tensor plane = shapeOnly(n, 1, h, w);
    return {.values = shapeOnly(n, attention.values.size(1), h, w),
            .match = plane,
            .probability = plane,
            .entropy = plane};
}

Tensor DescribeRun::multiply(const Tensor& x, double /*factor*/) {
    ++m_primitives;
    return x;
}

Tensor DescribeRun::blend(const Tensor& a, const Tensor& b, const Tensor& share) {
    if (share.size(2) != a.size(2) || share.size(3) != a.size(3)) {
        throw Error("the picture's size does not fit this network", {},
                    "Pad it to the multiple that the model asks for");
    }
    return add(a, b);
}

Tensor DescribeRun::warp(const Tensor& picture, const Tensor& flow) {
    ++m_primitives;
    if (flow.size(2) != picture.size(2) || flow.size(3) != picture.size(3)) {
        throw Error("the picture's size does not fit this network", {},
                    "Pad it to the multiple that the model asks for");
    }
    return picture;
}

void DescribeRun::unused(const Scope& scope, std::int64_t inputChannels, const Convolution& spec) {
    const std::int64_t in = inputChannels / spec.groups;
    declareConvolution(scope, {spec.out, in, spec.kernel, spec.kernel},
                       in * spec.kernel * spec.kernel, spec);
}

} // namespace underpaint::nets
