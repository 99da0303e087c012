// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/inference_run.h"
#include "engine/nets/run/region_cache.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace underpaint::nets {

/// Renders as an InferenceRun does, to the byte, and keeps what PatchingRuns need to render a part
/// of the next picture: results of primitives that others look at beyond a pixel, and the moments
/// of norms per instance. Everything else is freed as soon as without recording.
///
/// On a CPU and for one picture at a time (a batch of 1 or more of the same size).
class RecordingRun final : public Run {
public:
    /// Both must outlive this. A cache that holds a pass of the same network and size is
    /// overwritten node by node; another one must be dropped before. Gives up recording above
    /// `mostBytes`.
    RecordingRun(InferenceRun& inner, RegionCache& cache, std::int64_t mostBytes);

    /// Ends the recording: `result` is what the network returned.
    void finish(const Tensor& result);

    Tensor convolution(const Scope&, const Tensor&, const Convolution&) override;
    Tensor stem(const Scope&, const NetworkInput&, const Convolution&) override;
    Tensor transposedConvolution(const Scope&, const Tensor&,
                                 const TransposedConvolution&) override;
    Tensor normalise(const Scope&, const Tensor&, Norm, Activation) override;
    Tensor normaliseAdd(const Scope&, const Tensor&, Norm, const Tensor& residual) override;
    Tensor normaliseModulated(const Tensor&, ModulatedNorm, const Tensor& modulation, Activation,
                              const Tensor& residual) override;
    Tensor activate(const Tensor&, Activation) override;
    Tensor add(const Tensor&, const Tensor&) override;
    Tensor concatenate(const std::vector<Tensor>&) override;
    Tensor averagePool(const Tensor&) override;
    NetworkInput averagePool(const NetworkInput&) override;
    Tensor halve(const Tensor&) override;
    NetworkInput halve(const NetworkInput&) override;
    Tensor maxPool(const Tensor&, const Pooling&) override;
    Tensor upsampleNearest(const Tensor&, std::int64_t factor) override;
    Tensor upsampleBilinear(const Tensor&, std::int64_t factor) override;
    Tensor dropout(const Tensor&, double rate) override;
    Tensor paintOver(const Tensor& paint, const NetworkInput& under) override;
    Tensor instanceMean(const Tensor&, const Tensor& instances) override;
    Tensor pooledLinear(const Scope&, const Tensor&, std::int64_t out) override;

private:
    using Moments = std::vector<kernels::ChannelMoments>;
    using Identity = c10::weak_intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;
    struct Known {
        std::size_t node = RegionCache::none;
        Identity identity; ///< as long as it is held no other tensor has the address
    };

    bool recording() const { return !m_cache.notLocal && !m_cache.tooLarge; }
    /// The result of the next node.
    Tensor made(const Tensor& result, Moments moments = {});
    NetworkInput made(const NetworkInput& result);
    /// A primitive looks at x beyond the pixels that it makes, or only at those.
    /// @{
    void keep(const Tensor& x);
    void keep(const NetworkInput& x);
    void know(const Tensor& x);
    /// @}
    void giveUp(bool& why);
    template<class Action>
    Tensor withMoments(bool wanted, Action action);

    InferenceRun& m_inner;
    RegionCache& m_cache;
    std::int64_t m_mostBytes;
    std::size_t m_next = 0;
    std::unordered_map<const void*, Known> m_known;
    std::vector<bool> m_wanted; ///< by node: kept in this pass
};

} // namespace underpaint::nets
