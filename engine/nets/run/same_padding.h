// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/primitives.h"
#include "engine/nets/torch_compat.h"

namespace underpaint::nets {

/// (N, C, H, W) with the zeros around it that Border::Same stands for.
Tensor samePadded(const Tensor& x, const Convolution& spec);

/// The same convolution on an input that has its border already.
Convolution withoutBorder(Convolution spec);

} // namespace underpaint::nets
