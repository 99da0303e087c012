// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimise/compute_type.h"

#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/DeviceGuard.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace underpaint::train {

namespace {

/// AMX in bf16: CPUID leaf 7, EDX bit 22.
bool hasBf16Tiles() {
#if defined(__x86_64__)
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d & (1U << 22)) != 0;
#else
    return false;
#endif
}

bool hasAmdDotProducts() {
#if defined(__x86_64__)
    return __builtin_cpu_is("amd") != 0 && __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

Bf16Support supportOf(at::Device device) {
    Bf16Support support{.onGpu = device.is_cuda(),
                        .torchMajor = TORCH_VERSION_MAJOR,
                        .amxTiles = hasBf16Tiles(),
                        .amdDotProducts = hasAmdDotProducts()};
    if (support.onGpu) {
        const c10::DeviceGuard current(device); // the question is about the current GPU
        // Compute capability 8 or later, and a cuDNN that convolves in bf16.
        support.gpuCores = at::detail::getCUDAHooks().supportsBFloat16ConvolutionWithCuDNNv8();
    }
    return support;
}

} // namespace

bool trainsFasterInBf16(const Bf16Support& support) {
    if (support.onGpu) {
        return support.gpuCores;
    }
    // Intel's cores without AMX multiply bf16 at half the rate of fp32 (measured on Sapphire
    // Rapids: 43 against 87 multiply-adds a nanosecond), AMD's at twice the rate.
    return support.torchMajor >= 2 && (support.amxTiles || support.amdDotProducts);
}

std::optional<at::ScalarType> computeTypeOf(const std::string& precision, at::Device device) {
    const bool wanted =
        precision == "bf16" || (precision == "auto" && trainsFasterInBf16(supportOf(device)));
    return wanted ? std::optional(at::kBFloat16) : std::nullopt;
}

std::optional<at::ScalarType> convolutionType(std::optional<at::ScalarType> computeType,
                                              at::Device device) {
    return device.is_cpu() ? computeType.value_or(at::kFloat) : computeType;
}

} // namespace underpaint::train
