// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/pix2pixhd_system.h"

#include "engine/train/recipe/adversarial_recipe.h"
#include "engine/train/recipe/network_fields.h"
#include "engine/train/recipe/recipe_networks.h"
#include "engine/train/systems/photo_recipe.h"
#include "engine/train/systems/pix2pixhd_trainer.h"

#include <utility>

namespace underpaint::train {

namespace {

using Json = nlohmann::json;

/// The options of styles.
void readPix2PixHd(RecipeFields& fields, Recipe& recipe) {
    fields.readOneOf("input", recipe.input, {"one_hot"});
    readSeveralDiscriminators(fields, recipe);
    if (const Json* member = fields.find("encoder")) {
        recipe.encoder = readNetwork(*member, fields.place("encoder"));
    }
    std::int64_t featNum = recipe.featNum;
    fields.read("feat_num", featNum, 1, 64);
    recipe.featNum = static_cast<int>(featNum);
    fields.read("style_dropout", recipe.styleDropout, 0, 1);
    readAdversaries(fields, recipe);
}

Json pix2pixHdJson(const Recipe& recipe) {
    Json json = adversariesJson(recipe);
    json["feat_num"] = recipe.featNum;
    json["style_dropout"] = recipe.styleDropout;
    addSeveralDiscriminators(recipe, json);
    if (recipe.encoder) {
        json["encoder"] = networkJson(*recipe.encoder);
    }
    return json;
}

nets::Network firstDiscriminator(const Recipe& recipe, const PackedDataset& data) {
    return stagedDiscriminator(recipe.discriminator, recipe.objective.featureMatching, recipe,
                               data);
}

} // namespace

TrainingSystem pix2pixHdTraining() {
    return {.kind = "pix2pixhd",
            .read = readPix2PixHd,
            .readRest = readFineTuning,
            .write = pix2pixHdJson,
            .copyNetworks = copyAdversaries,
            .continued = continuedPhotoRecipe,
            .choosesClasses = true,
            .taught = generatorOf,
            .check = checkAdversaries,
            .makeTrainer = makeTrainerOf<Pix2PixHdTrainer>,
            .networks = conditionedNetworks,
            .discriminator = firstDiscriminator};
}

} // namespace underpaint::train
