// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/data/sample.h"
#include "engine/train/recipe/recipe.h"

namespace underpaint::train {

/// What a generator of this recipe is given of a batch, without the encoder's features, on the
/// CPU: (N, C, H, W), one-hot labels (or a picture in [-1, 1]) | edge.
at::Tensor conditionOf(const Sample& batch, const Recipe& recipe, const PackedDataset& data);

/// (N, 3, H, W) in [-1, 1]: every pixel in the colour of its class, black where there is none (-1).
at::Tensor colouredLabels(const at::Tensor& labels, const PackedDataset& data);

/// What it shall paint: the photo, or the label map in its classes' colours when the photo is the
/// input. (N, 3, H, W) in [-1, 1].
at::Tensor targetOf(const Sample& batch, const Recipe& recipe, const PackedDataset& data);

/// (N, planes, H, W), on the CPU: the noise that a generator gets as its last channels, a picture a
/// seed. Undefined for no planes.
at::Tensor noiseOf(std::int64_t planes, std::int64_t height, std::int64_t width,
                   const std::vector<std::uint64_t>& seeds);

} // namespace underpaint::train
