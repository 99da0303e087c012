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

std::vector<MoreDiscriminator> readMoreDiscriminators(const Json& json, const RecipeFields& parent,
                                                      const std::string& key) {
    if (!json.is_array() || json.size() > 8) {
        parent.fail(key, "is no list of at most 8 discriminators");
    }
    std::vector<MoreDiscriminator> more;
    for (const Json& one : json) {
        RecipeFields fields(one, parent.place(key) + "/" + std::to_string(more.size()));
        MoreDiscriminator& own = more.emplace_back();
        own.network = readNetworkFields(fields);
        fields.read("adversarial", own.adversarial, 0, 1e4);
        fields.read("feature_matching", own.featureMatching, 0, 1e4);
        fields.finish();
    }
    return more;
}

/// The options of styles and of several discriminators.
void readPix2PixHd(RecipeFields& fields, Recipe& recipe) {
    fields.readOneOf("input", recipe.input, {"one_hot"});
    if (const Json* member = fields.find("more_discriminators")) {
        recipe.moreDiscriminators = readMoreDiscriminators(*member, fields, "more_discriminators");
    }
    fields.read("warm_up", recipe.warmUp, 0, 1'000'000'000);
    fields.read("longest_gradient", recipe.longestGradient, 0, 1e9);
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
    json["warm_up"] = recipe.warmUp;
    json["longest_gradient"] = recipe.longestGradient;
    for (const MoreDiscriminator& more : recipe.moreDiscriminators) {
        Json one = networkJson(more.network);
        one["adversarial"] = more.adversarial;
        one["feature_matching"] = more.featureMatching;
        json["more_discriminators"].push_back(std::move(one));
    }
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
            .taught = generatorOf,
            .check = checkAdversaries,
            .makeTrainer = makeTrainerOf<Pix2PixHdTrainer>,
            .discriminator = firstDiscriminator};
}

} // namespace underpaint::train
