// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/nets/run/prepared_weights.h"

namespace underpaint::nets {

/// The primitives of an InferenceRun on a CPU, by the project's own kernels. Activations are
/// float32 and channels-last between them; half precision is used inside of products only.
class CpuPrimitives {
public:
    CpuPrimitives(PreparedWeights::Impl& prepared, CancelToken cancel);

    Tensor convolution(const Scope& scope, const Tensor& x, const Convolution& spec) const;
    Tensor stem(const Scope& scope, const NetworkInput& input, const Convolution& spec) const;
    Tensor transposedConvolution(const Scope& scope, const Tensor& x,
                                 const TransposedConvolution& spec) const;
    /// activation(norm(x) + residual); residual may be undefined, the activation is None, Relu or
    /// LeakyRelu.
    Tensor normalise(const Scope& scope, const Tensor& x, Norm norm, Activation activation,
                     const Tensor& residual, bool batchStatistics) const;
    /// Run::normaliseModulated().
    Tensor normaliseModulated(const Tensor& x, const Tensor& modulation, Activation activation,
                              const Tensor& residual) const;
    /// The pooled dense form of a painted input.
    Tensor pooledOneHot(const NetworkInput& input) const;

private:
    kernels::Parallel m_parallel;
    PreparedWeights::Impl& m_prepared;

    Tensor sparseStem(const Scope& scope, const NetworkInput& input, const Tensor& dense,
                      const Convolution& spec) const;
};

/// LibTorch's threads, each taking the next slice of tasks when it is done with one: other
/// programs on the machine would otherwise hold up a whole primitive. Looks at the token between
/// slices and throws Cancelled.
kernels::Parallel parallelOn(CancelToken cancel);

/// A float32 CPU tensor in channels-last memory; shares x where that is one already.
Tensor channelsLast(const Tensor& x);

} // namespace underpaint::nets
