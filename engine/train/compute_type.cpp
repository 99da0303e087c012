// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/compute_type.h"

namespace underpaint::train {

std::optional<at::ScalarType> computeTypeOf(const std::string& precision, at::Device device) {
    bool fast = false;
#if defined(__x86_64__) && TORCH_VERSION_MAJOR >= 2
    // The oneDNN of LibTorch 1.13 is slower in bf16 than in fp32 without AMX.
    fast = device.is_cpu() && __builtin_cpu_supports("avx512bf16") != 0;
#else
    static_cast<void>(device);
#endif
    const bool wanted = precision == "bf16" || (precision == "auto" && fast);
    return wanted ? std::optional(at::kBFloat16) : std::nullopt;
}

} // namespace underpaint::train
