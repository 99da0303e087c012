// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/parallel.h"
#include "engine/nets/run/attention.h"

namespace underpaint::nets {

/// attendPlainly() without the matrix, and without unfolding descriptors: by the kernel for CPUs.
/// No gradients.
AttentionResult attendStreamed(const Attention& attention, const kernels::Parallel& parallel);

/// attendPlainly() with a band of the matrix at a time, on any device. Gradients reach query, key
/// and values: the bands are computed again for them.
AttentionResult attendInBands(const Attention& attention);

/// Whether the whole matrix is so large that training should not keep it.
bool needsBands(const Attention& attention);

} // namespace underpaint::nets
