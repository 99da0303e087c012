// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/script_module.h"

#include "engine/base/error.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/weights/seeded_generator.h"

#include <algorithm>
#include <memory>
#include <sstream>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/frontend/tracer.h>
#include <utility>
#include <vector>

namespace underpaint::nets {

namespace {

namespace jit = torch::jit;

/// A module whose children and weights are called as in the state dict ("model.1.weight").
class ModuleTree {
public:
    ModuleTree() : m_unit(std::make_shared<jit::CompilationUnit>()) {}

    jit::Module build(const ParamStore& weights) {
        Node root;
        for (const auto& [key, tensor] : weights) {
            Node* node = &root;
            std::size_t begin = 0;
            for (std::size_t dot = key.find('.'); dot != std::string::npos;
                 dot = key.find('.', begin)) {
                node = &node->children[key.substr(begin, dot - begin)];
                begin = dot + 1;
            }
            node->weights.emplace_back(key.substr(begin), tensor);
        }
        return moduleOf(root, "Generator");
    }

private:
    struct Node {
        std::map<std::string, Node> children;
        std::vector<std::pair<std::string, Tensor>> weights;
    };

    jit::Module moduleOf(const Node& node, const std::string& name) {
        jit::Module module(c10::QualifiedName("__torch__.underpaint." + name), m_unit,
                           /*shouldMangle=*/true);
        module.register_attribute("training", c10::BoolType::get(), false);
        for (const auto& [leaf, tensor] : node.weights) {
            module.register_parameter(leaf, tensor, /*is_buffer=*/!tensor.is_floating_point());
        }
        for (const auto& [part, child] : node.children) {
            module.register_module(part, moduleOf(child, "Part"));
        }
        return module;
    }

    std::shared_ptr<jit::CompilationUnit> m_unit;
};

/// Values that a condition or a picture may have, of that size.
std::vector<Tensor> examplesFor(const Network& network, std::int64_t height, std::int64_t width) {
    at::Generator draws = seededGenerator(at::kCPU, static_cast<std::uint64_t>(height));
    std::vector<Tensor> inputs;
    for (const InputSpec& spec : network.inputs()) {
        inputs.push_back(at::rand({1, spec.channels, spec.extent(height), spec.extent(width)},
                                  draws, at::TensorOptions(at::kFloat)));
    }
    return inputs;
}

Tensor passOf(const Network& network, const ParamStore& weights,
              const std::vector<Tensor>& inputs) {
    EagerRun run;
    NetworkInputs named;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        named.emplace(network.inputs()[i].name, inputs[i]);
    }
    return network.generate(run, Scope(weights), named);
}

std::vector<c10::IValue> valuesOf(const std::vector<Tensor>& tensors) {
    return {tensors.begin(), tensors.end()};
}

/// Gives the module its method `forward`.
void record(jit::Module& module, const Network& network, const ParamStore& weights,
            const std::vector<Tensor>& examples) {
    std::vector<std::string> names;
    for (const InputSpec& spec : network.inputs()) {
        names.push_back(spec.name);
    }
    const auto pass = [&](jit::Stack stack) {
        std::vector<Tensor> inputs;
        for (const c10::IValue& value : stack) {
            inputs.push_back(value.toTensor());
        }
        return jit::Stack{passOf(network, weights, inputs)};
    };
    const auto traced = jit::tracer::trace(
        valuesOf(examples), pass, [](const Tensor&) { return std::string(); },
        /*strict=*/true, /*force_outplace=*/false, &module, names);
    const c10::QualifiedName method(*module.type()->name(), "forward");
    module.type()->addMethod(
        module._ivalue()->compilation_unit()->create_function(method, traced.first->graph));
}

void check(jit::Module& module, const Network& network, const ParamStore& weights,
           std::int64_t height, std::int64_t width) {
    const std::vector<Tensor> inputs = examplesFor(network, height, width);
    const Tensor wanted = passOf(network, weights, inputs);
    const Tensor got = module.forward(valuesOf(inputs)).toTensor();
    constexpr double most = 1e-4;
    if (got.sizes() != wanted.sizes() || (got - wanted).abs().max().item<double>() > most) {
        throw Error("the recorded pass paints otherwise at " + std::to_string(width) + "x" +
                        std::to_string(height),
                    network.name(), "Export the weights as safetensors instead");
    }
}

void checkInputs(const Network& network) {
    if (!network.isGenerator()) {
        throw Error("only generators become TorchScript", network.name(),
                    "Export the weights as safetensors instead");
    }
    for (const InputSpec& spec : network.inputs()) {
        const bool pictures = spec.content == InputContent::Condition ||
                              spec.content == InputContent::Picture ||
                              spec.content == InputContent::Mask;
        if (!pictures || spec.scale < 1) {
            throw Error("its input \"" + spec.name +
                            "\" is spread over the picture, whose size a recorded pass fixes",
                        network.name(), "Export the weights as safetensors instead");
        }
    }
}

} // namespace

std::string scriptModule(const Network& network, const ParamStore& weights,
                         const std::map<std::string, std::string>& extra) {
    checkInputs(network);
    const at::NoGradGuard noGrad;
    const std::int64_t step = network.multiple();
    constexpr std::int64_t usual = 64;
    const std::int64_t side = (std::max(network.smallestExtent(), usual) + step - 1) / step * step;
    jit::Module module = ModuleTree().build(weights);
    try {
        record(module, network, weights, examplesFor(network, side, side));
        check(module, network, weights, side, side);
        check(module, network, weights, side + step, side + 3 * step);
    } catch (const c10::Error& failure) {
        jit::tracer::abandon();
        throw Error(std::string("its pass cannot be recorded (") +
                        failure.what_without_backtrace() + ")",
                    network.name(), "Export the weights as safetensors instead");
    }
    std::ostringstream file;
    module.save(file, jit::ExtraFilesMap(extra.begin(), extra.end()));
    return std::move(file).str();
}

} // namespace underpaint::nets
