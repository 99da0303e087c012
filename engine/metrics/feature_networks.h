// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/perceptual_distance.h"
#include "engine/metrics/picture_comparison.h"
#include "engine/project/package/model_package.h"

#include <filesystem>
#include <string>
#include <vector>

// Networks that judge pictures. Figures of the standard networks carry the standard names; those of
// our own network never do, since they cannot be compared with published ones. `device` is "auto",
// "cpu", "cuda" or "cuda:N". All throw Error when a file does not hold what it should.
namespace underpaint::metrics {

/// LPIPS on VGG-16 (Zhang et al., 2018, version 0.1): "lpips_vgg16". `network` holds torchvision's
/// vgg16 (`features.N.weight/.bias`), `heads` the linear layers of the lpips package
/// (`linI.model.1.weight`), both as .pth or safetensors. Nothing of the files is executed.
NamedDistance lpipsVgg16(const std::filesystem::path& network, const std::filesystem::path& heads,
                         const std::string& device);

/// FID's features: "fid". `file` holds the Inception-v3 of pytorch-fid as .pth or safetensors
/// (inception_v3.h). Nothing of the file is executed.
NamedFeatures inceptionV3(const std::filesystem::path& file, const std::string& device);

/// The pretrained EfficientNet-lite0 in this folder (nets/backbone_weights.h): pooled features of
/// the photo brought to 256x192, for "frechet_lite0" and "kernel_lite0", and the distance of
/// activations at strides 2 to 16 at the photo's own size, "perceptual_lite0".
/// @{
NamedFeatures lite0Features(const std::filesystem::path& folder, const std::string& device);
NamedDistance lite0Distance(const std::filesystem::path& folder, const std::string& device);
/// @}

/// The segmenter in the role "S" of a package, the stages of its encoder: activations for a
/// perceptual distance, or, pooled and joined, features for a Fréchet distance.
/// @{
FeatureFunction backboneActivations(const project::ModelPackage& package,
                                    const std::string& device);
NamedDistance ownPerceptualDistance(const project::ModelPackage& package,
                                    const std::string& device); ///< "perceptual_own_backbone"
NamedFeatures ownFeatures(const project::ModelPackage& package,
                          const std::string& device); ///< "frechet_own_backbone"
/// @}

} // namespace underpaint::metrics
