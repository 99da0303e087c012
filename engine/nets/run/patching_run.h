// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/inference_run.h"
#include "engine/nets/run/picture_part.h"
#include "engine/nets/run/region_cache.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace underpaint::nets {

/// Renders a rectangle of a picture anew. What lies around it, at every level of the network, is
/// what a RecordingRun and former PatchingRuns left in the cache, as are the moments of norms per
/// instance; the new pixels take the place of the old ones there. It does what sparse incremental
/// inference does (Li et al., "Efficient Spatially Sparse Inference for Conditional GANs and
/// Diffusion Models", NeurIPS 2022), with one dense rectangle.
///
/// The tensors that pass between the primitives have shapes and no values.
class PatchingRun final : public Run {
public:
    /// `part` of a picture of that size, within it and not empty. Needs cache.whole, and inputs of
    /// the recorded size that differ from the recorded ones at most inside `part`. Both must
    /// outlive this. A pass that ends early leaves nodes that are new in `part` and nodes that are
    /// not: the next one has to cover it.
    PatchingRun(InferenceRun& inner, RegionCache& cache, const Rect& part, Size picture);

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
    using Node = RegionCache::Node;
    struct Made {
        Tensor part; ///< the new pixels
        Rect rect;   ///< where they are
        Tensor handle;
    };

    /// The part at the level of a node.
    Rect rectOf(const Node& node) const;
    Node& next();
    /// Ends the next node; returns what stands for it.
    Tensor made(const Tensor& part);
    std::size_t indexOf(const Tensor& handle) const;
    const Made& madeOf(const Tensor& handle) const { return m_made[indexOf(handle)]; }
    const Tensor& wholeOf(const Tensor& handle) const;
    /// A primitive that looks at a window of x, on a piece of x.
    template<class Action>
    Tensor onWindow(const Tensor& x, const WindowShape& shape, Action action);
    template<class Action>
    Tensor onWindow(const NetworkInput& x, const WindowShape& shape, Action action);
    template<class Action>
    Tensor withMoments(Action action);

    InferenceRun& m_inner;
    RegionCache& m_cache;
    Rect m_part;
    Size m_picture;
    std::vector<Made> m_made;
    std::unordered_map<const void*, std::size_t> m_index;
};

} // namespace underpaint::nets
