// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/training_case.h"

#include "engine/base/error.h"

namespace underpaint::verify {

namespace {

constexpr std::int64_t maxSteps = 1000;

std::string stepKey(const CaseContext& context, std::int64_t step, const std::string& name) {
    const std::string own = stepName(step) + name;
    return context.hasInput(own) ? own : name;
}

} // namespace

std::string stepName(std::int64_t step) {
    return "step" + std::to_string(step) + ".";
}

void addReport(const CaseContext& context, const train::StepReport& report,
               const Networks& networks, std::int64_t number, nets::TensorMap& results) {
    const std::string step = stepName(number);
    for (const auto& [name, loss] : report.losses) {
        results[step + "loss." + name] = loss;
    }
    for (const auto& [name, value] : report.values) {
        results[step + name] = value;
    }
    for (const auto& [role, network] : networks) {
        const nets::TensorMap& gradients = report.gradients.at(role);
        at::Tensor squares = at::zeros({}, at::kDouble);
        for (const auto& [key, gradient] : gradients) {
            squares = squares + gradient.to(at::kCPU, at::kDouble).square().sum();
            results[step + "grad." + role + "." + key] = gradient;
        }
        results[step + "gradnorm." + role] = squares.sqrt();
        results[step + "params_without_grad." + role] = at::scalar_tensor(
            static_cast<double>(network->keys().size() - gradients.size()), at::kDouble);
        if (context.asksFor(step + "after." + role + ".")) {
            for (const auto& [key, value] : network->weights()) {
                results[step + "after." + role + "." + key] = value.detach().clone();
            }
        }
    }
}

at::Tensor stepInput(CaseContext& context, std::int64_t step, const std::string& name) {
    return context.picture(stepKey(context, step, name));
}

at::Tensor stepPlainInput(CaseContext& context, std::int64_t step, const std::string& name) {
    return context.input(stepKey(context, step, name));
}

Schedule scheduleOf(CaseContext& context) {
    Schedule schedule;
    // An index that names an optimiser means it to be used, at least once.
    const std::int64_t usualSteps = context.hasOption("optimizer") ? 1 : 0;
    const std::int64_t steps = context.integer("steps", 0, maxSteps, usualSteps);
    if (steps == 0) {
        return schedule;
    }
    if (const std::string optimiser = context.text("optimizer", "adam"); optimiser != "adam") {
        throw Error("is unknown: " + optimiser, "option optimizer");
    }
    schedule.steps = steps;
    const train::AdamOptions usual;
    schedule.optimiser =
        train::AdamOptions{.learningRate = context.number("lr", usual.learningRate),
                           .beta1 = context.number("beta1", usual.beta1),
                           .beta2 = context.number("beta2", usual.beta2),
                           .epsilon = context.number("eps", usual.epsilon)};
    return schedule;
}

train::TrainedNetwork trained(CaseContext& context, const std::string& role) {
    return {context.network(role), context.weights(role)};
}

} // namespace underpaint::verify
