// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/optimise/trained_network.h"

#include <cstdint>

namespace underpaint::train {

/// Exponential running average of a network's parameters and running statistics (counts are
/// copied): what is shown and exported, since the last weights of a generator that plays against a
/// discriminator wander.
class WeightAverage {
public:
    /// Starts at the network's present weights.
    explicit WeightAverage(const TrainedNetwork& network);

    /// average += (1 - decay) * (weight - average), with min(decay, (1 + step) / (10 + step)) for
    /// the decay, so that the first weights are soon forgotten. `step` counts from 0.
    void update(const TrainedNetwork& network, double decay, std::int64_t step);

    const nets::ParamStore& weights() const { return m_weights; }

private:
    nets::ParamStore m_weights;
};

} // namespace underpaint::train
