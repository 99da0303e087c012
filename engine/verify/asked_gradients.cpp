// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/asked_gradients.h"

#include "engine/train/optimise/trained_network.h"

namespace underpaint::verify {

namespace {

/// "output" of "output@x".
std::string withoutView(const std::string& name) {
    return name.substr(0, name.find('@'));
}

void addGradient(const std::string& name, const nets::TensorMap& losses,
                 const nets::TensorMap& arguments, const std::string& mainLoss,
                 Evaluation& evaluation) {
    const bool ofMain = name.starts_with("grad.");
    if (!ofMain && !name.starts_with("grad_")) {
        return;
    }
    const auto dot = name.find('.');
    if (dot == std::string::npos) {
        return;
    }
    const auto argument = arguments.find(name.substr(dot + 1));
    const auto loss = losses.find(ofMain ? mainLoss : name.substr(5, dot - 5));
    if (argument == arguments.end() || loss == losses.end()) {
        return;
    }
    const at::Tensor gradient =
        train::gradientsOf(loss->second, {argument->second}, /*keepGraph=*/true).front();
    evaluation.results[name] = gradient.defined() ? gradient : at::zeros_like(argument->second);
}

} // namespace

at::Tensor leaf(const at::Tensor& argument) {
    return argument.detach().to(at::kFloat).clone().set_requires_grad(true);
}

void addGradients(const CaseContext& context, const nets::TensorMap& losses,
                  const nets::TensorMap& arguments, const std::string& mainLoss,
                  Evaluation& evaluation) {
    for (const auto& [name, source] : context.parityCase().outputs) {
        addGradient(withoutView(name), losses, arguments, mainLoss, evaluation);
    }
}

} // namespace underpaint::verify
