// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/inference_run.h"

#include "engine/nets/run/backend.h"
#include "engine/nets/run/same_padding.h"

#include <algorithm>
#include <chrono>

namespace underpaint::nets {

struct InferenceRun::Impl {
    PreparedWeights::State& prepared;
    Options options;
    std::unique_ptr<Backend> backend;
    std::int64_t multiplyAdds = 0;
    double fraction = 0;
    std::map<std::string, double> seconds = {};

    /// Runs one primitive: cancellation before, progress and time after it.
    template<class Action>
    auto step(const char* name, std::int64_t work, Action action) {
        options.cancel.check();
        const at::NoGradGuard noGrad;
        const auto start = std::chrono::steady_clock::now();
        auto result = action(*backend);
        if (options.profile) {
            const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
            seconds[name] += spent.count();
        }
        multiplyAdds += work;
        if (options.progress && options.expectedMultiplyAdds > 0) {
            const double done = static_cast<double>(multiplyAdds) /
                                static_cast<double>(options.expectedMultiplyAdds);
            fraction = std::clamp(done, fraction, 1.0);
            options.progress(fraction, name);
        }
        return result;
    }
};

InferenceRun::InferenceRun(PreparedWeights& weights, Options options) {
    auto backend = makeBackend(*weights.m_state, {.batchStatistics = options.batchStatistics,
                                                  .dropout = options.dropout,
                                                  .cancel = options.cancel});
    m_impl = std::make_unique<Impl>(Impl{.prepared = *weights.m_state,
                                         .options = std::move(options),
                                         .backend = std::move(backend)});
}

InferenceRun::~InferenceRun() {
    // Sizes of activations change with the scene: memory that this pass had no use for goes.
    if (m_impl->options.freesMemory) {
        m_impl->prepared.pool->trim();
    }
}

Tensor InferenceRun::convolution(const Scope& scope, const Tensor& x, const Convolution& spec) {
    if (spec.border == Border::Same) {
        return convolution(scope, samePadded(x, spec), withoutBorder(spec));
    }
    const std::int64_t work = x.size(0) * spec.out * outputExtent(x.size(2), spec) *
                              outputExtent(x.size(3), spec) * x.size(1) / spec.groups *
                              spec.kernel * spec.kernel;
    return m_impl->step("convolution", work,
                        [&](Backend& backend) { return backend.convolution(scope, x, spec); });
}

Tensor InferenceRun::stem(const Scope& scope, const NetworkInput& input, const Convolution& spec) {
    if (spec.border == Border::Same) {
        return convolution(scope, input.dense(), spec);
    }
    const std::int64_t work = input.batch() * spec.out * outputExtent(input.height(), spec) *
                              outputExtent(input.width(), spec) * input.channels() * spec.kernel *
                              spec.kernel;
    return m_impl->step("stem", work,
                        [&](Backend& backend) { return backend.stem(scope, input, spec); });
}

Tensor InferenceRun::transposedConvolution(const Scope& scope, const Tensor& x,
                                           const TransposedConvolution& spec) {
    const std::int64_t work = x.numel() * spec.out * spec.kernel * spec.kernel;
    return m_impl->step("transposed convolution", work, [&](Backend& backend) {
        return backend.transposedConvolution(scope, x, spec);
    });
}

Tensor InferenceRun::normalise(const Scope& scope, const Tensor& x, Norm norm,
                               Activation activation) {
    return m_impl->step("normalise", 0, [&](Backend& backend) {
        return backend.normalise(scope, x, norm, activation);
    });
}

Tensor InferenceRun::normaliseAdd(const Scope& scope, const Tensor& x, Norm norm,
                                  const Tensor& residual) {
    return m_impl->step("normalise", 0, [&](Backend& backend) {
        return backend.normaliseAdd(scope, x, norm, residual);
    });
}

Tensor InferenceRun::normaliseModulated(const Tensor& x, ModulatedNorm norm,
                                        const Tensor& modulation, Activation activation,
                                        const Tensor& residual) {
    return m_impl->step("modulate", 0, [&](Backend& backend) {
        return backend.normaliseModulated(x, norm, modulation, activation, residual);
    });
}

Tensor InferenceRun::activate(const Tensor& x, Activation activation) {
    return m_impl->step("activate", 0,
                        [&](Backend& backend) { return backend.activate(x, activation); });
}

Tensor InferenceRun::add(const Tensor& a, const Tensor& b) {
    return m_impl->step("add", 0, [&](Backend& backend) { return backend.add(a, b); });
}

Tensor InferenceRun::concatenate(const std::vector<Tensor>& parts) {
    return m_impl->step("concatenate", 0,
                        [&](Backend& backend) { return backend.concatenate(parts); });
}

Tensor InferenceRun::averagePool(const Tensor& x) {
    return m_impl->step("pool", 0, [&](Backend& backend) { return backend.averagePool(x); });
}

NetworkInput InferenceRun::averagePool(const NetworkInput& input) {
    return m_impl->step("pool", 0, [&](Backend& backend) { return backend.averagePool(input); });
}

Tensor InferenceRun::halve(const Tensor& x) {
    return m_impl->step("pool", 0, [&](Backend& backend) { return backend.halve(x); });
}

Tensor InferenceRun::maxPool(const Tensor& x, const Pooling& spec) {
    return m_impl->step("pool", 0, [&](Backend& backend) { return backend.maxPool(x, spec); });
}

Tensor InferenceRun::upsampleNearest(const Tensor& x, std::int64_t factor) {
    return m_impl->step("upsample", 0,
                        [&](Backend& backend) { return backend.upsampleNearest(x, factor); });
}

Tensor InferenceRun::upsampleBilinear(const Tensor& x, std::int64_t factor) {
    return m_impl->step("upsample", 0,
                        [&](Backend& backend) { return backend.upsampleBilinear(x, factor); });
}

Tensor InferenceRun::dropout(const Tensor& x, double rate) {
    return m_impl->step("dropout", 0, [&](Backend& backend) { return backend.dropout(x, rate); });
}

Tensor InferenceRun::instanceMean(const Tensor& x, const Tensor& instances) {
    return m_impl->step("instance mean", 0,
                        [&](Backend& backend) { return backend.instanceMean(x, instances); });
}

Tensor InferenceRun::pooledLinear(const Scope& scope, const Tensor& x, std::int64_t out) {
    return m_impl->step("linear", 0,
                        [&](Backend& backend) { return backend.pooledLinear(scope, x, out); });
}

Tensor InferenceRun::regionMeans(const Tensor& x, const Tensor& scores) {
    return m_impl->step("region means", 0,
                        [&](Backend& backend) { return backend.regionMeans(x, scores); });
}

Tensor InferenceRun::parametricRelu(const Scope& scope, const Tensor& x) {
    return m_impl->step("activate", 0,
                        [&](Backend& backend) { return backend.parametricRelu(scope, x); });
}

Tensor InferenceRun::addScaled(const Scope& scope, const Tensor& x, const Tensor& y) {
    return m_impl->step("add", 0, [&](Backend& backend) { return backend.addScaled(scope, x, y); });
}

Tensor InferenceRun::modulate(const Tensor& x, const Tensor& scale, const Tensor& shift) {
    return m_impl->step("modulate", 0,
                        [&](Backend& backend) { return backend.modulate(x, scale, shift); });
}

Tensor InferenceRun::scaleChannels(const Tensor& x, const Tensor& factors) {
    return m_impl->step("modulate", 0,
                        [&](Backend& backend) { return backend.scaleChannels(x, factors); });
}

Tensor InferenceRun::resizeNearest(const Tensor& x, std::int64_t height, std::int64_t width) {
    return m_impl->step("resize", 0,
                        [&](Backend& backend) { return backend.resizeNearest(x, height, width); });
}

Tensor InferenceRun::pooledLinearWithoutBias(const Scope& scope, const Tensor& x,
                                             std::int64_t out) {
    return m_impl->step("linear", 0, [&](Backend& backend) {
        return backend.pooledLinearWithoutBias(scope, x, out);
    });
}

AttentionResult InferenceRun::attend(const Attention& attention) {
    return m_impl->step("attend", attention.multiplyAdds(),
                        [&](Backend& backend) { return backend.attend(attention); });
}

Tensor InferenceRun::multiply(const Tensor& x, double factor) {
    return m_impl->step("multiply", 0,
                        [&](Backend& backend) { return backend.multiply(x, factor); });
}

Tensor InferenceRun::blend(const Tensor& a, const Tensor& b, const Tensor& share) {
    return m_impl->step("blend", 0, [&](Backend& backend) { return backend.blend(a, b, share); });
}

Tensor InferenceRun::warp(const Tensor& picture, const Tensor& flow) {
    return m_impl->step("warp", 0, [&](Backend& backend) { return backend.warp(picture, flow); });
}

Tensor InferenceRun::convolutionPart(const Scope& scope, const Tensor& x, const Convolution& spec,
                                     const Rect& part) {
    return m_impl->step("convolution", 0, [&](Backend& backend) {
        return backend.convolutionPart(scope, x, spec, part);
    });
}

Tensor InferenceRun::transposedConvolutionPart(const Scope& scope, const Tensor& x,
                                               const TransposedConvolution& spec,
                                               const Rect& part) {
    return m_impl->step("transposed convolution", 0, [&](Backend& backend) {
        return backend.transposedConvolutionPart(scope, x, spec, part);
    });
}

void InferenceRun::useMoments(std::vector<kernels::ChannelMoments>* moments) {
    m_impl->backend->useMoments(moments);
}

bool InferenceRun::usesBatchStatistics() const {
    return m_impl->options.batchStatistics;
}

const std::map<std::string, double>& InferenceRun::seconds() const {
    return m_impl->seconds;
}

} // namespace underpaint::nets
