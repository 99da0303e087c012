// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/cocosnet_system.h"

#include "engine/train/recipe/adversarial_recipe.h"
#include "engine/train/recipe/network_fields.h"
#include "engine/train/recipe/recipe_networks.h"
#include "engine/train/systems/cocosnet_recipe.h"
#include "engine/train/systems/cocosnet_trainer.h"

#include <array>
#include <utility>

namespace underpaint::train {

namespace {

struct WeightName {
    const char* name;
    double ExemplarWeights::*weight;
};
constexpr std::array<WeightName, 7> weightNames{{{"contextual", &ExemplarWeights::contextual},
                                                 {"content", &ExemplarWeights::content},
                                                 {"colour", &ExemplarWeights::colour},
                                                 {"alignment", &ExemplarWeights::alignment},
                                                 {"warp", &ExemplarWeights::warp},
                                                 {"cycle", &ExemplarWeights::cycle},
                                                 {"mask", &ExemplarWeights::mask}}};

void readExemplars(const nlohmann::json& json, const std::string& place, CoCosNetRecipe& own) {
    RecipeFields fields(json, place);
    fields.read("own", own.own, 0, 1);
    fields.read("neighbours", own.neighbours, 1, 10000);
    fields.read("none", own.none, 0, 1);
    fields.read("within_class", own.withinClass, 0, 1);
    for (const WeightName& one : weightNames) {
        fields.read(one.name, own.weights.*one.weight, 0, 1e4);
    }
    own.recognition = readRecognition(fields);
    fields.finish();
}

void readCoCosNet(RecipeFields& fields, Recipe& recipe) {
    CoCosNetRecipe& own = cocosnetOf(recipe);
    recipe.instanceEdges = false;
    recipe.objective = {.gan = "hinge", .adversarial = 1, .featureMatching = 0, .l1 = 5};
    fields.readOneOf("input", recipe.input, {"one_hot"});
    if (const nlohmann::json* member = fields.find("correspondence")) {
        recipe.encoder = readNetwork(*member, fields.place("correspondence"));
    }
    if (const nlohmann::json* member = fields.find("exemplars")) {
        readExemplars(*member, fields.place("exemplars"), own);
    }
    readSeveralDiscriminators(fields, recipe);
    readAdversaries(fields, recipe);
}

nlohmann::json cocosnetJson(const Recipe& recipe) {
    const CoCosNetRecipe& own = cocosnetOf(recipe);
    nlohmann::json json = adversariesJson(recipe);
    addSeveralDiscriminators(recipe, json);
    if (recipe.encoder) {
        json["correspondence"] = networkJson(*recipe.encoder);
    }
    nlohmann::json& exemplars = json["exemplars"];
    exemplars = {{"own", own.own},
                 {"neighbours", own.neighbours},
                 {"none", own.none},
                 {"within_class", own.withinClass}};
    for (const WeightName& one : weightNames) {
        exemplars[one.name] = own.weights.*one.weight;
    }
    if (own.recognition) {
        exemplars["recognition"] = recognitionJson(*own.recognition);
    }
    return json;
}

nets::Network firstJudge(const Recipe& recipe, const PackedDataset& data) {
    return stagedDiscriminator(recipe.discriminator, recipe.objective.featureMatching, recipe,
                               data);
}

/// The correspondence in the place of an encoder.
std::vector<std::pair<std::string, nets::Network>> cocosnetNetworks(const Recipe& recipe,
                                                                    const PackedDataset& data) {
    std::vector<std::pair<std::string, nets::Network>> networks{
        {"G", exemplarGenerator(recipe, data)}, {"D", firstJudge(recipe, data)}};
    for (nets::Network& more : moreDiscriminatorsOf(recipe, data)) {
        networks.emplace_back("D" + std::to_string(networks.size()), std::move(more));
    }
    networks.emplace_back("E", correspondenceOf(recipe, data));
    return networks;
}

std::vector<std::string> checkCoCosNet(const Recipe& recipe, const PackedDataset& data) {
    using Networks = std::vector<nets::Network>;
    return checkNetworks(recipe, data,
                         {[&] { return Networks{exemplarGenerator(recipe, data)}; },
                          [&] { return Networks{correspondenceOf(recipe, data)}; },
                          [&] { return Networks{firstJudge(recipe, data)}; },
                          [&] { return moreDiscriminatorsOf(recipe, data); }});
}

void checkCoCosNetObjective(const Recipe& recipe, std::vector<std::string>& problems) {
    const ExemplarWeights& weights = cocosnetOf(recipe).weights;
    if (recipe.instanceEdges) {
        problems.emplace_back("instance_edges: models with exemplars see labels alone; set it to "
                              "false");
    }
    const bool features = recipe.perceptual && recipe.objective.perceptual > 0;
    if (!features && (weights.contextual > 0 || weights.content > 0)) {
        problems.emplace_back("exemplars/contextual, exemplars/content: see what the perceptual "
                              "loss sees; give perceptual and objective/perceptual, or set both "
                              "to 0");
    }
    const bool follows = weights.colour > 0 || weights.contextual > 0 || weights.content > 0;
    if (recipe.warmUp > 0 && cocosnetOf(recipe).own < 1 && !follows) {
        problems.emplace_back("warm_up: nothing would be learnt of photos that are not their own "
                              "exemplar; give exemplars/colour a weight");
    }
}

} // namespace

TrainingSystem cocosnetTraining() {
    return {.kind = "cocosnet",
            .read = readCoCosNet,
            .readRest = readFreeze,
            .write = cocosnetJson,
            .copyNetworks = copyAdversaries, // which exemplars are shown may change
            .continued = continuedExemplars,
            .taught = exemplarGenerator,
            .check = checkCoCosNet,
            .makeTrainer = makeTrainerOf<CoCosNetTrainer>,
            .networks = cocosnetNetworks,
            .discriminator = firstJudge,
            .checkObjective = checkCoCosNetObjective};
}

} // namespace underpaint::train
