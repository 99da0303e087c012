// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/pix2pix_system.h"

#include "engine/base/error.h"
#include "engine/train/recipe/adversarial_recipe.h"
#include "engine/train/recipe/recipe_networks.h"
#include "engine/train/systems/pix2pix_trainer.h"

namespace underpaint::train {

namespace {

/// The defaults of the paper, section 3.
void readPix2Pix(RecipeFields& fields, Recipe& recipe) {
    recipe.objective = {.gan = "vanilla", .adversarial = 1, .featureMatching = 0, .l1 = 100};
    recipe.input = "colours";
    recipe.instanceEdges = false;
    fields.readOneOf("input", recipe.input, {"colours", "one_hot", "photo"});
    readAdversaries(fields, recipe);
}

nets::Network pix2pixDiscriminator(const Recipe& recipe, const PackedDataset& data) {
    nets::Network network = createNetwork(
        recipe.discriminator, {{"input_nc", conditionChannels(recipe, data) + photoChannels}});
    if (network.kind() != recipe.kind || network.isGenerator()) {
        throw Error("is no discriminator of pix2pix", network.name(),
                    "Use pix2pix.patch_discriminator");
    }
    return network;
}

void checkPix2PixObjective(const Recipe& recipe, std::vector<std::string>& problems) {
    if (recipe.objective.featureMatching > 0) {
        problems.emplace_back("objective/feature_matching: discriminators of pix2pix return no "
                              "stages; set it to 0");
    }
}

} // namespace

TrainingSystem pix2pixTraining() {
    return {.kind = "pix2pix",
            .read = readPix2Pix,
            .readRest = readFineTuning,
            .write = adversariesJson,
            .copyNetworks = copyAdversaries,
            .taught = generatorOf,
            .check = checkAdversaries,
            .makeTrainer = makeTrainerOf<Pix2PixTrainer>,
            .networks = conditionedNetworks,
            .discriminator = pix2pixDiscriminator,
            .checkObjective = checkPix2PixObjective};
}

} // namespace underpaint::train
