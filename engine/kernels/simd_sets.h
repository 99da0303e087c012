// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/simd_kernels.h"

namespace underpaint::kernels {

/// One table a file that CMakeLists.txt compiles for an instruction set.
/// @{
const SimdKernels& portableKernels();
const SimdKernels& avx2Kernels();
const SimdKernels& avx512Kernels();
const SimdKernels& avx512HalfKernels();
/// @}

} // namespace underpaint::kernels
