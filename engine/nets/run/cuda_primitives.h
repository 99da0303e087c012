// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_input.h"
#include "engine/nets/run/primitives.h"
#include "engine/nets/weights/param_store.h"

namespace underpaint::nets {

/// What a GPU computes by the project's own kernels (engine/kernels/cuda_kernels.h): enqueued on
/// LibTorch's current stream, no gradients. All tensors lie on one CUDA device and hold float32,
/// half or bf16; activations come channels-last.
/// @{

/// Whether they run for tensors of this device: this build has the kernels, LibTorch tells its
/// streams, and the driver and the GPU suit. Else LibTorch's own operators do the same.
bool ownCudaKernels(at::Device device);

/// (N, classes, H, W) float32 contiguous, of (N, H, W) int32 labels.
Tensor cudaOneHot(const Tensor& labels, std::int64_t classes);
/// The averagePool of a painted input's dense form.
Tensor cudaPooledOneHot(const NetworkInput& input, at::ScalarType type);
/// The convolution of a painted input, in the type of the weights.
Tensor cudaStem(const Scope& scope, const NetworkInput& input, const Convolution& spec);
/// activation(norm(x) + residual); residual may be undefined, the norm is not None and the
/// activation None, Relu or LeakyRelu.
Tensor cudaNormalise(const Scope& scope, const Tensor& x, Norm norm, Activation activation,
                     const Tensor& residual, bool batchStatistics);
/// Every pixel gets the mean of its group: `group` is (N * H * W) int64, 0..groups-1.
Tensor cudaGroupMean(const Tensor& x, const Tensor& group, std::int64_t groups);
/// @}

} // namespace underpaint::nets
