// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/feature_stages.h"

#include "engine/base/error.h"
#include "engine/nets/backbones/efficientnet_lite0.h"
#include "engine/nets/backbones/squeezenet.h"
#include "engine/nets/backbones/vgg19.h"
#include "engine/nets/cost/describe_run.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/weights/backbone_weights.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/project/tensors/torch_file.h"
#include "engine/project/tensors/weights_file.h"
#include "engine/train/objective/loaded_segmenter.h"

#include <algorithm>
#include <filesystem>
#include <utility>

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

/// The layout in which depthwise convolutions are fast.
at::Tensor inChannelsLast(const at::Tensor& picture) {
    return picture.contiguous(at::MemoryFormat::ChannelsLast);
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

FeatureStages efficientNetStages(const fs::path& folder, at::Device device) {
    constexpr std::size_t used = 4; // the fifth sees too little of a training window
    const nets::ParamStore weights =
        nets::backboneWeights(folder, "backbone.efficientnet_lite0", device);
    return {.name = "EfficientNet-lite0",
            .loss = "G_Perceptual",
            .features =
                [weights](const at::Tensor& picture) {
                    nets::EagerRun run;
                    return nets::EfficientNetLite0{}(run, nets::Scope(weights),
                                                     inChannelsLast(picture), used)
                        .stages;
                },
            .weights = std::vector<double>(used, 1.0 / used),
            .relative = true};
}

FeatureStages squeezeNetStages(const fs::path& folder, at::Device device) {
    constexpr std::size_t used = 5;
    const nets::ParamStore weights =
        nets::backboneWeights(folder, "backbone.squeezenet_1_1", device);
    return {.name = "SqueezeNet 1.1",
            .loss = "G_Perceptual",
            .features =
                [weights](const at::Tensor& picture) {
                    nets::EagerRun run;
                    std::vector<at::Tensor> stages;
                    for (auto& [name, stage] :
                         nets::SqueezeNet{}(run, nets::Scope(weights), inChannelsLast(picture))) {
                        stages.push_back(std::move(stage));
                    }
                    return stages;
                },
            .weights = std::vector<double>(used, 1.0 / used),
            .relative = true};
}

FeatureStages segmenterStages(const project::ModelPackage& package, at::Device device) {
    const LoadedSegmenter segmenter = loadSegmenter(package, device);
    return {.name = segmenter.name,
            .loss = "G_Segmenter",
            .features =
                [segmenter](const at::Tensor& picture) {
                    nets::EagerRun run;
                    return segmenter.network.features(run, nets::Scope(segmenter.weights), picture);
                },
            .weights = {1.0 / 8, 1.0 / 4, 1.0 / 2, 1.0}};
}

std::optional<FeatureStages> featureStages(const Recipe& recipe, at::Device device,
                                           const fs::path& backbones) {
    if (!recipe.perceptual || recipe.objective.perceptual == 0) {
        return std::nullopt;
    }
    if (recipe.perceptual->network == "efficientnet_lite0") {
        return efficientNetStages(backbones, device);
    }
    if (recipe.perceptual->network == "squeezenet_1_1") {
        return squeezeNetStages(backbones, device);
    }
    const fs::path path = recipe.perceptual->weights;
    if (recipe.perceptual->network == "segmenter") {
        return segmenterStages(project::ModelPackage::open(path), device);
    }
    FeatureStages stages = vggStages(readVgg(path, device));
    stages.name += " of " + path.filename().string();
    return stages;
}

at::Tensor perceptualLoss(const FeatureStages& stages, const std::vector<at::Tensor>& painted,
                          const std::vector<at::Tensor>& real) {
    std::vector<double> weights = stages.weights;
    for (std::size_t i = 0; i < real.size() && stages.relative; ++i) {
        constexpr double least = 1e-3;
        weights[i] /= std::max(real[i].detach().abs().mean().item<double>(), least);
    }
    return nets::perceptualLoss(painted, real, weights);
}

at::Tensor perceptualLoss(const FeatureStages& stages, const at::Tensor& painted,
                          const at::Tensor& real) {
    const std::vector<at::Tensor> activations = stages.features(painted);
    std::vector<at::Tensor> target;
    {
        const at::NoGradGuard noGrad;
        target = stages.features(real);
    }
    return perceptualLoss(stages, activations, target);
}

} // namespace underpaint::train
