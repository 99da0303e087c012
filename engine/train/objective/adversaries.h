// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/optimise/adam.h"
#include "engine/train/optimise/trained_network.h"
#include "engine/train/step_report.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::train {

/// Names of weights by the role of their network (G, E, D).
using WeightNames = std::map<std::string, std::set<std::string>>;

/// The networks of an adversarial training and their optimisers. Generator and encoder learn
/// together, by one Adam over the parameters of both, in this order.
struct Adversaries {
    TrainedNetwork generator;
    TrainedNetwork discriminator;
    std::optional<TrainedNetwork> encoder = {};
    /// Discriminators beside the first. One Adam over the parameters of all of them.
    std::vector<TrainedNetwork> others = {};
    /// Absent: losses and gradients only, the weights stay.
    std::optional<Adam> generatorAdam = {};
    std::optional<Adam> discriminatorAdam = {};
    /// Called with the gradients of generator and encoder, then with the discriminator's, before
    /// they are used: where processes that train together average them in place.
    std::function<void(const std::vector<at::Tensor>&)> share = {};
    /// Longer gradients of generator and encoder together are brought to this length; 0 = none.
    double longestGradient = 0;

    void startOptimisers(const AdamOptions& ofGenerator, const AdamOptions& ofDiscriminator);

    /// These stay as they are until the next call. What is released starts with moments of its own.
    void hold(const WeightNames& names);

    /// One step on d loss / d parameters, which the report keeps under G and E, or D and D2, D3 …
    /// `ofGenerator` is a loss that the encoder does not learn from. Either may be undefined.
    /// @{
    void stepGenerator(const at::Tensor& loss, bool keepGraph, StepReport& report,
                       const at::Tensor& ofGenerator = {});
    void stepDiscriminator(const at::Tensor& loss, StepReport& report);
    /// @}

    /// All discriminators with their roles: D, D2, D3 …
    std::vector<std::pair<std::string, const TrainedNetwork*>> discriminators() const;
    /// What the discriminators' optimiser changes: names of the first as they are, then "D2/…".
    std::vector<std::string> discriminatorNames() const;
    std::vector<at::Tensor> discriminatorParameters() const;

    /// What the generator's optimiser changes: "G/…", then "E/…".
    std::vector<std::string> generatorNames() const;
    std::vector<at::Tensor> generatorParameters() const;
    /// False when a weight is no number any more.
    bool finite() const;
};

} // namespace underpaint::train
