// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/backbones/backbone_networks.h"

#include "engine/nets/backbones/efficientnet_lite0.h"
#include "engine/nets/backbones/squeezenet.h"

#include <string>

namespace underpaint::nets {

namespace {

std::vector<InputSpec> photoInput(std::int64_t channels) {
    return {{.name = "input", .channels = channels, .content = InputContent::Picture}};
}

NetworkDefinition defineEfficientNet(OptionReader& /*options*/) {
    const EfficientNetLite0 net;
    const auto forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) {
        const EfficientNetLite0::Features features = net(run, weights, inputs.at("input").dense());
        TensorMap results{{"pooled", features.pooled.flatten(1)}};
        for (std::size_t i = 0; i < features.stages.size(); ++i) {
            results["features." + std::to_string(EfficientNetLite0::strides.at(i))] =
                features.stages[i];
        }
        return results;
    };
    return {.inputs = photoInput(EfficientNetLite0::inputChannels), .forward = forward, .own = net};
}

NetworkDefinition defineSqueezeNet(OptionReader& /*options*/) {
    const SqueezeNet net;
    const auto forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) {
        const auto stages = net(run, weights, inputs.at("input").dense());
        return TensorMap(stages.begin(), stages.end());
    };
    return {.inputs = photoInput(SqueezeNet::inputChannels), .forward = forward, .own = net};
}

} // namespace

NetworkSystem networksOfBackbones() {
    return {.kind = "backbone",
            .title = "backbones",
            .networks = {{.name = "backbone.efficientnet_lite0",
                          .define = defineEfficientNet,
                          .shippedWeights = "efficientnet-lite0.safetensors"},
                         {.name = "backbone.squeezenet_1_1",
                          .define = defineSqueezeNet,
                          .shippedWeights = "squeezenet-1.1.safetensors"}}};
}

} // namespace underpaint::nets
