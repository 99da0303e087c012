// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/segmenter_system.h"

#include "engine/train/recipe/continued_recipe.h"
#include "engine/train/recipe/network_fields.h"
#include "engine/train/systems/segmenter_recipe.h"
#include "engine/train/systems/segmenter_trainer.h"

#include <utility>

namespace underpaint::train {

namespace {

void readSegmenter(RecipeFields& fields, Recipe& recipe) {
    SegmenterRecipe& segmenter = segmenterOf(recipe);
    if (const nlohmann::json* json = fields.find("segmenter")) {
        RecipeNetwork network = readNetwork(*json, fields.place("segmenter"));
        segmenter.network = network.network.empty() ? segmenter.network : network.network;
        segmenter.options = std::move(network.options);
    }
    fields.read("ignore", segmenter.ignore);
    fields.read("largest_class_weight", segmenter.largestClassWeight, 1, 1000);
    fields.read("label_smoothing", segmenter.labelSmoothing, 0, 0.5);
    fields.read("rate", segmenter.rate, 0, 1);
    fields.read("trunk_rate", segmenter.trunkRate, 0, 1);
    fields.read("weight_decay", segmenter.weightDecay, 0, 10);
}

nlohmann::json segmenterJson(const Recipe& recipe) {
    const SegmenterRecipe& segmenter = segmenterOf(recipe);
    return {{"segmenter", networkJson({segmenter.network, segmenter.options})},
            {"ignore", segmenter.ignore},
            {"largest_class_weight", segmenter.largestClassWeight},
            {"label_smoothing", segmenter.labelSmoothing},
            {"rate", segmenter.rate},
            {"trunk_rate", segmenter.trunkRate},
            {"weight_decay", segmenter.weightDecay}};
}

void copySegmenter(const Recipe& from, Recipe& to) {
    segmenterOf(to).network = segmenterOf(from).network;
    segmenterOf(to).options = segmenterOf(from).options;
}

Recipe continuedSegmenter(const std::string& name, const project::Manifest& package) {
    Recipe recipe;
    recipe.name = name;
    recipe.kind = package.kind;
    SegmenterRecipe& segmenter = segmenterOf(recipe);
    const RecipeNetwork network = recipeNetwork(package, "S");
    segmenter.network = network.network;
    segmenter.options = network.options;
    segmenter.rate = 2e-4;
    recipe.augmentation = {.size = {256, 192}, .colour = 0.2};
    windowsLike(package.size, recipe.augmentation);
    recipe.beta1 = 0.9;
    recipe.batch = 4;
    recipe.steps = 1500;
    recipe.decayFrom = 0;
    recipe.average = 0.99;
    recipe.checkpointEvery = 100;
    recipe.sampleEvery = 250;
    return recipe;
}

} // namespace

const SegmenterRecipe& segmenterOf(const Recipe& recipe) {
    static const SegmenterRecipe usual;
    const auto* own = std::any_cast<SegmenterRecipe>(&recipe.own);
    return own == nullptr ? usual : *own;
}

SegmenterRecipe& segmenterOf(Recipe& recipe) {
    auto* own = std::any_cast<SegmenterRecipe>(&recipe.own);
    return own == nullptr ? recipe.own.emplace<SegmenterRecipe>() : *own;
}

TrainingSystem segmenterTraining() {
    return {.kind = "segmenter",
            .read = readSegmenter,
            .write = segmenterJson,
            .copyNetworks = copySegmenter,
            .continued = continuedSegmenter,
            .taught = segmenterNetwork,
            .check = checkSegmenterTraining,
            .makeTrainer = makeTrainerOf<SegmenterTrainer>};
}

} // namespace underpaint::train
