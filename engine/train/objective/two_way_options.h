// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/systems/losses.h"
#include "engine/train/optimise/adam.h"

#include <functional>
#include <optional>
#include <vector>

namespace underpaint::train {

/// What trainings between two domains have in common.
struct TwoWayOptions {
    nets::GanMode ganMode = nets::GanMode::Lsgan;
    /// Weights of losses: of the discriminators' opinion; of the error after both ways, A to B to A
    /// and B to A to B; of what a generator changes in a picture of its own target, as a share of
    /// those.
    /// @{
    double lambdaGan = 1;
    double lambdaA = 10;
    double lambdaB = 10;
    double lambdaIdentity = 0.5;
    /// @}
    /// Batch norm by the statistics of the batch, as everywhere in training.
    bool batchStatistics = true;
    /// Absent: losses and gradients only, the weights stay.
    std::optional<AdamOptions> optimiser = AdamOptions{};
    /// For the discriminators, where it differs.
    std::optional<AdamOptions> discriminatorOptimiser;
    /// TwoWayNetworks::share.
    std::function<void(const std::vector<at::Tensor>&)> share = {};
    /// Type of the convolutions in mixed precision; absent: fp32 throughout.
    std::optional<at::ScalarType> computeType;
};

} // namespace underpaint::train
