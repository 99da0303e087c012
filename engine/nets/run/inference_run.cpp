// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/inference_run.h"

#include "engine/base/error.h"
#include "engine/nets/run/cpu_primitives.h"
#include "engine/nets/run/cuda_primitives.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/run/same_padding.h"

#include <algorithm>
#include <chrono>

namespace underpaint::nets {

struct InferenceRun::Impl {
    PreparedWeights::Impl& prepared;
    Options options;
    CpuPrimitives own;
    EagerRun eager;
    /// Own CUDA kernels run where there are some, else LibTorch's operators.
    bool ownCuda = false;
    std::int64_t multiplyAdds = 0;
    double fraction = 0;
    std::map<std::string, double> seconds = {};

    bool ownKernels() const { return prepared.ownKernels(); }
    Scope onDevice(const Scope& scope) const { return Scope(prepared.converted, scope.path()); }
    /// Of activations between primitives.
    at::ScalarType type() const {
        const bool reduced = !prepared.device.is_cpu() && prepared.precision != Precision::Fp32;
        return !reduced                                ? at::kFloat
               : prepared.precision == Precision::Bf16 ? at::kBFloat16
                                                       : at::kHalf;
    }
    Tensor onDevice(const Tensor& x) const {
        return x.to(prepared.device, type()).contiguous(at::MemoryFormat::ChannelsLast);
    }
    /// A one-hot input is made where it is needed: on the device.
    NetworkInput onDevice(const NetworkInput& input) const {
        if (!input.isPainted()) {
            return onDevice(input.dense());
        }
        const Tensor planes =
            input.planes().defined() ? input.planes().to(prepared.device) : Tensor();
        return {input.labels().to(prepared.device), input.classes(), planes};
    }

    /// bf16 on a CPU: LibTorch's convolutions (its transposed ones fail in 1.13), everything else
    /// by own kernels in float32.
    Tensor brief(const std::string& key, const Tensor& weight) {
        Tensor& kept = prepared.brief[key];
        if (!kept.defined()) {
            kept = weight.to(at::kBFloat16);
        }
        return kept;
    }
    Tensor briefConvolution(const Scope& scope, const Tensor& input, const Convolution& spec) {
        const std::int64_t p = spec.padding;
        const bool reflect = spec.border == Border::Reflect && p > 0;
        Tensor x = channelsLast(input);
        if (reflect) {
            if (x.size(2) <= p || x.size(3) <= p) {
                throw Error("the picture is too small for this network", scope.path(),
                            "Use a larger scene");
            }
            x = at::reflection_pad2d(x, {p, p, p, p});
        }
        const std::int64_t zeros = reflect ? 0 : p;
        const Tensor y =
            at::conv2d(x.to(at::kBFloat16), brief(scope.path(), scope.get("weight")), {},
                       {spec.stride, spec.stride}, {zeros, zeros}, {1, 1}, spec.groups)
                .to(at::kFloat);
        return spec.bias ? y + scope.get("bias").view({1, -1, 1, 1}) : y;
    }
    bool isBrief() const { return ownKernels() && prepared.precision == Precision::Bf16; }

