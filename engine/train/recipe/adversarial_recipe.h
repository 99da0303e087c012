// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/json.h"
#include "engine/train/recipe/recipe.h"
#include "engine/train/recipe/recipe_fields.h"

namespace underpaint::train {

/// What recipes of a generator and its discriminator have in common; for TrainingSystem.
/// @{
void readAdversaries(RecipeFields& fields, Recipe& recipe);
void readFineTuning(RecipeFields& fields, Recipe& recipe);
nlohmann::json adversariesJson(const Recipe& recipe);
void copyAdversaries(const Recipe& from, Recipe& to);
/// @}

} // namespace underpaint::train
