// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/eager_run.h"

#include "engine/base/error.h"
#include "engine/nets/run/instance_pooling.h"
#include "engine/nets/run/mixed_precision.h"
#include "engine/nets/run/same_padding.h"
#include "engine/nets/run/streamed_attention.h"
#include "engine/nets/systems/spectral_norm.h"

namespace underpaint::nets {

namespace {

constexpr double normMomentum = 0.1;

Tensor bias(const Scope& scope, bool wanted) {
    return wanted ? scope.get("bias") : Tensor();
}

Tensor positionNormalised(const Tensor& x) {
    const Tensor deviation = (x.var({1}, /*unbiased=*/true, /*keepdim=*/true) + normEpsilon).sqrt();
    return (x - x.mean({1}, /*keepdim=*/true)) / deviation;
}

} // namespace

Tensor EagerRun::convolution(const Scope& scope, const Tensor& x, const Convolution& spec) {
    if (spec.border == Border::Same) {
        return convolution(scope, samePadded(x, spec), withoutBorder(spec));
    }
    const bool reflect = spec.border == Border::Reflect && spec.padding > 0;
    if (reflect && (x.size(2) <= spec.padding || x.size(3) <= spec.padding)) {
        throw Error("the picture is too small for this network (" + std::to_string(x.size(3)) +
                        " x " + std::to_string(x.size(2)) + " at layer " + scope.path() + ")",
                    {}, "Use a larger scene");
    }
    const std::int64_t p = spec.padding;
    const std::int64_t zeros = reflect ? 0 : p;
    if (m_options.computeType) {
        const Tensor compactX = compacted(x);
        return convolved(scope, reflect ? mirrorPadding(compactX, p) : compactX, spec, zeros);
    }
    return convolved(scope, reflect ? at::reflection_pad2d(x, {p, p, p, p}) : x, spec, zeros);
}

Tensor EagerRun::convolved(const Scope& scope, const Tensor& padded, const Convolution& spec,
                           std::int64_t zeros) {
    const bool wrapped = spec.spectral == Spectral::Wrapped;
    Tensor offset = bias(wrapped ? scope["module"] : scope, spec.bias);
    if (m_options.computeType && offset.defined()) {
        offset = offset.to(*m_options.computeType);
    }
    return at::conv2d(padded, compacted(weightOf(scope, spec)), offset, {spec.stride, spec.stride},
                      {zeros, zeros}, {spec.dilation, spec.dilation}, spec.groups);
}

Tensor EagerRun::weightOf(const Scope& scope, const Convolution& spec) {
    const bool refine = m_options.batchStatistics && !m_options.keepRunningStatistics;
    switch (spec.spectral) {
    case Spectral::None:
        break;
    case Spectral::Estimated:
        return spectrallyNormalised(scope.get("weight"), scope.get("weight_u"), refine);
    case Spectral::Stored:
        return storedSpectralWeight(scope, refine);
    case Spectral::Wrapped:
        return wrappedWeight(scope);
    }
    return scope.get("weight");
}

Tensor EagerRun::wrappedWeight(const Scope& scope) {
    const Scope inner = scope["module"];
    Estimate estimate(inner.get("weight_u"), inner.get("weight_v"));
    if (m_options.keepRunningStatistics) {
        const auto it = m_estimates.find(inner.path());
        estimate = it != m_estimates.end()
                       ? it->second
                       : Estimate(estimate.first.clone(), estimate.second.clone());
        m_estimates[inner.path()] = estimate;
    }
    Tensor weight = spectrallyNormalised(inner.get("weight_bar"), estimate.first, estimate.second);
    if (m_options.onMark) {
        m_options.onMark("normalised_weight." + scope.path(), weight);
    }
    return weight;
}

Tensor EagerRun::compacted(const Tensor& x) const {
    return m_options.computeType ? compact(x, *m_options.computeType) : x;
}

Tensor EagerRun::transposedConvolution(const Scope& scope, const Tensor& x,
                                       const TransposedConvolution& spec) {
    if (m_options.computeType) {
        const Tensor y = transposedConvolved(compacted(x), compacted(scope.get("weight")),
                                             spec.stride, spec.padding, spec.outputPadding);
        const Tensor offset = bias(scope, spec.bias);
        return offset.defined() ? y + offset.to(*m_options.computeType).view({1, -1, 1, 1}) : y;
    }
    return at::conv_transpose2d(x, scope.get("weight"), bias(scope, spec.bias),
                                {spec.stride, spec.stride}, {spec.padding, spec.padding},
                                {spec.outputPadding, spec.outputPadding});
}

Tensor EagerRun::normalised(const Scope& scope, const Tensor& given, Norm norm) const {
    if (norm == Norm::None) {
        return given;
    }
    if (norm == Norm::Instance && m_options.computeType) {
        return instanceNormalised(given, normEpsilon);
    }
    const Tensor x = m_options.computeType ? given.to(at::kFloat) : given;
    if (norm == Norm::Positional) {
        return positionNormalised(x);
    }
    if (norm == Norm::Instance) {
        return at::instance_norm(x, {}, {}, {}, {}, /*use_input_stats=*/true, normMomentum,
                                 normEpsilon, /*cudnn_enabled=*/true);
    }
    const bool current = m_options.batchStatistics;
    const bool update = current && !m_options.keepRunningStatistics;
    // Given to the operator only where it may write to them or must read them.
    const bool stored = !current || update;
    const Tensor mean = stored ? scope.get("running_mean") : Tensor();
    const Tensor variance = stored ? scope.get("running_var") : Tensor();
    if (update) {
        const at::NoGradGuard noGrad;
        if (const Tensor* count = scope.find("num_batches_tracked")) {
            Tensor(*count).add_(1);
        }
    }
    if (norm == Norm::TrackedInstance) {
        return at::instance_norm(x, {}, {}, mean, variance, current, normMomentum, normEpsilon,
                                 /*cudnn_enabled=*/true);
    }
    const bool affine = norm == Norm::Batch;
    return at::batch_norm(x, affine ? scope.get("weight") : Tensor(),
                          affine ? scope.get("bias") : Tensor(), mean, variance, current,
                          normMomentum, normEpsilon, /*cudnn_enabled=*/true);
}

Tensor EagerRun::normalise(const Scope& scope, const Tensor& x, Norm norm, Activation activation) {
    return activate(normalised(scope, x, norm), activation);
}

Tensor EagerRun::normaliseAdd(const Scope& scope, const Tensor& x, Norm norm,
                              const Tensor& residual) {
    const Tensor y = normalised(scope, x, norm);
    return m_options.computeType ? residual.to(at::kFloat) + y : residual + y;
}

namespace {

Tensor pixelNormalised(const Tensor& x) {
    return x * at::rsqrt(x.square().mean({1}, /*keepdim=*/true) + modulatedNormEpsilon);
}

} // namespace

Tensor EagerRun::normaliseModulated(const Tensor& x, ModulatedNorm norm, const Tensor& modulation,
                                    Activation activation, const Tensor& residual) {
    const std::int64_t channels = x.size(1);
    const Tensor scale = modulation.narrow(1, 0, channels);
    const Tensor shift = modulation.narrow(1, channels, channels);
    const Tensor plain = norm == ModulatedNorm::Pixel ? pixelNormalised(x)
                                                      : instanceNormalised(x, modulatedNormEpsilon);
    const Tensor y = at::addcmul(plain + shift, plain, scale);
    return activate(residual.defined() ? residual + y : y, activation);
}

Tensor EagerRun::activate(const Tensor& x, Activation activation) {
    switch (activation) {
    case Activation::None:
        return x;
    case Activation::Relu:
        return at::relu(x);
    case Activation::Relu6:
        return at::hardtanh(x, 0, 6);
    case Activation::LeakyRelu:
        return at::leaky_relu(x, leakySlope);
    case Activation::Elu:
        return at::elu(x);
    case Activation::Tanh:
        return at::tanh(m_options.computeType ? x.to(at::kFloat) : x);
    case Activation::Sigmoid:
        return at::sigmoid(m_options.computeType ? x.to(at::kFloat) : x);
    }
    throw Error("unknown activation");
}

Tensor EagerRun::add(const Tensor& a, const Tensor& b) {
    return a + b;
}

Tensor EagerRun::concatenate(const std::vector<Tensor>& parts) {
    return at::cat(parts, 1);
}

Tensor EagerRun::averagePool(const Tensor& x) {
    return at::avg_pool2d(x, {3, 3}, {2, 2}, {1, 1}, /*ceil_mode=*/false,
                          /*count_include_pad=*/false);
}

Tensor EagerRun::halve(const Tensor& x) {
    return at::avg_pool2d(x, {2, 2}, {2, 2});
}

Tensor EagerRun::maxPool(const Tensor& x, const Pooling& spec) {
    return at::max_pool2d(x, {spec.kernel, spec.kernel}, {spec.stride, spec.stride}, {0, 0}, {1, 1},
                          spec.ceil);
}

Tensor EagerRun::upsampleNearest(const Tensor& x, std::int64_t factor) {
    if (m_options.computeType && factor == 2) {
        return doubled(compacted(x));
    }
    // By the factor and not to a size: a pass that is recorded then holds for all sizes.
    const double scales[] = {static_cast<double>(factor), static_cast<double>(factor)};
    return at::upsample_nearest2d(x, at::OptionalIntArrayRef(), at::ArrayRef<double>(scales));
}

Tensor EagerRun::upsampleBilinear(const Tensor& x, std::int64_t factor) {
    const double scales[] = {static_cast<double>(factor), static_cast<double>(factor)};
    return at::upsample_bilinear2d(x, at::OptionalIntArrayRef(), /*align_corners=*/false,
                                   at::ArrayRef<double>(scales));
}

Tensor EagerRun::dropout(const Tensor& x, double rate) {
    if (!m_options.dropout) {
        return x;
    }
    const Tensor kept = at::empty_like(x).bernoulli_(1 - rate, *m_options.dropout);
    return x * kept / (1 - rate);
}

Tensor EagerRun::instanceMean(const Tensor& x, const Tensor& instances) {
    return nets::instanceMean(m_options.computeType ? x.to(at::kFloat) : x, instances);
}

Tensor EagerRun::pooledLinear(const Scope& scope, const Tensor& x, std::int64_t /*out*/) {
    const Tensor& weight = scope.get("weight");
    const Tensor pooled = x.mean({2, 3}).to(weight.scalar_type());
    const Tensor y = at::linear(pooled, weight, scope.get("bias"));
    return y.view({y.size(0), y.size(1), 1, 1});
}

AttentionResult EagerRun::attend(const Attention& attention) {
    return needsBands(attention) ? attendInBands(attention) : attendPlainly(attention);
}

void EagerRun::mark(std::string_view name, const Tensor& x) {
    if (m_options.onMark) {
        m_options.onMark(name, x);
    }
}

} // namespace underpaint::nets
