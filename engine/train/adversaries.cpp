// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/adversaries.h"

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

} // namespace

void Adversaries::startOptimisers(const AdamOptions& ofGenerator,
                                  const AdamOptions& ofDiscriminator) {
    generatorAdam.emplace(generatorParameters(), ofGenerator);
    discriminatorAdam.emplace(discriminator.parameters(), ofDiscriminator);
}

void Adversaries::hold(const WeightNames& names) {
    const auto apply = [&names](const std::string& role, TrainedNetwork& network) {
        const auto it = names.find(role);
        network.hold(it == names.end() ? std::set<std::string>() : it->second);
    };
    apply("G", generator);
    apply("D", discriminator);
    if (encoder) {
        apply("E", *encoder);
    }
}

void Adversaries::stepGenerator(const at::Tensor& loss, bool keepGraph, StepReport& report) {
    const std::vector<at::Tensor> gradients = gradientsOf(loss, generatorParameters(), keepGraph);
    if (share) {
        share(gradients);
    }
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
    const std::vector<at::Tensor> gradients = discriminator.gradients(loss, /*keepGraph=*/false);
    if (share) {
        share(gradients);
    }
    report.gradients["D"] = discriminator.named(gradients);
    if (discriminatorAdam) {
        discriminatorAdam->step(gradients);
    }
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
    return allFinite(generator) && allFinite(discriminator) && (!encoder || allFinite(*encoder));
}

} // namespace underpaint::train
