// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimise/weight_average.h"

#include <algorithm>

namespace underpaint::train {

WeightAverage::WeightAverage(const TrainedNetwork& network) {
    for (const auto& [key, value] : network.weights()) {
        m_weights.set(key, value.detach().clone());
    }
}

void WeightAverage::update(const TrainedNetwork& network, double decay, std::int64_t step) {
    const at::NoGradGuard noGrad;
    const auto steps = static_cast<double>(step);
    const double kept = std::min(decay, (1 + steps) / (10 + steps));
    for (const auto& [key, value] : network.weights()) {
        at::Tensor average = m_weights.at(key);
        if (average.is_floating_point()) {
            average.lerp_(value, 1 - kept);
        } else {
            average.copy_(value);
        }
    }
}

} // namespace underpaint::train
