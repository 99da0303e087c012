// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/simd_kernels.h"

#include "engine/base/error.h"
#include "engine/kernels/simd_sets.h"

#include <atomic>
#include <cctype>
#include <string>

#if defined(UNDERPAINT_X86)
#include <cpuid.h>
#endif

namespace underpaint::kernels {

namespace {

#if defined(UNDERPAINT_X86_HALF)
/// CPUID leaf 7, EDX bit 23; that the system saves the registers is part of asking for AVX-512.
bool cpuHasHalfArithmetic() {
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
    if (avx512 && cpuHasHalfArithmetic()) {
        sets.push_back(&avx512HalfKernels());
    }
#endif
#endif
    return sets;
}

namespace {

/// The kernels of the process; null = not decided yet.
std::atomic<const SimdKernels*>& chosenKernels() {
    static std::atomic<const SimdKernels*> chosen{nullptr};
    return chosen;
}

std::string optionName(const SimdKernels& kernels) {
    std::string name;
    for (const char c : std::string_view(kernels.name)) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
            name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
    }
    return name;
}

} // namespace

void chooseSimdKernels(std::string_view name) {
    const std::vector<const SimdKernels*> sets = runnableSimdKernels();
    if (name == "auto") {
        chosenKernels() = sets.back();
        return;
    }
    std::string known;
    for (const SimdKernels* set : sets) {
        if (optionName(*set) == name) {
            chosenKernels() = set;
            return;
        }
        known += (known.empty() ? "" : ", ") + optionName(*set);
    }
    throw Error("this processor (or this build) has no such instructions",
                "--cpu-features " + std::string(name), "It can use " + known);
}

const SimdKernels& simdKernels() {
    const SimdKernels* chosen = chosenKernels().load(std::memory_order_relaxed);
    if (chosen == nullptr) {
        static const SimdKernels& best = *runnableSimdKernels().back();
        return best;
    }
    return *chosen;
}

} // namespace underpaint::kernels
