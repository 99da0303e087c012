// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/nets/run/backend.h"

namespace underpaint::nets {

/// The project's own kernels on a CPU. Activations are float32 and channels-last between
/// primitives; half precision is used inside of products only. bf16 is for convolutions alone,
/// which LibTorch then computes (its transposed ones fail in 1.13).
class CpuBackend final : public Backend {
public:
    CpuBackend(PreparedWeights::State& prepared, const Options& options);

    using Backend::averagePool;

    Tensor convolution(const Scope&, const Tensor&, const Convolution&) override;
    Tensor stem(const Scope&, const NetworkInput&, const Convolution&) override;
    Tensor transposedConvolution(const Scope&, const Tensor&,
                                 const TransposedConvolution&) override;
    Tensor normalise(const Scope&, const Tensor&, Norm, Activation) override;
    Tensor normaliseAdd(const Scope&, const Tensor&, Norm, const Tensor& residual) override;
    Tensor modulate(const Tensor&, const Tensor& scale, const Tensor& shift) override;
    AttentionResult attend(const Attention&) override;
    Tensor normaliseModulated(const Tensor&, ModulatedNorm, const Tensor& modulation, Activation,
                              const Tensor& residual) override;
    NetworkInput averagePool(const NetworkInput&) override;
    Tensor convolutionPart(const Scope&, const Tensor&, const Convolution&,
                           const Rect& part) override;
    Tensor transposedConvolutionPart(const Scope&, const Tensor&, const TransposedConvolution&,
                                     const Rect& part) override;

private:
    /// Whether a kernel of our own computes it.
    bool isOwn(const Convolution& spec) const;
    Tensor ownConvolution(const Scope& scope, const Tensor& x, const Convolution& spec);
    Tensor ownConvolution(const Scope& scope, const Tensor& x, const Convolution& spec,
                          const Rect& part);
    const kernels::PhasedConvolution& phased(const Scope& scope, std::int64_t in,
                                             const TransposedConvolution& spec);
    /// Of one image, for a norm per instance.
    kernels::ChannelMoments momentsOf(const Tensor& x, std::int64_t image);
    Tensor bf16Convolution(const Scope& scope, const Tensor& x, const Convolution& spec);
    Tensor sparseStem(const Scope& scope, const NetworkInput& input, const Tensor& dense,
                      const Convolution& spec);
    /// activation(norm(x) + residual); residual may be undefined, the activation is piecewise
    /// linear.
    Tensor normalised(const Scope& scope, const Tensor& x, Norm norm, Activation activation,
                      const Tensor& residual);
    Tensor pooledOneHot(const NetworkInput& input);

    kernels::Parallel m_parallel;
};

/// LibTorch's threads, each taking the next slice of tasks when it is done with one: other
/// programs on the machine would otherwise hold up a whole primitive. Looks at the token between
/// slices and throws Cancelled.
kernels::Parallel parallelOn(CancelToken cancel);

/// A float32 CPU tensor in channels-last memory; shares x where that is one already.
Tensor channelsLast(const Tensor& x);

} // namespace underpaint::nets
