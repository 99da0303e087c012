// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/systems/losses.h"
#include "engine/nets/weights/param_store.h"
#include "engine/train/recipe/recipe.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::train {

/// A network that sees pictures as a perceptual loss does (Johnson et al., 2016): its intermediate
/// activations, compared stage by stage.
struct FeatureStages {
    std::string name; ///< for people: "VGG-19 of vgg19.pth"
    std::string loss; ///< of the reports: "G_VGG"
    /// (N, 3, H, W) in [-1, 1] → activations; differentiable with respect to the picture only.
    std::function<std::vector<at::Tensor>(const at::Tensor&)> features;
    std::vector<double> weights; ///< one per stage
    /// Differences count in units of the real picture's mean magnitude in that stage, so that
    /// stages of any range count alike.
    bool relative = false;
};

/// relu1_1 … relu5_1 of VGG-19 with torchvision's names, on pictures as they are, as in pix2pixHD.
FeatureStages vggStages(const nets::ParamStore& weights,
                        const std::vector<double>& stageWeights = nets::vggLossWeights());

/// The encoder of a segmenter of our own, coarser stages with more weight.
FeatureStages segmenterStages(const project::ModelPackage& package, at::Device device);

/// Pretrained backbones that ship, in this folder: EfficientNet-lite0 at strides 2 to 16, or
/// SqueezeNet at conv1 to fire9. All stages count alike, as shares of the whole.
/// @{
FeatureStages efficientNetStages(const std::filesystem::path& folder, at::Device device);
FeatureStages squeezeNetStages(const std::filesystem::path& folder, at::Device device);
/// @}

/// What a recipe asks for; none when it asks for none. Throws Error when the file cannot be read or
/// holds something else.
std::optional<FeatureStages> featureStages(const Recipe& recipe, at::Device device,
                                           const std::filesystem::path& backbones);

/// Weighted sum of the mean absolute differences of the activations; `real` gets no gradient. Of
/// pictures, or of what the features already are.
/// @{
at::Tensor perceptualLoss(const FeatureStages& stages, const at::Tensor& painted,
                          const at::Tensor& real);
at::Tensor perceptualLoss(const FeatureStages& stages, const std::vector<at::Tensor>& painted,
                          const std::vector<at::Tensor>& real);
/// @}

} // namespace underpaint::train
