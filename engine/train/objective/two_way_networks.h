// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/optimise/adam.h"
#include "engine/train/optimise/trained_network.h"
#include "engine/train/step_report.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::train {

/// Networks that translate between two domains A and B (Zhu et al., 2017) under the official names:
/// G_A makes B of A and D_A judges B; G_B makes A of B and D_B judges A.
struct TwoWayNetworks {
    TrainedNetwork generatorA;
    TrainedNetwork generatorB;
    TrainedNetwork discriminatorA;
    TrainedNetwork discriminatorB;
    /// Over both generators and over both discriminators. Absent: losses and gradients only.
    std::optional<Adam> generatorAdam = {};
    std::optional<Adam> discriminatorAdam = {};
    /// As in Adversaries.
    /// @{
    std::function<void(const std::vector<at::Tensor>&)> share = {};
    double longestGradient = 0;
    /// @}

    void startOptimisers(const AdamOptions& ofGenerators, const AdamOptions& ofDiscriminators);

    /// While frozen, nothing is recorded for the weights of the discriminators.
    void freezeDiscriminators(bool frozen) const;

    /// One step on d loss / d parameters, which the report keeps by role. Weights of which the loss
    /// says nothing go on by their momentum, where they have any.
    /// @{
    void stepGenerators(const at::Tensor& loss, StepReport& report);
    void stepDiscriminators(const at::Tensor& loss, StepReport& report);
    /// @}

    /// G_A, G_B, D_A, D_B.
    std::vector<std::pair<std::string, const TrainedNetwork*>> all() const;
    /// What the optimisers change: "G_A/…", then "G_B/…".
    /// @{
    std::vector<std::string> generatorNames() const;
    std::vector<std::string> discriminatorNames() const;
    /// @}
    /// False when a weight is no number any more.
    bool finite() const;
};

} // namespace underpaint::train
