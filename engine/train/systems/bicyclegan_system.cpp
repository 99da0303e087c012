// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/bicyclegan_system.h"

#include "engine/train/recipe/adversarial_recipe.h"
#include "engine/train/recipe/network_fields.h"
#include "engine/train/recipe/recipe_networks.h"
#include "engine/train/systems/bicyclegan_recipe.h"
#include "engine/train/systems/bicyclegan_trainer.h"

#include <algorithm>
#include <utility>

namespace underpaint::train {

namespace {

AppearanceRecipe readAppearance(const nlohmann::json& json, const std::string& place) {
    AppearanceRecipe appearance;
    RecipeFields fields(json, place);
    fields.read("photos", appearance.photos, 0, 1e4);
    fields.read("codes", appearance.codes, 0, 1e4);
    fields.read("reach", appearance.reach, 0.1, 10);
    fields.read("texture", appearance.texture, 0, 10);
    fields.read("warm_up", appearance.warmUp, 0, 1'000'000'000);
    fields.finish();
    return appearance;
}

void readCodes(const nlohmann::json& json, const std::string& place, BicycleGanRecipe& own) {
    RecipeFields fields(json, place);
    fields.read("size", own.codeSize, 1, nets::maxChannels);
    fields.read("random_adversarial", own.randomAdversarial, 0, 1e4);
    fields.read("divergence", own.divergence, 0, 1e4);
    fields.read("recovery", own.recovery, 0, 1e4);
    fields.read("spread", own.spread, 0, 1e4);
    if (fields.find("reading") != nullptr) {
        fields.read("reading", own.reading.emplace(), 0, 1e4);
    }
    fields.read("repainting", own.repainting, 0, 1e4);
    fields.read("rescaling", own.rescaling, 0, 0.5);
    if (const nlohmann::json* member = fields.find("appearance")) {
        own.appearance = readAppearance(*member, fields.place("appearance"));
    }
    own.recognition = readRecognition(fields);
    fields.finish();
}

/// The defaults are those of the official release.
void readBicycleGan(RecipeFields& fields, Recipe& recipe) {
    BicycleGanRecipe& own = bicycleGanOf(recipe);
    recipe.objective = {.gan = "lsgan", .adversarial = 1, .featureMatching = 0, .l1 = 10};
    recipe.batch = 2;
    fields.readOneOf("input", recipe.input, {"one_hot", "colours", "photo"});
    if (const nlohmann::json* member = fields.find("codes")) {
        readCodes(*member, fields.place("codes"), own);
    }
    if (const nlohmann::json* member = fields.find("encoder")) {
        recipe.encoder = readNetwork(*member, fields.place("encoder"));
    }
    fields.read("conditional", own.conditional);
    fields.read("second_discriminator", own.secondDiscriminator);
    readSeveralDiscriminators(fields, recipe);
    readAdversaries(fields, recipe);
}

nlohmann::json bicycleGanJson(const Recipe& recipe) {
    const BicycleGanRecipe& own = bicycleGanOf(recipe);
    nlohmann::json json = adversariesJson(recipe);
    addSeveralDiscriminators(recipe, json);
    if (recipe.encoder) {
        json["encoder"] = networkJson(*recipe.encoder);
    }
    json["conditional"] = own.conditional;
    json["second_discriminator"] = own.secondDiscriminator;
    json["codes"] = {{"size", own.codeSize},         {"random_adversarial", own.randomAdversarial},
                     {"divergence", own.divergence}, {"recovery", own.recovery},
                     {"spread", own.spread},         {"repainting", own.repainting},
                     {"rescaling", own.rescaling}};
    if (own.reading) {
        json["codes"]["reading"] = *own.reading;
    }
    if (own.appearance) {
        json["codes"]["appearance"] = {{"photos", own.appearance->photos},
                                       {"codes", own.appearance->codes},
                                       {"reach", own.appearance->reach},
                                       {"texture", own.appearance->texture},
                                       {"warm_up", own.appearance->warmUp}};
    }
    if (own.recognition) {
        json["codes"]["recognition"] = recognitionJson(*own.recognition);
    }
    return json;
}

/// Weights of losses may change between the parts of a run.
void copyBicycleGan(const Recipe& from, Recipe& to) {
    copyAdversaries(from, to);
    const BicycleGanRecipe& own = bicycleGanOf(from);
    bicycleGanOf(to) = {.codeSize = own.codeSize,
                        .conditional = own.conditional,
                        .secondDiscriminator = own.secondDiscriminator};
}

std::vector<std::pair<std::string, nets::Network>> bicycleGanNetworks(const Recipe& recipe,
                                                                      const PackedDataset& data) {
    std::vector<std::pair<std::string, nets::Network>> networks{
        {"G", codedGenerator(recipe, data)}, {"D", bicycleGanDiscriminator(recipe, data)}};
    if (bicycleGanOf(recipe).secondDiscriminator) {
        networks.emplace_back("D2", networks.back().second);
    }
    for (nets::Network& more : moreBicycleGanDiscriminators(recipe, data)) {
        networks.emplace_back("D" + std::to_string(networks.size()), std::move(more));
    }
    networks.emplace_back("E", codeEncoder(recipe));
    return networks;
}

std::vector<std::string> checkBicycleGan(const Recipe& recipe, const PackedDataset& data) {
    using Networks = std::vector<nets::Network>;
    return checkNetworks(recipe, data,
                         {[&] { return Networks{codedGenerator(recipe, data)}; },
                          [&] { return Networks{codeEncoder(recipe)}; },
                          [&] { return Networks{bicycleGanDiscriminator(recipe, data)}; },
                          [&] { return moreBicycleGanDiscriminators(recipe, data); }});
}

void checkBicycleGanObjective(const Recipe& recipe, std::vector<std::string>& problems) {
    const BicycleGanRecipe& own = bicycleGanOf(recipe);
    if (recipe.batch % 2 != 0) {
        problems.emplace_back("batch: is " + std::to_string(recipe.batch) +
                              "; half of the pairs are encoded, half are compared with photos of "
                              "random codes, so it has to be even");
    }
    const auto matches = [](const MoreDiscriminator& more) { return more.featureMatching > 0; };
    if (recipe.objective.featureMatching > 0 ||
        std::ranges::any_of(recipe.moreDiscriminators, matches)) {
        problems.emplace_back("feature_matching: there is none in BicycleGAN; set it to 0");
    }
    if (own.appearance && recipe.input == "photo") {
        problems.emplace_back("codes/appearance: is that of painted photos, but input \"photo\" "
                              "paints label maps; leave it out");
    }
    if (own.recognition && recipe.input == "photo") {
        problems.emplace_back("codes/recognition: needs labels, but with input \"photo\" there are "
                              "none; leave it out");
    }
    if (own.appearance && own.appearance->warmUp > 0 &&
        std::ranges::find(recipe.freeze, "encoder") != recipe.freeze.end()) {
        problems.emplace_back(
            "codes/appearance/warm_up: is for the encoder, which is frozen; set it "
            "to 0");
    }
    const bool encodes = recipe.objective.adversarial > 0 || recipe.objective.l1 > 0 ||
                         recipe.objective.perceptual > 0 || own.divergence > 0;
    if (own.spread > 0 && !encodes) {
        problems.emplace_back("codes/spread: compares photos of random codes with encoded ones, "
                              "which the weights of the objective leave out");
    }
}

} // namespace

TrainingSystem bicycleGanTraining() {
    return {.kind = "bicyclegan",
            .read = readBicycleGan,
            .readRest = readFreeze,
            .write = bicycleGanJson,
            .copyNetworks = copyBicycleGan,
            .continued = continuedVariations,
            .taught = codedGenerator,
            .check = checkBicycleGan,
            .makeTrainer = makeTrainerOf<BicycleGanTrainer>,
            .networks = bicycleGanNetworks,
            .discriminator = bicycleGanDiscriminator,
            .checkObjective = checkBicycleGanObjective};
}

} // namespace underpaint::train
