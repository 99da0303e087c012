// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/json.h"
#include "engine/train/recipe/recipe.h"
#include "engine/train/system.h"

namespace underpaint::train {

std::string recipeText(const Recipe& recipe) {
    nlohmann::json json{
        {"name", recipe.name},
        {"kind", recipe.kind},
        {"augmentation",
         {{"size", {recipe.augmentation.size.width, recipe.augmentation.size.height}},
          {"smallest_window", recipe.augmentation.smallestWindow},
          {"largest_window", recipe.augmentation.largestWindow},
          {"flip", recipe.augmentation.flip},
          {"colour", recipe.augmentation.colour},
          {"balanced", recipe.augmentation.balanced},
          {"largest_share", recipe.augmentation.largestShare}}},
        {"beta1", recipe.beta1},
        {"beta2", recipe.beta2},
        {"batch", recipe.batch},
        {"steps", recipe.steps},
        {"decay_from", recipe.decayStart()},
        {"average", recipe.average},
        {"precision", recipe.precision},
        {"seed", recipe.seed},
        {"checkpoint_every", recipe.checkpointEvery},
        {"sample_every", recipe.sampleEvery}};
    json.update(trainingSystem(recipe.kind).write(recipe));
    return json.dump(2) + "\n";
}

} // namespace underpaint::train
