// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/compute_type.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace underpaint::train {

namespace {

#if defined(__x86_64__) && TORCH_VERSION_MAJOR >= 2
/// AMX in bf16: CPUID leaf 7, EDX bit 22.
bool hasBf16Tiles() {
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d & (1U << 22)) != 0;
}
#endif

} // namespace

std::optional<at::ScalarType> computeTypeOf(const std::string& precision, at::Device device) {
    bool fast = false;
#if defined(__x86_64__) && TORCH_VERSION_MAJOR >= 2
    // Intel's cores without AMX multiply bf16 at half the rate of fp32 (measured on Sapphire
    // Rapids: 43 against 87 multiply-adds a nanosecond), AMD's at twice the rate.
    const bool amd = __builtin_cpu_is("amd") != 0 && __builtin_cpu_supports("avx512bf16") != 0;
    fast = device.is_cpu() && (amd || hasBf16Tiles());
#else
    static_cast<void>(device);
#endif
    const bool wanted = precision == "bf16" || (precision == "auto" && fast);
    return wanted ? std::optional(at::kBFloat16) : std::nullopt;
}

std::optional<at::ScalarType> convolutionType(std::optional<at::ScalarType> computeType,
                                              at::Device device) {
    return device.is_cpu() ? computeType.value_or(at::kFloat) : computeType;
}

} // namespace underpaint::train
