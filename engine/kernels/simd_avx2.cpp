// SPDX-License-Identifier: GPL-3.0-or-later
#define UNDERPAINT_LANES 8
#define UNDERPAINT_ROWS 6
#include "engine/kernels/simd_body.inl"

#include "engine/kernels/simd_sets.h"

namespace underpaint::kernels {

const SimdKernels& avx2Kernels() {
    static const SimdKernels kernels = table("AVX2");
    return kernels;
}

} // namespace underpaint::kernels
