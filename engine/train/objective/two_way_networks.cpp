// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/two_way_networks.h"

#include "engine/train/optimise/gradient_length.h"

#include <algorithm>
#include <iterator>

namespace underpaint::train {

namespace {

using NamedNetwork = std::pair<std::string, const TrainedNetwork*>;

std::vector<at::Tensor> parametersOf(const TrainedNetwork& first, const TrainedNetwork& second) {
    std::vector<at::Tensor> parameters = first.parameters();
    parameters.insert(parameters.end(), second.parameters().begin(), second.parameters().end());
    return parameters;
}

std::vector<std::string> namesOf(const NamedNetwork& first, const NamedNetwork& second) {
    std::vector<std::string> names;
    for (const auto& [role, network] : {first, second}) {
        for (const std::string& key : network->keys()) {
            std::string name = role;
            names.push_back(name.append("/").append(key));
        }
    }
    return names;
}

/// As in the official code, where a gradient that once was there becomes zeros: the weights of what
/// takes no part in a step go on by their momentum.
void fillUp(std::vector<at::Tensor>& gradients, const std::vector<at::Tensor>& parameters,
            const std::optional<Adam>& adam) {
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        if (!gradients[i].defined() && adam && adam->moments()[i].steps > 0) {
            gradients[i] = at::zeros_like(parameters[i]);
        }
    }
}

/// Gradients of one optimiser's networks, and where they go in the report.
std::vector<at::Tensor> sharedGradients(const at::Tensor& loss, const NamedNetwork& first,
                                        const NamedNetwork& second, const std::optional<Adam>& adam,
                                        const TwoWayNetworks& networks, StepReport& report) {
    const std::vector<at::Tensor> parameters = parametersOf(*first.second, *second.second);
    std::vector<at::Tensor> gradients(parameters.size());
    if (loss.defined()) {
        gradients = gradientsOf(loss, parameters, /*keepGraph=*/false);
    }
    fillUp(gradients, parameters, adam);
    if (networks.share) {
        networks.share(gradients);
    }
    shortenGradients(gradients, networks.longestGradient);
    const auto border = gradients.begin() + std::ssize(first.second->parameters());
    report.gradients[first.first] = first.second->named({gradients.begin(), border});
    report.gradients[second.first] = second.second->named({border, gradients.end()});
    return gradients;
}

} // namespace

void TwoWayNetworks::startOptimisers(const AdamOptions& ofGenerators,
                                     const AdamOptions& ofDiscriminators) {
    generatorAdam.emplace(parametersOf(generatorA, generatorB), ofGenerators);
    discriminatorAdam.emplace(parametersOf(discriminatorA, discriminatorB), ofDiscriminators);
}

void TwoWayNetworks::freezeDiscriminators(bool frozen) const {
    discriminatorA.setFrozen(frozen);
    discriminatorB.setFrozen(frozen);
}

void TwoWayNetworks::stepGenerators(const at::Tensor& loss, StepReport& report) {
    const auto gradients = sharedGradients(loss, {"G_A", &generatorA}, {"G_B", &generatorB},
                                           generatorAdam, *this, report);
    if (generatorAdam) {
        generatorAdam->step(gradients);
    }
}

void TwoWayNetworks::stepDiscriminators(const at::Tensor& loss, StepReport& report) {
    const auto gradients = sharedGradients(loss, {"D_A", &discriminatorA}, {"D_B", &discriminatorB},
                                           discriminatorAdam, *this, report);
    if (discriminatorAdam) {
        discriminatorAdam->step(gradients);
    }
}

std::vector<NamedNetwork> TwoWayNetworks::all() const {
    return {{"G_A", &generatorA},
            {"G_B", &generatorB},
            {"D_A", &discriminatorA},
            {"D_B", &discriminatorB}};
}

std::vector<std::string> TwoWayNetworks::generatorNames() const {
    return namesOf({"G_A", &generatorA}, {"G_B", &generatorB});
}

std::vector<std::string> TwoWayNetworks::discriminatorNames() const {
    return namesOf({"D_A", &discriminatorA}, {"D_B", &discriminatorB});
}

bool TwoWayNetworks::finite() const {
    return std::ranges::all_of(all(), [](const NamedNetwork& entry) {
        return std::ranges::all_of(entry.second->parameters(), [](const at::Tensor& parameter) {
            return parameter.detach().isfinite().all().item<bool>();
        });
    });
}

} // namespace underpaint::train
