// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/train/data/packed_dataset.h"
#include "engine/train/recipe/recipe.h"
#include "engine/train/recipe/recognition_recipe.h"
#include "engine/train/systems/cocosnet_exemplar_step.h"

#include <cstdint>
#include <optional>
#include <string>

namespace underpaint::train {

/// What a recipe of kind "cocosnet" says beyond the options that all recipes have: which exemplars
/// are shown, and what is asked of them. Its correspondence is Recipe::encoder.
struct CoCosNetRecipe {
    /// Share of the examples whose exemplar is their own photo, moved; of the others it is one of
    /// so many photos that show about the same.
    /// @{
    double own = 0.5;
    std::int64_t neighbours = 8;
    /// @}
    /// Share of the steps without any exemplar, so that the model has a look of its own.
    double none = 0.1;
    /// Share of the others in which places look like those of their own class only.
    double withinClass = 0.5;
    std::optional<RecognitionRecipe> recognition = {};
    /// The weights of the losses but l1 and perceptual, which are the objective's.
    ExemplarWeights weights = {.contextual = 1,
                               .content = 1,
                               .colour = 5,
                               .alignment = 1,
                               .warp = 1,
                               .cycle = 0,
                               .mask = 1};
};

/// That part of a recipe of kind "cocosnet".
/// @{
const CoCosNetRecipe& cocosnetOf(const Recipe& recipe);
CoCosNetRecipe& cocosnetOf(Recipe& recipe);
/// @}

/// For going on from a package of kind "cocosnet": its networks against the discriminators of
/// photoRecipe(), slower. Throws Error when the package has no correspondence.
Recipe continuedExemplars(const std::string& name, const project::Manifest& package);

/// Its networks with the channel counts that follow from the data set. Throw Error naming the
/// option that is wrong.
/// @{
nets::Network exemplarGenerator(const Recipe& recipe, const PackedDataset& data);
nets::Network correspondenceOf(const Recipe& recipe, const PackedDataset& data);
/// @}

} // namespace underpaint::train
