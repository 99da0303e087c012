// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/adversaries.h"

#include "engine/train/optimise/gradient_length.h"

#include <algorithm>
#include <iterator>

namespace underpaint::train {

namespace {

bool allFinite(const TrainedNetwork& network) {
    for (const at::Tensor& parameter : network.parameters()) {
        if (!parameter.detach().isfinite().all().item<bool>()) {
            return false;
        }
    }
    return true;
}

/// The first of `sums` and what is added to each; undefined ones are 0.
void addTo(std::vector<at::Tensor>& sums, const std::vector<at::Tensor>& more) {
    for (std::size_t i = 0; i < more.size(); ++i) {
        if (more[i].defined()) {
            sums[i] = sums[i].defined() ? sums[i] + more[i] : more[i];
        }
    }
}

} // namespace

void Adversaries::startOptimisers(const AdamOptions& ofGenerator,
                                  const AdamOptions& ofDiscriminator) {
    generatorAdam.emplace(generatorParameters(), ofGenerator);
    discriminatorAdam.emplace(discriminatorParameters(), ofDiscriminator);
}

void Adversaries::hold(const WeightNames& names) {
    const auto apply = [&names](const std::string& role, TrainedNetwork& network) {
        const auto it = names.find(role);
        network.hold(it == names.end() ? std::set<std::string>() : it->second);
    };
    apply("G", generator);
    apply("D", discriminator);
    for (std::size_t i = 0; i < others.size(); ++i) {
        apply("D" + std::to_string(i + 2), others[i]);
    }
    if (encoder) {
        apply("E", *encoder);
    }
}

void Adversaries::stepGenerator(const at::Tensor& loss, bool keepGraph, StepReport& report,
                                const at::Tensor& ofGenerator) {
    std::vector<at::Tensor> gradients(generatorParameters().size());
    if (loss.defined()) {
        gradients = gradientsOf(loss, generatorParameters(), keepGraph || ofGenerator.defined());
    }
    if (ofGenerator.defined()) {
        addTo(gradients, generator.gradients(ofGenerator, keepGraph));
    }
    if (share) {
        share(gradients);
    }
    shortenGradients(gradients, longestGradient);
    const auto own = gradients.begin() + std::ssize(generator.parameters());
    report.gradients["G"] = generator.named({gradients.begin(), own});
    if (encoder) {
        report.gradients["E"] = encoder->named({own, gradients.end()});
    }
    if (generatorAdam) {
        generatorAdam->step(gradients);
    }
}

void Adversaries::stepDiscriminator(const at::Tensor& loss, StepReport& report) {
    const std::vector<at::Tensor> gradients =
        gradientsOf(loss, discriminatorParameters(), /*keepGraph=*/false);
    if (share) {
        share(gradients);
    }
    auto next = gradients.begin();
    for (const auto& [role, network] : discriminators()) {
        const auto own = next;
        next += std::ssize(network->parameters());
        report.gradients[role] = network->named({own, next});
    }
    if (discriminatorAdam) {
        discriminatorAdam->step(gradients);
    }
}

std::vector<std::pair<std::string, const TrainedNetwork*>> Adversaries::discriminators() const {
    std::vector<std::pair<std::string, const TrainedNetwork*>> all{{"D", &discriminator}};
    for (const TrainedNetwork& other : others) {
        all.emplace_back("D" + std::to_string(all.size() + 1), &other);
    }
    return all;
}

std::vector<std::string> Adversaries::discriminatorNames() const {
    std::vector<std::string> names;
    for (const auto& [role, network] : discriminators()) {
        for (const std::string& key : network->keys()) {
            names.push_back(role == "D" ? key : role + "/" + key);
        }
    }
    return names;
}

std::vector<at::Tensor> Adversaries::discriminatorParameters() const {
    std::vector<at::Tensor> parameters;
    for (const auto& [role, network] : discriminators()) {
        const auto& own = network->parameters();
        parameters.insert(parameters.end(), own.begin(), own.end());
    }
    return parameters;
}

std::vector<std::string> Adversaries::generatorNames() const {
    std::vector<std::string> names;
    for (const std::string& key : generator.keys()) {
        names.push_back("G/" + key);
    }
    if (encoder) {
        for (const std::string& key : encoder->keys()) {
            names.push_back("E/" + key);
        }
    }
    return names;
}

std::vector<at::Tensor> Adversaries::generatorParameters() const {
    std::vector<at::Tensor> parameters = generator.parameters();
    if (encoder) {
        const auto& more = encoder->parameters();
        parameters.insert(parameters.end(), more.begin(), more.end());
    }
    return parameters;
}

bool Adversaries::finite() const {
    return allFinite(generator) && (!encoder || allFinite(*encoder)) &&
           std::ranges::all_of(discriminators(),
                               [](const auto& entry) { return allFinite(*entry.second); });
}

} // namespace underpaint::train
