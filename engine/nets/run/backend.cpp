// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/backend.h"

#include "engine/nets/run/cpu_backend.h"
#include "engine/nets/run/cuda_backend.h"
#include "engine/nets/run/cuda_primitives.h"
#include "engine/nets/run/picture_part.h"

namespace underpaint::nets {

Backend::Backend(PreparedWeights::State& prepared, const Options& options)
    : m_prepared(prepared),
      m_batchStatistics(options.batchStatistics),
      m_eager({.batchStatistics = options.batchStatistics,
               .keepRunningStatistics = true,
               .dropout = options.dropout}) {}

at::ScalarType Backend::type() const {
    const bool reduced = !m_prepared.device.is_cpu() && m_prepared.precision != Precision::Fp32;
    return !reduced                                  ? at::kFloat
           : m_prepared.precision == Precision::Bf16 ? at::kBFloat16
                                                     : at::kHalf;
}

Scope Backend::onDevice(const Scope& scope) const {
    return Scope(m_prepared.converted, scope.path());
}

Tensor Backend::onDevice(const Tensor& x) const {
    return x.to(m_prepared.device, type()).contiguous(at::MemoryFormat::ChannelsLast);
}

NetworkInput Backend::onDevice(const NetworkInput& input) const {
    if (!input.isPainted()) {
        return onDevice(input.dense());
    }
    const Tensor planes =
        input.planes().defined() ? input.planes().to(m_prepared.device) : Tensor();
    return {input.labels().to(m_prepared.device), input.classes(), planes};
}

Tensor Backend::convolution(const Scope& scope, const Tensor& x, const Convolution& spec) {
    return m_eager.convolution(onDevice(scope), onDevice(x), spec);
}

Tensor Backend::stem(const Scope& scope, const NetworkInput& input, const Convolution& spec) {
    return m_eager.convolution(onDevice(scope), onDevice(onDevice(input).dense()), spec);
}

Tensor Backend::transposedConvolution(const Scope& scope, const Tensor& x,
                                      const TransposedConvolution& spec) {
    return m_eager.transposedConvolution(onDevice(scope), onDevice(x), spec);
}

Tensor Backend::normalise(const Scope& scope, const Tensor& x, Norm norm, Activation activation) {
    return m_eager.normalise(onDevice(scope), onDevice(x), norm, activation);
}

Tensor Backend::normaliseAdd(const Scope& scope, const Tensor& x, Norm norm,
                             const Tensor& residual) {
    return m_eager.normaliseAdd(onDevice(scope), onDevice(x), norm, onDevice(residual));
}

Tensor Backend::normaliseModulated(const Tensor& x, ModulatedNorm norm, const Tensor& modulation,
                                   Activation activation, const Tensor& residual) {
    const Tensor added = residual.defined() ? onDevice(residual) : residual;
    return m_eager.normaliseModulated(onDevice(x), norm, onDevice(modulation), activation, added);
}

Tensor Backend::activate(const Tensor& x, Activation activation) {
    return m_eager.activate(x, activation);
}

Tensor Backend::add(const Tensor& a, const Tensor& b) {
    return m_eager.add(a, b);
}

Tensor Backend::concatenate(const std::vector<Tensor>& parts) {
    std::vector<Tensor> converted;
    for (const Tensor& part : parts) {
        converted.push_back(onDevice(part));
    }
    return m_eager.concatenate(converted);
}

Tensor Backend::averagePool(const Tensor& x) {
    return m_eager.averagePool(onDevice(x));
}

NetworkInput Backend::averagePool(const NetworkInput& input) {
    return averagePool(onDevice(input).dense());
}

Tensor Backend::halve(const Tensor& x) {
    return m_eager.halve(onDevice(x));
}

Tensor Backend::maxPool(const Tensor& x, const Pooling& spec) {
    return m_eager.maxPool(onDevice(x), spec);
}

Tensor Backend::upsampleNearest(const Tensor& x, std::int64_t factor) {
    return m_eager.upsampleNearest(x, factor);
}

Tensor Backend::upsampleBilinear(const Tensor& x, std::int64_t factor) {
    return m_eager.upsampleBilinear(onDevice(x), factor);
}

Tensor Backend::dropout(const Tensor& x, double rate) {
    return m_eager.dropout(x, rate);
}

Tensor Backend::instanceMean(const Tensor& x, const Tensor& instances) {
    return m_eager.instanceMean(x, instances.to(m_prepared.device));
}

Tensor Backend::pooledLinear(const Scope& scope, const Tensor& x, std::int64_t out) {
    return m_eager.pooledLinear(onDevice(scope), onDevice(x), out);
}

Tensor Backend::regionMeans(const Tensor& x, const Tensor& scores) {
    return m_eager.regionMeans(onDevice(x), onDevice(scores));
}

Tensor Backend::parametricRelu(const Scope& scope, const Tensor& x) {
    return m_eager.parametricRelu(onDevice(scope), onDevice(x));
}

Tensor Backend::addScaled(const Scope& scope, const Tensor& x, const Tensor& y) {
    return m_eager.addScaled(onDevice(scope), onDevice(x), onDevice(y));
}

Tensor Backend::pooledLinearWithoutBias(const Scope& scope, const Tensor& x, std::int64_t out) {
    return m_eager.pooledLinearWithoutBias(onDevice(scope), onDevice(x), out);
}

AttentionResult Backend::attend(const Attention& attention) {
    return m_eager.attend(attention.to(m_prepared.device));
}

Tensor Backend::multiply(const Tensor& x, double factor) {
    return m_eager.multiply(x.to(at::kFloat), factor); // flows, whose digits count
}

Tensor Backend::blend(const Tensor& a, const Tensor& b, const Tensor& share) {
    return m_eager.blend(onDevice(a), onDevice(b), onDevice(share));
}

Tensor Backend::warp(const Tensor& picture, const Tensor& flow) {
    return m_eager.warp(picture.to(m_prepared.device), flow.to(m_prepared.device));
}

Tensor Backend::convolutionPart(const Scope& scope, const Tensor& x, const Convolution& spec,
                                const Rect& part) {
    const PartWindow window = windowOf(x, part, windowShape(spec));
    return window.trimmed(convolution(scope, partOf(x, window.source()), spec));
}

Tensor Backend::transposedConvolutionPart(const Scope& scope, const Tensor& x,
                                          const TransposedConvolution& spec, const Rect& part) {
    return partOf(transposedConvolution(scope, x, spec), part);
}

std::unique_ptr<Backend> makeBackend(PreparedWeights::State& prepared,
                                     const Backend::Options& options) {
    if (prepared.device.is_cpu()) {
        return std::make_unique<CpuBackend>(prepared, options);
    }
    if (ownCudaKernels(prepared.device)) {
        return std::make_unique<CudaBackend>(prepared, options);
    }
    return std::make_unique<Backend>(prepared, options);
}

} // namespace underpaint::nets
