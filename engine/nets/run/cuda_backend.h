// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/backend.h"

namespace underpaint::nets {

/// The project's own CUDA kernels for what they do better than LibTorch's operators. Only where
/// ownCudaKernels() is true of the device.
class CudaBackend final : public Backend {
public:
    using Backend::averagePool;
    using Backend::Backend;

    Tensor stem(const Scope&, const NetworkInput&, const Convolution&) override;
    Tensor normalise(const Scope&, const Tensor&, Norm, Activation) override;
    Tensor normaliseAdd(const Scope&, const Tensor&, Norm, const Tensor& residual) override;
    NetworkInput averagePool(const NetworkInput&) override;
};

} // namespace underpaint::nets
