// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/cuda_backend.h"

#include "engine/nets/run/cuda_primitives.h"

namespace underpaint::nets {

namespace {

bool isOwn(Norm norm) {
    return norm == Norm::Instance || norm == Norm::TrackedInstance || norm == Norm::Batch;
}

} // namespace

Tensor CudaBackend::stem(const Scope& scope, const NetworkInput& input, const Convolution& spec) {
    if (!input.isPainted()) {
        return Backend::stem(scope, input, spec);
    }
    return cudaStem(onDevice(scope), onDevice(input), spec);
}

Tensor CudaBackend::normalise(const Scope& scope, const Tensor& x, Norm norm,
                              Activation activation) {
    if (!isPiecewiseLinear(activation) || !isOwn(norm)) {
        return Backend::normalise(scope, x, norm, activation);
    }
    return cudaNormalise(onDevice(scope), onDevice(x), norm, activation, {}, batchStatistics());
}

Tensor CudaBackend::normaliseAdd(const Scope& scope, const Tensor& x, Norm norm,
                                 const Tensor& residual) {
    if (!isOwn(norm)) {
        return Backend::normaliseAdd(scope, x, norm, residual);
    }
    return cudaNormalise(onDevice(scope), onDevice(x), norm, Activation::None, onDevice(residual),
                         batchStatistics());
}

NetworkInput CudaBackend::averagePool(const NetworkInput& input) {
    return input.isPainted() ? NetworkInput(cudaPooledOneHot(onDevice(input), type()))
                             : Backend::averagePool(input);
}

} // namespace underpaint::nets
