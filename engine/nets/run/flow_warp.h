// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

namespace underpaint::nets {

/// `picture` (N, C, H, W) fetched from where `flow` (N, 2, H, W) points: x and y in pixels from
/// every pixel's own place, bilinear, clamped to the border. Differentiable in both; computed in
/// float32 (or double where the flow is), since halves cannot tell places of a large picture
/// apart. Throws Error when the sizes differ.
Tensor warpedBy(const Tensor& picture, const Tensor& flow);

} // namespace underpaint::nets
