// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/json.h"
#include "engine/train/recipe/recipe.h"
#include "engine/train/recipe/recipe_fields.h"

namespace underpaint::train {

/// What recipes of a generator and its discriminator have in common; for TrainingSystem.
/// @{
void readAdversaries(RecipeFields& fields, Recipe& recipe);
/// How discriminators see, where the recipe says it.
/// @{
void readDiscriminatorAugmentation(RecipeFields& fields, Recipe& recipe);
nlohmann::json discriminatorAugmentationJson(const Recipe& recipe);
/// @}
/// `freeze` alone, or with what teaches only some classes.
/// @{
void readFreeze(RecipeFields& fields, Recipe& recipe);
void readFineTuning(RecipeFields& fields, Recipe& recipe);
/// @}
/// Discriminators beside the first, their warm-up, and how long gradients may be.
void readSeveralDiscriminators(RecipeFields& fields, Recipe& recipe);
void addSeveralDiscriminators(const Recipe& recipe, nlohmann::json& json);
nlohmann::json adversariesJson(const Recipe& recipe);
void copyAdversaries(const Recipe& from, Recipe& to);
/// @}

} // namespace underpaint::train
