// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/cost/machine_rates.h"

#include "engine/kernels/direct_convolution.h"
#include "engine/nets/run/cpu_backend.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <vector>

namespace underpaint::nets {

namespace {

constexpr int repetitions = 6;
constexpr int extent = 1024; // rows, depth and columns on a CPU
constexpr std::int64_t gpuExtent = 8192;

/// Operations a second of `action`, which makes `operations` of them.
template<class Action>
double bestRate(double operations, const CancelToken& cancel, Action action) {
    double best = std::numeric_limits<double>::infinity();
    for (int i = 0; i < repetitions; ++i) {
        cancel.check();
        const auto start = std::chrono::steady_clock::now();
        action();
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
        best = std::min(best, spent.count());
    }
    return operations / best / 1e9;
}

double libraryRate(at::Device device, at::ScalarType type, const CancelToken& cancel) {
    const std::int64_t n = device.is_cpu() ? extent : gpuExtent;
    const auto options = at::TensorOptions().device(device).dtype(type);
    const Tensor a = at::full({n, n}, 0.5, options);
    const Tensor b = at::full({n, n}, 0.25, options);
    const auto size = static_cast<double>(n);
    return bestRate(2 * size * size * size, cancel,
                    [&] { (void)at::matmul(a, b)[0][0].item<float>(); });
}

/// A 1x1 convolution of a square picture is a matrix product.
double ownRate(kernels::Arithmetic arithmetic, const CancelToken& cancel) {
    constexpr int side = 32;
    const std::vector<float> weights(std::size_t{extent} * extent, 0.25F);
    const std::vector<float> in(std::size_t{side} * side * extent, 0.5F);
    std::vector<float> out(in.size());
    const kernels::DirectConvolution product({.in = extent, .out = extent, .kernel = 1},
                                             weights.data(), nullptr, arithmetic);
    kernels::Workspace workspace;
    const kernels::Parallel parallel = parallelOn(cancel);
    const kernels::Picture picture{
        .values = in.data(), .width = side, .height = side, .channels = extent};
    return bestRate(2.0 * side * side * extent * extent, cancel,
                    [&] { product.run(picture, out.data(), workspace, parallel); });
}

} // namespace

MachineRates machineRates(at::Device device, const CancelToken& cancel) {
    const at::NoGradGuard noGrad;
    MachineRates rates{.fp32 = libraryRate(device, at::kFloat, cancel),
                       .bf16 = libraryRate(device, at::kBFloat16, cancel)};
    if (device.is_cpu()) {
        rates.ownSingle = ownRate(kernels::Arithmetic::Single, cancel);
        if (kernels::hasHalfArithmetic()) {
            rates.ownHalf = ownRate(kernels::Arithmetic::Half, cancel);
        }
    }
    return rates;
}

} // namespace underpaint::nets
