// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/project/json.h"
#include "engine/train/data/packed_dataset.h"
#include "engine/train/recipe/recipe.h"
#include "engine/train/recipe/recipe_fields.h"

#include <cstdint>
#include <string>
#include <vector>

namespace underpaint::train {

/// What recipes of the kinds "cyclegan" and "instagan" say beyond the options that all recipes
/// have. Both generators are made alike, and both discriminators.
struct TwoWayRecipe {
    /// Weights of losses: of what both ways together change, and as a share of it of what a
    /// generator changes in a picture of its own target, and in what lies outside all masks.
    /// @{
    double cycle = 10;
    double identity = 0.5;
    double context = 1;
    /// @}
    /// The context loss does not ask for larger masks; the official code lets it.
    bool detachContext = true;
    /// How many earlier pictures discriminators are shown; 0 = none.
    std::int64_t pool = 50;
    /// Of InstaGAN: how many instances of a photo take part, the largest, and how many at a time.
    /// @{
    std::int64_t instances = 4;
    std::int64_t instancesPerStep = 2;
    /// @}
};

/// That part of such a recipe.
/// @{
const TwoWayRecipe& twoWayOf(const Recipe& recipe);
TwoWayRecipe& twoWayOf(Recipe& recipe);
/// @}

/// For TrainingSystem.
/// @{
void readCycleGan(RecipeFields& fields, Recipe& recipe);
void readInstaGan(RecipeFields& fields, Recipe& recipe);
nlohmann::json cycleGanJson(const Recipe& recipe);
nlohmann::json instaGanJson(const Recipe& recipe);
void copyTwoWayNetworks(const Recipe& from, Recipe& to);
nets::Network twoWayGenerator(const Recipe& recipe, const PackedDataset& data);
nets::Network twoWayDiscriminator(const Recipe& recipe, const PackedDataset& data);
std::vector<std::string> checkTwoWay(const Recipe& recipe, const PackedDataset& data);
/// @}

} // namespace underpaint::train
