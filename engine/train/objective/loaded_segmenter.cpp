// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/loaded_segmenter.h"

#include "engine/base/error.h"
#include "engine/nets/weights/load_weights.h"

namespace underpaint::train {

LoadedSegmenter loadSegmenter(const project::ModelPackage& package, at::Device device) {
    const auto& networks = package.manifest().networks;
    const auto it = networks.find("S");
    if (it == networks.end()) {
        throw Error("holds no segmenter", package.path().string(),
                    "Give the package of a recipe of kind \"segmenter\"");
    }
    const nets::Network network = nets::Network::create(it->second.network, it->second.options);
    const auto* segmenter = network.as<nets::Segmenter>();
    if (segmenter == nullptr) {
        throw Error("its network S is no segmenter", package.path().string());
    }
    return {.name = "segmenter " + package.manifest().name,
            .network = *segmenter,
            .weights =
                nets::loadWholeWeights(network, package.weights("S")).to(device, at::kFloat)};
}

} // namespace underpaint::train
