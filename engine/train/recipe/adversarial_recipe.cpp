// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/recipe/adversarial_recipe.h"

#include "engine/train/recipe/network_fields.h"

#include <utility>

namespace underpaint::train {

namespace {

using Json = nlohmann::json;

void readObjective(const Json& json, const std::string& place, Objective& objective) {
    RecipeFields fields(json, place);
    fields.readOneOf("gan", objective.gan, {"lsgan", "hinge", "vanilla"});
    fields.read("adversarial", objective.adversarial, 0, 1e4);
    fields.read("feature_matching", objective.featureMatching, 0, 1e4);
    fields.read("l1", objective.l1, 0, 1e4);
    fields.read("perceptual", objective.perceptual, 0, 1e4);
    fields.finish();
}

void readView(const Json& json, const std::string& place, DiscriminatorAugmentation& augmentation) {
    RecipeFields fields(json, place);
    fields.read("translation", augmentation.translation, 0, 0.5);
    fields.read("cutout", augmentation.cutout, 0, 0.9);
    fields.read("brightness", augmentation.brightness, 0, 1);
    fields.read("saturation", augmentation.saturation, 0, 1);
    fields.read("contrast", augmentation.contrast, 0, 1);
    fields.finish();
}

PerceptualNetwork readPerceptual(const Json& json, const std::string& place) {
    RecipeFields fields(json, place);
    PerceptualNetwork perceptual;
    fields.readOneOf("network", perceptual.network,
                     {"efficientnet_lite0", "squeezenet_1_1", "vgg19", "segmenter"});
    fields.read("weights", perceptual.weights);
    const bool ships =
        perceptual.network == "efficientnet_lite0" || perceptual.network == "squeezenet_1_1";
    if (ships != perceptual.weights.empty()) {
        fields.fail("weights",
                    ships ? "is for networks that do not ship with the program" : "is missing");
    }
    fields.finish();
    return perceptual;
}

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

} // namespace

void readSeveralDiscriminators(RecipeFields& fields, Recipe& recipe) {
    if (const Json* member = fields.find("more_discriminators")) {
        recipe.moreDiscriminators = readMoreDiscriminators(*member, fields, "more_discriminators");
    }
    fields.read("warm_up", recipe.warmUp, 0, 1'000'000'000);
    fields.read("longest_gradient", recipe.longestGradient, 0, 1e9);
}

void addSeveralDiscriminators(const Recipe& recipe, nlohmann::json& json) {
    json["warm_up"] = recipe.warmUp;
    json["longest_gradient"] = recipe.longestGradient;
    for (const MoreDiscriminator& more : recipe.moreDiscriminators) {
        Json one = networkJson(more.network);
        one["adversarial"] = more.adversarial;
        one["feature_matching"] = more.featureMatching;
        json["more_discriminators"].push_back(std::move(one));
    }
}

void readDiscriminatorAugmentation(RecipeFields& fields, Recipe& recipe) {
    if (const Json* member = fields.find("discriminator_augmentation")) {
        readView(*member, fields.place("discriminator_augmentation"),
                 recipe.discriminatorAugmentation);
    }
}

nlohmann::json discriminatorAugmentationJson(const Recipe& recipe) {
    const DiscriminatorAugmentation& view = recipe.discriminatorAugmentation;
    return {{"translation", view.translation},
            {"cutout", view.cutout},
            {"brightness", view.brightness},
            {"saturation", view.saturation},
            {"contrast", view.contrast}};
}

void readAdversaries(RecipeFields& fields, Recipe& recipe) {
    for (const auto& [key, network] :
         {std::pair{"generator", &recipe.generator}, {"discriminator", &recipe.discriminator}}) {
        const Json* member = fields.find(key);
        if (member == nullptr) {
            fields.fail(key, "is missing");
        }
        *network = readNetwork(*member, fields.place(key));
    }
    if (const Json* member = fields.find("objective")) {
        readObjective(*member, fields.place("objective"), recipe.objective);
    }
    if (const Json* member = fields.find("perceptual")) {
        recipe.perceptual = readPerceptual(*member, fields.place("perceptual"));
    }
    readDiscriminatorAugmentation(fields, recipe);
    fields.read("instance_edges", recipe.instanceEdges);
    fields.read("generator_rate", recipe.generatorRate, 0, 1);
    fields.read("discriminator_rate", recipe.discriminatorRate, 0, 1);
}

void readFreeze(RecipeFields& fields, Recipe& recipe) {
    fields.read("freeze", recipe.freeze);
    if (fields.find("freeze_until") != nullptr) {
        std::int64_t until = 0;
        fields.read("freeze_until", until, 0, recipe.steps);
        recipe.freezeUntil = until;
    }
}

void readFineTuning(RecipeFields& fields, Recipe& recipe) {
    readFreeze(fields, recipe);
    fields.read("classes", recipe.classes);
    fields.read("keep_base", recipe.keepBase, 0, 1e4);
}

nlohmann::json adversariesJson(const Recipe& recipe) {
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
              {"discriminator_augmentation", discriminatorAugmentationJson(recipe)},
              {"generator_rate", recipe.generatorRate},
              {"discriminator_rate", recipe.discriminatorRate}};
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

void copyAdversaries(const Recipe& from, Recipe& to) {
    to.generator = from.generator;
    to.discriminator = from.discriminator;
    to.moreDiscriminators = from.moreDiscriminators;
    for (MoreDiscriminator& more : to.moreDiscriminators) {
        more.adversarial = 1; // weights of losses may change between the parts of a run
        // A discriminator returns other things with feature matching than without.
        more.featureMatching = more.featureMatching > 0 ? 1 : 0;
    }
    to.encoder = from.encoder;
    to.featNum = from.featNum;
    to.input = from.input;
    to.instanceEdges = from.instanceEdges;
}

} // namespace underpaint::train
