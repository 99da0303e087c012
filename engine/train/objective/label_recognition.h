// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/train/data/packed_dataset.h"
#include "engine/train/objective/loaded_segmenter.h"
#include "engine/train/recipe/recognition_recipe.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace underpaint::train {

/// Whether the labels of a generated photo are seen in it: a segmenter reads it, as people would.
/// Codes that ask for unusual colours otherwise turn grass into earth.
class LabelRecognition {
public:
    /// Throws Error when the classes have other names than those of the data set, or none is known.
    LabelRecognition(LoadedSegmenter segmenter,
                     const std::vector<project::PackageClass>& segmenterClasses,
                     const PackedDataset& data, at::Device device);

    const std::string& name() const { return m_segmenter.name; }
    /// Throws Error when photos of this size are none that the segmenter reads.
    void checkSize(Size size) const;

    /// Mean over the pixels whose class is known of how far the logarithm of its probability lies
    /// below that of one half: what is recognised teaches nothing, so that photos do not become
    /// caricatures. `photos` (N, 3, H, W) in [-1, 1], height and width multiples of the
    /// segmenter's; `labels` (N, H, W) int32, -1 = no class. A scalar, differentiable with respect
    /// to the photos.
    at::Tensor loss(const at::Tensor& photos, const at::Tensor& labels) const;

private:
    LoadedSegmenter m_segmenter;
    at::Tensor m_known; // (channels), 1 = the segmenter knows the class
};

/// With the package in this file.
LabelRecognition labelRecognition(const std::filesystem::path& package, const PackedDataset& data,
                                  at::Device device);
/// What a recipe asks for, if anything, for the pictures of its training.
std::optional<LabelRecognition> labelRecognition(const std::optional<RecognitionRecipe>& recipe,
                                                 Size pictures, const PackedDataset& data,
                                                 at::Device device);

} // namespace underpaint::train