    /// Runs one primitive: cancellation before, progress and time after it.
    template<class Action>
    auto step(const char* name, std::int64_t work, Action action) {
        options.cancel.check();
        const at::NoGradGuard noGrad;
        const auto start = std::chrono::steady_clock::now();
        auto result = action();
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
    EagerRun eager({.batchStatistics = options.batchStatistics,
                    .keepRunningStatistics = true,
                    .dropout = options.dropout,
                    .onMark = {}});
    CpuPrimitives own(*weights.m_impl, options.cancel);
    m_impl = std::make_unique<Impl>(Impl{.prepared = *weights.m_impl,
                                         .options = std::move(options),
                                         .own = std::move(own),
                                         .eager = std::move(eager),
                                         .ownCuda = ownCudaKernels(weights.device())});
}

InferenceRun::~InferenceRun() {
    // Sizes of activations change with the scene: memory that this pass had no use for goes.
    m_impl->prepared.pool->trim();
}

Tensor InferenceRun::convolution(const Scope& scope, const Tensor& x, const Convolution& spec) {
    if (spec.border == Border::Same) {
        return convolution(scope, samePadded(x, spec), withoutBorder(spec));
    }
    const std::int64_t work = x.size(0) * spec.out * outputExtent(x.size(2), spec) *
                              outputExtent(x.size(3), spec) * x.size(1) / spec.groups *
                              spec.kernel * spec.kernel;
    return m_impl->step("convolution", work, [&] {
        const Scope weights = m_impl->onDevice(scope);
        // Kernels of our own are for what networks that paint consist of.
        const bool own = m_impl->ownKernels() && spec.groups == 1 && !spec.spectral;
        if (m_impl->isBrief() && !spec.spectral) {
            return m_impl->briefConvolution(weights, x, spec);
        }
        if (own) {
            return m_impl->own.convolution(weights, x, spec);
        }
        return m_impl->eager.convolution(weights, m_impl->onDevice(x), spec);
    });
}

Tensor InferenceRun::stem(const Scope& scope, const NetworkInput& input, const Convolution& spec) {
    if (spec.border == Border::Same) {
        return convolution(scope, input.dense(), spec);
    }
    const std::int64_t work = input.batch() * spec.out * outputExtent(input.height(), spec) *
                              outputExtent(input.width(), spec) * input.channels() * spec.kernel *
                              spec.kernel;
    return m_impl->step("stem", work, [&] {
        const Scope weights = m_impl->onDevice(scope);
        if (m_impl->ownKernels()) {
            return m_impl->own.stem(weights, input, spec);
        }
        if (m_impl->ownCuda && input.isPainted()) {
            return cudaStem(weights, m_impl->onDevice(input), spec);
        }
        const Tensor dense = m_impl->onDevice(input).dense();
        return m_impl->eager.convolution(weights, m_impl->onDevice(dense), spec);
    });
}

Tensor InferenceRun::transposedConvolution(const Scope& scope, const Tensor& x,
                                           const TransposedConvolution& spec) {
    const std::int64_t work = x.numel() * spec.out * spec.kernel * spec.kernel;
    return m_impl->step("transposed convolution", work, [&] {
        const Scope weights = m_impl->onDevice(scope);
        if (m_impl->ownKernels()) {
            return m_impl->own.transposedConvolution(weights, x, spec);
        }
        return m_impl->eager.transposedConvolution(weights, m_impl->onDevice(x), spec);
    });
}

Tensor InferenceRun::normalise(const Scope& scope, const Tensor& x, Norm norm,
                               Activation activation) {
    return m_impl->step("normalise", 0, [&] {
        const bool linear = activation == Activation::None || activation == Activation::Relu ||
                            activation == Activation::LeakyRelu;
        if (m_impl->ownKernels() && linear) {
            return m_impl->own.normalise(m_impl->onDevice(scope), x, norm, activation, {},
                                         m_impl->options.batchStatistics);
        }
        if (m_impl->ownCuda && linear && norm != Norm::None) {
            return cudaNormalise(m_impl->onDevice(scope), m_impl->onDevice(x), norm, activation, {},
                                 m_impl->options.batchStatistics);
        }
        return m_impl->eager.normalise(m_impl->onDevice(scope), m_impl->onDevice(x), norm,
                                       activation);
    });
}

Tensor InferenceRun::normaliseAdd(const Scope& scope, const Tensor& x, Norm norm,
                                  const Tensor& residual) {
    return m_impl->step("normalise", 0, [&] {
        if (m_impl->ownKernels()) {
            return m_impl->own.normalise(m_impl->onDevice(scope), x, norm, Activation::None,
                                         residual, m_impl->options.batchStatistics);
        }
        if (m_impl->ownCuda && norm != Norm::None) {
            return cudaNormalise(m_impl->onDevice(scope), m_impl->onDevice(x), norm,
                                 Activation::None, m_impl->onDevice(residual),
                                 m_impl->options.batchStatistics);
        }
        return m_impl->eager.normaliseAdd(m_impl->onDevice(scope), m_impl->onDevice(x), norm,
                                          m_impl->onDevice(residual));
    });
}

Tensor InferenceRun::normaliseModulated(const Tensor& x, const Tensor& modulation,
                                        Activation activation, const Tensor& residual) {
    return m_impl->step("modulate", 0, [&] {
        if (m_impl->ownKernels()) {
            return m_impl->own.normaliseModulated(x, modulation, activation, residual);
        }
        const Tensor added = residual.defined() ? m_impl->onDevice(residual) : residual;
        return m_impl->eager.normaliseModulated(m_impl->onDevice(x), m_impl->onDevice(modulation),
                                                activation, added);
    });
}

Tensor InferenceRun::activate(const Tensor& x, Activation activation) {
    return m_impl->step("activate", 0, [&] { return m_impl->eager.activate(x, activation); });
}

Tensor InferenceRun::add(const Tensor& a, const Tensor& b) {
    return m_impl->step("add", 0, [&] { return m_impl->eager.add(a, b); });
}

Tensor InferenceRun::concatenate(const std::vector<Tensor>& parts) {
    return m_impl->step("concatenate", 0, [&] {
        std::vector<Tensor> converted;
        for (const Tensor& part : parts) {
            converted.push_back(m_impl->onDevice(part));
        }
        return m_impl->eager.concatenate(converted);
    });
}

Tensor InferenceRun::averagePool(const Tensor& x) {
    return m_impl->step("pool", 0, [&] { return m_impl->eager.averagePool(m_impl->onDevice(x)); });
}

NetworkInput InferenceRun::averagePool(const NetworkInput& input) {
    if (m_impl->ownCuda && input.isPainted()) {
        return m_impl->step(
            "pool", 0, [&] { return cudaPooledOneHot(m_impl->onDevice(input), m_impl->type()); });
    }
    if (!m_impl->prepared.device.is_cpu() || !input.isPainted()) {
        return averagePool(m_impl->onDevice(input).dense());
    }
    return m_impl->step("pool", 0, [&] { return m_impl->own.pooledOneHot(input); });
}

Tensor InferenceRun::halve(const Tensor& x) {
    return m_impl->step("pool", 0, [&] { return m_impl->eager.halve(m_impl->onDevice(x)); });
}

Tensor InferenceRun::maxPool(const Tensor& x, const Pooling& spec) {
    return m_impl->step("pool", 0,
                        [&] { return m_impl->eager.maxPool(m_impl->onDevice(x), spec); });
}

Tensor InferenceRun::upsampleNearest(const Tensor& x, std::int64_t factor) {
    return m_impl->step("upsample", 0, [&] { return m_impl->eager.upsampleNearest(x, factor); });
}

Tensor InferenceRun::upsampleBilinear(const Tensor& x, std::int64_t factor) {
    return m_impl->step(
        "upsample", 0, [&] { return m_impl->eager.upsampleBilinear(m_impl->onDevice(x), factor); });
}

Tensor InferenceRun::dropout(const Tensor& x, double rate) {
    return m_impl->step("dropout", 0, [&] { return m_impl->eager.dropout(x, rate); });
}

Tensor InferenceRun::instanceMean(const Tensor& x, const Tensor& instances) {
    return m_impl->step("instance mean", 0, [&] {
        return m_impl->eager.instanceMean(x, instances.to(m_impl->prepared.device));
    });
}

const std::map<std::string, double>& InferenceRun::seconds() const {
    return m_impl->seconds;
}

} // namespace underpaint::nets
