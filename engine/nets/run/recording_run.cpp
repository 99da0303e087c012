// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/recording_run.h"

#include "engine/nets/run/cpu_backend.h"

#include <utility>

namespace underpaint::nets {

RecordingRun::RecordingRun(InferenceRun& inner, RegionCache& cache, std::int64_t mostBytes)
    : m_inner(inner), m_cache(cache), m_mostBytes(mostBytes) {
    if (m_inner.usesBatchStatistics()) {
        giveUp(m_cache.notLocal);
    }
}

void RecordingRun::giveUp(bool& why) {
    why = true;
    m_cache.drop();
    m_known.clear();
}

Tensor RecordingRun::made(const Tensor& result, Moments moments) {
    if (!recording()) {
        return result;
    }
    if (m_next == m_cache.nodes.size()) {
        m_cache.nodes.emplace_back();
    }
    RegionCache::Node& node = m_cache.nodes[m_next];
    node.batch = result.size(0);
    node.channels = result.size(1);
    node.height = result.size(2);
    node.width = result.size(3);
    node.moments = std::move(moments);
    m_wanted.push_back(false);
    const auto [known, isNew] = m_known.try_emplace(
        result.unsafeGetTensorImpl(), Known{m_next, Identity(result.getIntrusivePtr())});
    node.same = isNew ? RegionCache::none : known->second.node;
    ++m_next;
    return result;
}

NetworkInput RecordingRun::made(const NetworkInput& result) {
    if (result.isPainted()) {
        giveUp(m_cache.notLocal);
        return result;
    }
    return made(result.dense());
}

void RecordingRun::know(const Tensor& x) {
    if (recording() && !m_known.contains(x.unsafeGetTensorImpl())) {
        giveUp(m_cache.notLocal); // made by something else than a primitive
    }
}

void RecordingRun::keep(const Tensor& x) {
    know(x);
    if (!recording()) {
        return;
    }
    const std::size_t index = m_known.at(x.unsafeGetTensorImpl()).node;
    if (!m_wanted[index]) {
        m_wanted[index] = true;
        m_cache.nodes[index].kept = channelsLast(x);
        if (m_cache.bytes() > m_mostBytes) {
            giveUp(m_cache.tooLarge);
        }
    }
}

void RecordingRun::keep(const NetworkInput& x) {
    if (!x.isPainted() && m_known.contains(x.dense().unsafeGetTensorImpl())) {
        keep(x.dense()); // else it is what the network was given, and will be given again
    }
}

void RecordingRun::finish(const Tensor& result) {
    keep(result);
    if (!recording()) {
        return;
    }
    m_cache.nodes.resize(m_next);
    for (std::size_t i = 0; i < m_next; ++i) {
        if (!m_wanted[i]) {
            m_cache.nodes[i].kept.reset();
        }
    }
    m_cache.result = m_known.at(result.unsafeGetTensorImpl()).node;
    m_cache.whole = true;
}

template<class Action>
Tensor RecordingRun::withMoments(bool wanted, Action action) {
    Moments moments;
    m_inner.useMoments(wanted && recording() ? &moments : nullptr);
    const Tensor result = action();
    m_inner.useMoments(nullptr);
    if (wanted && recording() && moments.empty()) {
        giveUp(m_cache.notLocal);
    }
    return made(result, std::move(moments));
}

Tensor RecordingRun::convolution(const Scope& scope, const Tensor& x, const Convolution& spec) {
    if (spec.border == Border::Same) {
        giveUp(m_cache.notLocal);
    }
    const bool pointwise = spec.kernel == 1 && spec.stride == 1 && spec.padding == 0;
    pointwise ? know(x) : keep(x);
    return made(m_inner.convolution(scope, x, spec));
}

Tensor RecordingRun::stem(const Scope& scope, const NetworkInput& input, const Convolution& spec) {
    if (spec.border == Border::Same) {
        giveUp(m_cache.notLocal);
    }
    keep(input);
    return made(m_inner.stem(scope, input, spec));
}

Tensor RecordingRun::transposedConvolution(const Scope& scope, const Tensor& x,
                                           const TransposedConvolution& spec) {
    keep(x);
    return made(m_inner.transposedConvolution(scope, x, spec));
}

Tensor RecordingRun::normalise(const Scope& scope, const Tensor& x, Norm norm,
                               Activation activation) {
    know(x);
    return withMoments(norm == Norm::Instance,
                       [&] { return m_inner.normalise(scope, x, norm, activation); });
}

Tensor RecordingRun::normaliseAdd(const Scope& scope, const Tensor& x, Norm norm,
                                  const Tensor& residual) {
    know(x);
    know(residual);
    return withMoments(norm == Norm::Instance,
                       [&] { return m_inner.normaliseAdd(scope, x, norm, residual); });
}

Tensor RecordingRun::normaliseModulated(const Tensor& x, ModulatedNorm norm,
                                        const Tensor& modulation, Activation activation,
                                        const Tensor& residual) {
    know(x);
    know(modulation);
    if (residual.defined()) {
        know(residual);
    }
    return withMoments(norm == ModulatedNorm::Instance, [&] {
        return m_inner.normaliseModulated(x, norm, modulation, activation, residual);
    });
}

Tensor RecordingRun::activate(const Tensor& x, Activation activation) {
    know(x);
    return made(m_inner.activate(x, activation));
}

Tensor RecordingRun::add(const Tensor& a, const Tensor& b) {
    know(a);
    know(b);
    return made(m_inner.add(a, b));
}

Tensor RecordingRun::concatenate(const std::vector<Tensor>& parts) {
    for (const Tensor& part : parts) {
        know(part);
    }
    return made(m_inner.concatenate(parts));
}

Tensor RecordingRun::averagePool(const Tensor& x) {
    keep(x);
    return made(m_inner.averagePool(x));
}

NetworkInput RecordingRun::averagePool(const NetworkInput& input) {
    keep(input);
    return made(m_inner.averagePool(input));
}

Tensor RecordingRun::halve(const Tensor& x) {
    keep(x);
    return made(m_inner.halve(x));
}

NetworkInput RecordingRun::halve(const NetworkInput& input) {
    keep(input);
    return made(m_inner.halve(input));
}

Tensor RecordingRun::maxPool(const Tensor& x, const Pooling& spec) {
    if (spec.ceil) {
        giveUp(m_cache.notLocal);
    }
    keep(x);
    return made(m_inner.maxPool(x, spec));
}

Tensor RecordingRun::upsampleNearest(const Tensor& x, std::int64_t factor) {
    know(x);
    return made(m_inner.upsampleNearest(x, factor));
}

Tensor RecordingRun::upsampleBilinear(const Tensor& x, std::int64_t factor) {
    keep(x);
    return made(m_inner.upsampleBilinear(x, factor));
}

Tensor RecordingRun::dropout(const Tensor& x, double rate) {
    know(x);
    const Tensor result = m_inner.dropout(x, rate);
    if (!result.is_same(x)) {
        giveUp(m_cache.notLocal);
    }
    return made(result);
}

Tensor RecordingRun::paintOver(const Tensor& paint, const NetworkInput& under) {
    know(paint);
    return made(m_inner.paintOver(paint, under));
}

Tensor RecordingRun::instanceMean(const Tensor& x, const Tensor& instances) {
    giveUp(m_cache.notLocal);
    return m_inner.instanceMean(x, instances);
}

Tensor RecordingRun::pooledLinear(const Scope& scope, const Tensor& x, std::int64_t out) {
    giveUp(m_cache.notLocal);
    return m_inner.pooledLinear(scope, x, out);
}

} // namespace underpaint::nets
