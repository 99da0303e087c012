// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/json.h"
#include "engine/train/recipe/recipe.h"

#include <variant>

namespace underpaint::train {

namespace {

using Json = nlohmann::json;

Json networkJson(const RecipeNetwork& network) {
    Json options = Json::object();
    for (const auto& [key, value] : network.options) {
        std::visit([&options, &key = key](const auto& v) { options[key] = v; }, value);
    }
    return {{"network", network.network}, {"options", options}};
}

Json segmenterJson(const SegmenterRecipe& segmenter) {
    return {{"segmenter", networkJson({segmenter.network, segmenter.options})},
            {"ignore", segmenter.ignore},
            {"largest_class_weight", segmenter.largestClassWeight},
            {"label_smoothing", segmenter.labelSmoothing},
            {"rate", segmenter.rate},
            {"weight_decay", segmenter.weightDecay}};
}

Json adversariesJson(const Recipe& recipe) {
    const DiscriminatorAugmentation& view = recipe.discriminatorAugmentation;
    Json json{{"generator", networkJson(recipe.generator)},
              {"discriminator", networkJson(recipe.discriminator)},
              {"input", recipe.input},
              {"instance_edges", recipe.instanceEdges},
              {"objective",
               {{"gan", recipe.objective.gan},
                {"adversarial", recipe.objective.adversarial},
                {"feature_matching", recipe.objective.featureMatching},
                {"l1", recipe.objective.l1},
                {"perceptual", recipe.objective.perceptual}}},
              {"discriminator_augmentation",
               {{"translation", view.translation},
                {"cutout", view.cutout},
                {"brightness", view.brightness},
                {"saturation", view.saturation},
                {"contrast", view.contrast}}},
              {"generator_rate", recipe.generatorRate},
              {"discriminator_rate", recipe.discriminatorRate}};
    if (recipe.kind == "pix2pixhd") {
        json["feat_num"] = recipe.featNum;
        json["style_dropout"] = recipe.styleDropout;
        json["warm_up"] = recipe.warmUp;
        json["longest_gradient"] = recipe.longestGradient;
    }
    if (!recipe.moreDiscriminators.empty()) {
        json["more_discriminators"] = Json::array();
        for (const MoreDiscriminator& more : recipe.moreDiscriminators) {
            Json one = networkJson(more.network);
            one["adversarial"] = more.adversarial;
            one["feature_matching"] = more.featureMatching;
            json["more_discriminators"].push_back(std::move(one));
        }
    }
    if (recipe.encoder) {
        json["encoder"] = networkJson(*recipe.encoder);
    }
    if (recipe.perceptual) {
        json["perceptual"] = {{"network", recipe.perceptual->network}};
        if (!recipe.perceptual->weights.empty()) {
            json["perceptual"]["weights"] = recipe.perceptual->weights;
        }
    }
    if (!recipe.freeze.empty()) {
        json["freeze"] = recipe.freeze;
        json["freeze_until"] = recipe.freezeUntil.value_or(recipe.steps);
    }
    if (!recipe.classes.empty()) {
        json["classes"] = recipe.classes;
    }
    if (recipe.keepBase > 0) {
        json["keep_base"] = recipe.keepBase;
    }
    return json;
}

} // namespace

std::string recipeText(const Recipe& recipe) {
    Json json{{"name", recipe.name},
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
    json.update(recipe.kind == "segmenter" ? segmenterJson(recipe.segmenter)
                                           : adversariesJson(recipe));
    return json.dump(2) + "\n";
}

} // namespace underpaint::train
