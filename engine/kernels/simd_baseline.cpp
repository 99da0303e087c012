// SPDX-License-Identifier: GPL-3.0-or-later
#define UNDERPAINT_LANES 4
#define UNDERPAINT_ROWS 4
#include "engine/kernels/simd_body.inl"

#include "engine/kernels/simd_sets.h"

namespace underpaint::kernels {

const SimdKernels& portableKernels() {
    static const SimdKernels kernels = table("portable");
    return kernels;
}

} // namespace underpaint::kernels
