// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/bicyclegan_recipe.h"

#include "engine/base/error.h"
#include "engine/nets/network_table.h"
#include "engine/train/recipe/continued_recipe.h"
#include "engine/train/recipe/recipe_networks.h"
#include "engine/train/systems/photo_recipe.h"

#include <string>
#include <string_view>

namespace underpaint::train {

namespace {

std::int64_t judgedChannels(const Recipe& recipe, const PackedDataset& data) {
    return photoChannels + (bicycleGanOf(recipe).conditional ? conditionChannels(recipe, data) : 0);
}

/// Networks of other systems lack the options that codes need, which would be the complaint.
void requireOwn(const RecipeNetwork& network, std::string_view role, const std::string& problem,
                const std::string& hint) {
    const nets::NetworkRow row = nets::networkRow(network.network);
    if (row.system->kind != "bicyclegan" || row.kind->role != role) {
        throw Error(problem, network.network, hint);
    }
}

} // namespace

const BicycleGanRecipe& bicycleGanOf(const Recipe& recipe) {
    static const BicycleGanRecipe usual;
    const auto* own = std::any_cast<BicycleGanRecipe>(&recipe.own);
    return own == nullptr ? usual : *own;
}

BicycleGanRecipe& bicycleGanOf(Recipe& recipe) {
    auto* own = std::any_cast<BicycleGanRecipe>(&recipe.own);
    return own == nullptr ? recipe.own.emplace<BicycleGanRecipe>() : *own;
}

Recipe continuedVariations(const std::string& name, const project::Manifest& package) {
    Recipe recipe = photoRecipe(name);
    recipe.kind = package.kind;
    recipe.generator = recipeNetwork(package, "G");
    BicycleGanRecipe& own = bicycleGanOf(recipe);
    own = {.codeSize = wholeOption(recipe.generator, "nz"),
           .randomAdversarial = recipe.objective.adversarial,
           .divergence = 0.005,
           .recovery = 1,
           .spread = 0.05,
           .conditional = true,
           .secondDiscriminator = false};
    recipe.generator.options.erase("nz");
    recipe.encoder = recipeNetwork(package, "E");
    recipe.encoder->options.erase("nz");
    recipe.freeze = {"encoder"};
    recipe.styleDropout = 0;
    for (MoreDiscriminator& more : recipe.moreDiscriminators) {
        more.featureMatching = 0;
    }
    recipe.instanceEdges = package.useInstanceEdges;
    recipe.input = package.labelChannels > 0 ? "one_hot"
                   : package.classes.empty() ? "photo"
                                             : "colours";
    windowsLike(package.size, recipe.augmentation);
    recipe.objective.l1 = 10;
    recipe.objective.perceptual = 5;
    recipe.batch = 2;
    goOnGently(recipe);
    return recipe;
}

nets::Network codedGenerator(const Recipe& recipe, const PackedDataset& data) {
    requireOwn(recipe.generator, "G", "is no generator of bicyclegan",
               "Use bicyclegan.unet_add_all, bicyclegan.unet_add_input or "
               "bicyclegan.modulated_generator");
    return createNetwork(
        recipe.generator,
        {{"input_nc", conditionChannels(recipe, data) + wholeOption(recipe.generator, "noise_nc")},
         {"nz", bicycleGanOf(recipe).codeSize}});
}

nets::Network codeEncoder(const Recipe& recipe) {
    const std::string hint =
        "Use bicyclegan.encoder_regions, bicyclegan.encoder_resnet or bicyclegan.encoder_conv";
    if (!recipe.encoder) {
        throw Error("is missing: photos have to become codes", "encoder", hint);
    }
    requireOwn(*recipe.encoder, "E", "is no encoder of codes", hint);
    return createNetwork(*recipe.encoder, {{"input_nc", std::int64_t{photoChannels}},
                                           {"nz", bicycleGanOf(recipe).codeSize}});
}

nets::Network bicycleGanDiscriminator(const Recipe& recipe, const PackedDataset& data) {
    return stagedDiscriminator(recipe.discriminator, 0, judgedChannels(recipe, data));
}

std::vector<nets::Network> moreBicycleGanDiscriminators(const Recipe& recipe,
                                                        const PackedDataset& data) {
    std::vector<nets::Network> networks;
    for (const MoreDiscriminator& more : recipe.moreDiscriminators) {
        networks.push_back(
            stagedDiscriminator(more.network, more.featureMatching, judgedChannels(recipe, data)));
    }
    return networks;
}

} // namespace underpaint::train
