// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

namespace underpaint::nets {

/// Instance-wise average pooling (pix2pixHD, section 3.4 of the paper) in one pass over the
/// pixels: every pixel of an instance gets the instance's mean, per image and channel.
/// `x` is (N, C, H, W), `instances` (N, 1, H, W) integral (or integer-valued floating point);
/// equal ids in different images of the batch are different instances. Differentiable.
Tensor instanceMean(const Tensor& x, const Tensor& instances);

} // namespace underpaint::nets
