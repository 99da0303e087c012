// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/weights/backbone_weights.h"

#include "engine/base/error.h"
#include "engine/nets/network.h"
#include "engine/nets/network_table.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/project/tensors/safetensors.h"

namespace underpaint::nets {

ParamStore backboneWeights(const std::filesystem::path& folder, const std::string& network,
                           at::Device device) {
    const std::filesystem::path path = folder / networkRow(network).kind->shippedWeights;
    if (folder.empty() || !std::filesystem::exists(path)) {
        throw Error("the pretrained weights that ship with the program are not there",
                    path.string(),
                    "Install the folder models/backbones, or name the folder that holds it in "
                    "UNDERPAINT_MODELS");
    }
    return loadWholeWeights(Network::create(network, {}), project::readSafetensors(path))
        .to(device, at::kFloat);
}

void setBackbone(ParamStore& weights, const Network& network, const std::filesystem::path& folder) {
    const NetworkDefinition& definition = network.definition();
    if (definition.backbone.empty()) {
        return;
    }
    for (const auto& [key, value] :
         backboneWeights(folder, std::string(definition.backbone), at::kCPU)) {
        if (const std::string own = std::string(definition.backbonePrefix) + key;
            weights.contains(own)) {
            weights.set(own, value);
        }
    }
}

} // namespace underpaint::nets
