// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/inference_run.h"

#include "engine/nets/eager_run.h"

#include <algorithm>
#include <chrono>

namespace underpaint::nets {

namespace {

Precision resolved(Precision precision, at::Device device) {
    if (precision != Precision::Auto) {
        return precision;
    }
    return device.is_cpu() ? Precision::Fp32 : Precision::Fp16;
}

at::ScalarType storageType(Precision precision, at::Device device) {
    if (device.is_cpu() || precision == Precision::Fp32) {
        return at::kFloat;
    }
    return precision == Precision::Bf16 ? at::kBFloat16 : at::kHalf;
}

} // namespace

struct PreparedWeights::Impl {
    ParamStore weights;
    at::Device device;
    Precision precision;
    /// The weights on the device in its type; shares the originals where these already fit.
    ParamStore converted;
};

PreparedWeights::PreparedWeights(ParamStore weights, at::Device device, Precision precision) {
    const Precision exact = resolved(precision, device);
    ParamStore converted = weights.to(device, storageType(exact, device));
    m_impl = std::make_unique<Impl>(Impl{std::move(weights), device, exact, std::move(converted)});
}

PreparedWeights::~PreparedWeights() = default;
PreparedWeights::PreparedWeights(PreparedWeights&&) noexcept = default;
PreparedWeights& PreparedWeights::operator=(PreparedWeights&&) noexcept = default;

const ParamStore& PreparedWeights::weights() const {
    return m_impl->weights;
}

at::Device PreparedWeights::device() const {
    return m_impl->device;
}

Precision PreparedWeights::precision() const {
    return m_impl->precision;
}

std::int64_t PreparedWeights::bytes() const {
    return m_impl->converted.bytes();
}

struct InferenceRun::Impl {
    PreparedWeights::Impl& prepared;
    Options options;
    EagerRun eager;
    std::int64_t multiplyAdds = 0;
    double fraction = 0;
    std::map<std::string, double> seconds;

    Scope onDevice(const Scope& scope) const { return Scope(prepared.converted, scope.path()); }
    Tensor onDevice(const Tensor& x) const {
        return x.to(prepared.device, storageType(prepared.precision, prepared.device))
            .contiguous(at::MemoryFormat::ChannelsLast);
    }

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
    m_impl = std::make_unique<Impl>(Impl{.prepared = *weights.m_impl,
                                         .options = std::move(options),
                                         .eager = std::move(eager),
                                         .seconds = {}});
}

InferenceRun::~InferenceRun() = default;

Tensor InferenceRun::convolution(const Scope& scope, const Tensor& x, const Convolution& spec) {
    const std::int64_t fanIn = x.size(1) * spec.kernel * spec.kernel;
    const std::int64_t h = (x.size(2) + 2 * spec.padding - spec.kernel) / spec.stride + 1;
    const std::int64_t w = (x.size(3) + 2 * spec.padding - spec.kernel) / spec.stride + 1;
    return m_impl->step("convolution", x.size(0) * h * w * spec.out * fanIn, [&] {
        return m_impl->eager.convolution(m_impl->onDevice(scope), m_impl->onDevice(x), spec);
    });
}

Tensor InferenceRun::stem(const Scope& scope, const NetworkInput& input, const Convolution& spec) {
    return convolution(scope, input.dense(), spec);
}

Tensor InferenceRun::transposedConvolution(const Scope& scope, const Tensor& x,
                                           const TransposedConvolution& spec) {
    const std::int64_t work = x.numel() * spec.out * spec.kernel * spec.kernel;
    return m_impl->step("transposed convolution", work, [&] {
        return m_impl->eager.transposedConvolution(m_impl->onDevice(scope), m_impl->onDevice(x),
                                                   spec);
    });
}

Tensor InferenceRun::normalise(const Scope& scope, const Tensor& x, Norm norm,
                               Activation activation) {
    return m_impl->step("normalise", 0, [&] {
        return m_impl->eager.normalise(m_impl->onDevice(scope), m_impl->onDevice(x), norm,
                                       activation);
    });
}

Tensor InferenceRun::normaliseAdd(const Scope& scope, const Tensor& x, Norm norm,
                                  const Tensor& residual) {
    return m_impl->step("normalise", 0, [&] {
        return m_impl->eager.normaliseAdd(m_impl->onDevice(scope), m_impl->onDevice(x), norm,
                                          m_impl->onDevice(residual));
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
    return NetworkInput(averagePool(input.dense()));
}

Tensor InferenceRun::maxPool(const Tensor& x) {
    return m_impl->step("pool", 0, [&] { return m_impl->eager.maxPool(m_impl->onDevice(x)); });
}

Tensor InferenceRun::upsampleNearest(const Tensor& x, std::int64_t factor) {
    return m_impl->step("upsample", 0, [&] { return m_impl->eager.upsampleNearest(x, factor); });
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
