// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/feature_stages.h"

#include "engine/base/error.h"
#include "engine/nets/describe_run.h"
#include "engine/nets/eager_run.h"
#include "engine/nets/load_weights.h"
#include "engine/nets/vgg19.h"
#include "engine/project/torch_file.h"
#include "engine/project/weights_file.h"

#include <filesystem>

namespace underpaint::train {

namespace {

namespace fs = std::filesystem;

/// What VGG-19 needs of a file that may hold its classifier too.
nets::ParamStore readVgg(const fs::path& path, at::Device device) {
    const project::TensorFile file = project::stripModulePrefix(project::readWeightsFile(path));
    nets::DescribeRun shapes;
    const nets::ParamStore none;
    nets::Vgg19()(shapes, nets::Scope(none), nets::shapeOnly(1, 3, 32, 32));
    nets::ParamStore weights;
    for (const nets::ParamSpec& spec : shapes.parameters()) {
        const project::StoredTensor* stored = file.find(spec.key);
        if (stored == nullptr || stored->shape != spec.shape) {
            throw Error("holds no VGG-19: " + spec.key +
                            (stored == nullptr ? " is missing" : " has another shape"),
                        path.string(), "Give torchvision's weights of vgg19 (without batch norm)");
        }
        weights.set(spec.key, nets::toTensor(*stored));
    }
    return weights.to(device, at::kFloat);
}

} // namespace

FeatureStages vggStages(const nets::ParamStore& weights, const std::vector<double>& stageWeights) {
    return {.name = "VGG-19",
            .loss = "G_VGG",
            .features =
                [weights](const at::Tensor& picture) {
                    nets::EagerRun run;
                    return nets::Vgg19()(run, nets::Scope(weights), picture);
                },
            .weights = stageWeights};
}

FeatureStages segmenterStages(const project::ModelPackage& package, at::Device device) {
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
    const nets::ParamStore weights =
        nets::loadWholeWeights(network, package.weights("S")).to(device, at::kFloat);
    return {.name = "segmenter " + package.manifest().name,
            .loss = "G_Segmenter",
            .features =
                [net = *segmenter, weights](const at::Tensor& picture) {
                    nets::EagerRun run;
                    return net.features(run, nets::Scope(weights), picture);
                },
            .weights = {1.0 / 8, 1.0 / 4, 1.0 / 2, 1.0}};
}

std::optional<FeatureStages> featureStages(const Recipe& recipe, at::Device device) {
    if (!recipe.perceptual || recipe.objective.perceptual == 0) {
        return std::nullopt;
    }
    const fs::path path = recipe.perceptual->weights;
    if (recipe.perceptual->network == "segmenter") {
        return segmenterStages(project::ModelPackage::open(path), device);
    }
    FeatureStages stages = vggStages(readVgg(path, device));
    stages.name += " of " + path.filename().string();
    return stages;
}

at::Tensor perceptualLoss(const FeatureStages& stages, const at::Tensor& painted,
                          const at::Tensor& real) {
    const std::vector<at::Tensor> activations = stages.features(painted);
    const at::NoGradGuard noGrad;
    const std::vector<at::Tensor> target = stages.features(real);
    const at::AutoGradMode grad(true);
    return nets::perceptualLoss(activations, target, stages.weights);
}

} // namespace underpaint::train
