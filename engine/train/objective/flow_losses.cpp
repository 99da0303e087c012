// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/flow_losses.h"

namespace underpaint::train {

FlowConfidence flowConfidence(const at::Tensor& target, const at::Tensor& warped,
                              double threshold) {
    constexpr std::int64_t channelAxis = -3;
    const at::Tensor error = (target - warped).square().sum(channelAxis, /*keepdim=*/true);
    return {.squaredError = error, .confidence = error.lt(threshold).to(error.scalar_type())};
}

at::Tensor maskedDistance(const at::Tensor& a, const at::Tensor& b, const at::Tensor& mask) {
    return at::l1_loss(a * mask, b * mask);
}

} // namespace underpaint::train
