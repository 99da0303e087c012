// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/train/data/packed_dataset.h"
#include "engine/train/recipe/recipe.h"

#include <string>

// Recipes for going on from a model package and for data of any proportions.
namespace underpaint::train {

/// A recipe for training on with a package's networks. Throws Error for kinds whose packages do not
/// say enough for one.
Recipe continuedRecipe(const std::string& name, const project::Manifest& package);

/// The package's network of that role as a recipe names it: without the numbers of channels, which
/// follow from the data. Throws Error when there is none.
RecipeNetwork recipeNetwork(const project::Manifest& package, const std::string& role);

/// Chooses windows in which things have about the size that they have at the native size.
void windowsLike(const project::SizeRules& native, Augmentation& augmentation);

/// Short and gentle, as models need it that are there already; only the discriminators are new.
void goOnGently(Recipe& recipe);

/// Gives the training pictures of `recipe` the proportions of most of the photos, their area about
/// unchanged, in multiples of what its networks need.
void fitToPhotos(Recipe& recipe, const PackedDataset& data);

} // namespace underpaint::train
