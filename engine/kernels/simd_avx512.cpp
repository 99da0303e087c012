// SPDX-License-Identifier: GPL-3.0-or-later
#define UNDERPAINT_LANES 16
#define UNDERPAINT_ROWS 12
#include "engine/kernels/simd_body.inl"

#include "engine/kernels/simd_sets.h"

namespace underpaint::kernels {

const SimdKernels& avx512Kernels() {
    static const SimdKernels kernels = table("AVX-512");
    return kernels;
}

} // namespace underpaint::kernels
