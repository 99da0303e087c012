// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/simd_kernels.h"

#include "engine/kernels/simd_sets.h"

#if defined(UNDERPAINT_X86)
#include <cpuid.h>
#endif

namespace underpaint::kernels {

namespace {

#if defined(UNDERPAINT_X86_HALF)
/// CPUID leaf 7, EDX bit 23; that the system saves the registers is part of asking for AVX-512.
bool hasHalfArithmetic() {
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d & (1U << 23)) != 0;
}
#endif

} // namespace

std::vector<const SimdKernels*> runnableSimdKernels() {
    std::vector<const SimdKernels*> sets{&portableKernels()};
#if defined(UNDERPAINT_X86)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        sets.push_back(&avx2Kernels());
    }
    const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    if (avx512) {
        sets.push_back(&avx512Kernels());
    }
#if defined(UNDERPAINT_X86_HALF)
    if (avx512 && hasHalfArithmetic()) {
        sets.push_back(&avx512HalfKernels());
    }
#endif
#endif
    return sets;
}

const SimdKernels& simdKernels() {
    static const SimdKernels& best = *runnableSimdKernels().back();
    return best;
}

} // namespace underpaint::kernels
