// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/train/recipe/recipe.h"

#include <string>
#include <vector>

namespace underpaint::train {

/// What a recipe of kind "segmenter" says beyond the options that all recipes have.
struct SegmenterRecipe {
    std::string network = "segmenter";
    project::Options options; ///< without the number of classes, which follows from the data set
    /// Names of classes whose pixels teach nothing ("unlabelled").
    std::vector<std::string> ignore;
    /// Classes count by the inverse square root of their share of the pixels, the commonest 1, none
    /// more than this; 1 = all alike.
    double largestClassWeight = 4;
    /// Share of the target that is spread over all classes.
    double labelSmoothing = 0.05;
    double rate = 1e-3; ///< learning rate of Adam
    /// What a pretrained trunk learns at, as a share of it.
    double trunkRate = 0.1;
    /// Weights shrink by rate * this a step (Loshchilov and Hutter, 2019).
    double weightDecay = 1e-2;
};

/// That part of a recipe of kind "segmenter".
/// @{
const SegmenterRecipe& segmenterOf(const Recipe& recipe);
SegmenterRecipe& segmenterOf(Recipe& recipe);
/// @}

} // namespace underpaint::train
