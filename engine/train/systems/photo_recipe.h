// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/train/recipe/recipe.h"

#include <string>

namespace underpaint::train {

/// For photographs from label maps, for whoever names no recipe: a modulated generator against a
/// projected discriminator and a small one on pixels, with a perceptual loss, all on the backbone
/// that ships. What resources/recipes/nature.json says.
Recipe photoRecipe(const std::string& name);

/// For going on from a package of kind "pix2pixhd" with the same objective: its networks, slower,
/// with the styles as they are.
Recipe continuedPhotoRecipe(const std::string& name, const project::Manifest& package);

} // namespace underpaint::train
