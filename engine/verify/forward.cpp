// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/forward.h"

#include "engine/base/error.h"
#include "engine/nets/network_table.h"
#include "engine/verify/asked_gradients.h"

#include <algorithm>
#include <string>
#include <utility>

namespace underpaint::verify {

ForwardPasses::ForwardPasses(CaseContext& context, const std::string& role)
    : ForwardPasses(context, role, context.weights(role)) {}

ForwardPasses::ForwardPasses(CaseContext& context, const std::string& role,
                             nets::ParamStore weights)
    : m_place(context.place()),
      m_batchStatistics(context.trainMode()),
      m_network(context.network(role)),
      m_weights(std::move(weights)) {}

nets::TensorMap ForwardPasses::plain(const nets::TensorMap& arguments, Evaluation* watched) {
    return plainPass(watched, [&](nets::Run& run, const nets::Scope& scope) {
        return m_network.forward(run, scope, {arguments.begin(), arguments.end()});
    });
}

at::Tensor ForwardPasses::plain(const nets::NetworkInput& input, Evaluation* watched) {
    return plainPass(watched, [&](nets::Run& run, const nets::Scope& scope) {
        return m_network.generate(run, scope, input);
    });
}

nets::TensorMap ForwardPasses::rendered(const nets::TensorMap& arguments) const {
    return renderedPass([&](nets::Run& run, const nets::Scope& scope) {
        return m_network.forward(run, scope, {arguments.begin(), arguments.end()});
    });
}

at::Tensor ForwardPasses::rendered(const nets::NetworkInput& input) const {
    return renderedPass([&](nets::Run& run, const nets::Scope& scope) {
        return m_network.generate(run, scope, input);
    });
}

namespace {

/// The channels of the argument that `input_nc` speaks of.
void checkArguments(const nets::Network& network, const nets::TensorMap& arguments) {
    const auto it = arguments.find(network.inputs().front().name);
    if (it == arguments.end()) {
        return;
    }
    const at::Tensor& input = it->second;
    if (input.dim() != 4 || input.numel() == 0 || !input.is_floating_point() ||
        !network.inputs().front().accepts(input.size(1))) {
        throw Error("the network takes (batch, " + std::to_string(network.inputChannels()) +
                        ", height, width) floating-point values",
                    "argument " + it->first);
    }
}

/// Gradients of the sum of the mean absolute values of all features, that of the pooled ones left
/// out: what cases of backbones ask for. In double precision: where the input of a ReLU is 1e-6,
/// rounding alone would decide whether a gradient passes.
void addFeatureGradients(const CaseContext& context, const ForwardPasses& passes,
                         const nets::TensorMap& arguments, Evaluation& evaluation) {
    const at::Tensor input = arguments.at("input").detach().to(at::kDouble).clone();
    const nets::TensorMap leaves{{"input", input.set_requires_grad(true)}};
    const nets::NetworkInputs inputs{leaves.begin(), leaves.end()};
    const nets::ParamStore weights = passes.weights().to(input.device(), at::kDouble);
    nets::EagerRun run;
    at::Tensor sum = at::zeros({}, at::kDouble).to(input.device());
    for (const auto& [name, feature] :
         passes.network().forward(run, nets::Scope(weights), inputs)) {
        if (name != "pooled") {
            sum = sum + feature.abs().mean();
        }
    }
    addGradients(context, {{"features", sum}}, leaves, "features", evaluation);
}

/// Cases keep codes as (N, size); networks take them as one pixel. So do those that are asked for
/// rows of a matrix, by a list of numbers. A mask of one channel may come without that axis.
nets::TensorMap withCodesAsPixels(const nets::Network& network, nets::TensorMap arguments) {
    for (auto& [name, argument] : arguments) {
        if (argument.dim() == 1) {
            argument = argument.view({1, -1, 1, 1});
        }
    }
    for (const nets::InputSpec& input : network.inputs()) {
        const auto it = arguments.find(input.name);
        if (input.content == nets::InputContent::Mask && it != arguments.end() &&
            it->second.dim() == 3) {
            it->second = it->second.unsqueeze(1);
        }
        if (input.content != nets::InputContent::Code || it == arguments.end()) {
            continue;
        }
        at::Tensor& code = it->second;
        if (code.dim() < 2 || code.size(1) != input.channels ||
            code.numel() != code.size(0) * code.size(1)) {
            throw Error("the network takes (batch, " + std::to_string(input.channels) + ") values",
                        "argument " + input.name);
        }
        code = code.reshape({code.size(0), code.size(1), 1, 1});
    }
    return arguments;
}

/// Whether training changes the weights that the network computes with before it does: the
/// renderer's are those of a finished network.
bool refinesSingularVectors(const nets::ParamStore& weights) {
    return std::ranges::any_of(weights,
                               [](const auto& entry) { return entry.first.ends_with("weight_v"); });
}

} // namespace

Evaluation evaluateNetwork(CaseContext& context) {
    Evaluation evaluation;
    ForwardPasses passes(context, "");
    for (const nets::TensorMap& given : context.warmup()) {
        const nets::TensorMap arguments = withCodesAsPixels(passes.network(), given);
        checkArguments(passes.network(), arguments);
        passes.plain(arguments);
    }
    const nets::TensorMap arguments = withCodesAsPixels(passes.network(), context.inputs());
    checkArguments(passes.network(), arguments);
    // Before the plain pass, which in train mode changes the stored statistics.
    if (!context.trainMode() || !refinesSingularVectors(passes.weights())) {
        evaluation.rendered = passes.rendered(arguments);
    }
    for (const auto& [name, value] : passes.plain(arguments, &evaluation)) {
        evaluation.results[name] = value;
    }
    if (!nets::networkRow(passes.network().name()).kind->shippedWeights.empty()) {
        addFeatureGradients(context, passes, arguments, evaluation);
    }
    for (const auto& [key, value] : passes.weights()) {
        evaluation.results["state." + key] = value;
    }
    return evaluation;
}

} // namespace underpaint::verify
