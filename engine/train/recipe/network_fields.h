// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/recipe/recipe.h"
#include "engine/train/recipe/recipe_fields.h"

#include <string>

namespace underpaint::train {

/// A network of a recipe and its JSON: {"network": ..., "options": {...}}.
/// @{
RecipeNetwork readNetwork(const nlohmann::json& json, const std::string& place);
/// Among other members.
RecipeNetwork readNetworkFields(RecipeFields& fields);
nlohmann::json networkJson(const RecipeNetwork& network);
/// @}

} // namespace underpaint::train
