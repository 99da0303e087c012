// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

namespace underpaint::train {

/// Where a reference flow can be believed.
struct FlowConfidence {
    at::Tensor squaredError; ///< (N, 1, H, W): sum over channels
    at::Tensor confidence;   ///< (N, 1, H, W): 1 where that is below the threshold, else 0
};

/// Compares a frame (N, C, H, W) in [-1, 1] with the frame before, moved onto it by the flow.
FlowConfidence flowConfidence(const at::Tensor& target, const at::Tensor& warped,
                              double threshold = 0.02);

/// Mean of |a * mask - b * mask| over all values of `a`, masked ones too; `mask` is (N, 1, H, W).
at::Tensor maskedDistance(const at::Tensor& a, const at::Tensor& b, const at::Tensor& mask);

} // namespace underpaint::train
