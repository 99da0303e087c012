// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/cocosnet_recipe.h"

#include "engine/base/error.h"
#include "engine/train/data/class_colours.h"
#include "engine/train/recipe/continued_recipe.h"
#include "engine/train/recipe/recipe_networks.h"
#include "engine/train/systems/photo_recipe.h"

#include <algorithm>
#include <any>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::train {

namespace {

constexpr const char* generatorHint = "Use cocosnet.generator or cocosnet.modulated_generator";

nets::Network madeGenerator(const Recipe& recipe, const PackedDataset& data) {
    const std::int64_t classes = conditionChannels(recipe, data);
    const std::string& name = recipe.generator.network;
    if (name == "cocosnet.generator") {
        return createNetwork(recipe.generator, {{"seg_nc", classes}});
    }
    if (name == "cocosnet.modulated_generator") {
        return createNetwork(
            recipe.generator,
            {{"input_nc", photoChannels + classes + wholeOption(recipe.generator, "noise_nc")}});
    }
    throw Error("is no generator of cocosnet", name, generatorHint);
}

} // namespace

const CoCosNetRecipe& cocosnetOf(const Recipe& recipe) {
    static const CoCosNetRecipe usual;
    const auto* own = std::any_cast<CoCosNetRecipe>(&recipe.own);
    return own == nullptr ? usual : *own;
}

CoCosNetRecipe& cocosnetOf(Recipe& recipe) {
    auto* own = std::any_cast<CoCosNetRecipe>(&recipe.own);
    return own == nullptr ? recipe.own.emplace<CoCosNetRecipe>() : *own;
}

Recipe continuedExemplars(const std::string& name, const project::Manifest& package) {
    Recipe recipe = photoRecipe(name);
    recipe.kind = package.kind;
    recipe.generator = recipeNetwork(package, "G");
    recipe.generator.options.erase("seg_nc");
    recipe.encoder = recipeNetwork(package, "Corr");
    recipe.encoder->options.erase("seg_nc");
    recipe.encoder->options.erase("own_colours");
    recipe.styleDropout = 0;
    recipe.instanceEdges = false;
    windowsLike(package.size, recipe.augmentation);
    goOnGently(recipe);
    return recipe;
}

nets::Network exemplarGenerator(const Recipe& recipe, const PackedDataset& data) {
    const nets::Network network = madeGenerator(recipe, data);
    const Size size = recipe.augmentation.size;
    if (const std::int64_t least = network.smallestExtent();
        std::min(size.width, size.height) < least) {
        throw Error("needs pictures of at least " + std::to_string(least) + " pixels a side",
                    network.name(), "Enlarge augmentation/size");
    }
    return network;
}

nets::Network correspondenceOf(const Recipe& recipe, const PackedDataset& data) {
    if (!recipe.encoder) {
        throw Error("is missing: something has to find what looks like what", "correspondence",
                    "Use cocosnet.correspondence");
    }
    if (recipe.encoder->network != "cocosnet.correspondence") {
        throw Error("is no correspondence", recipe.encoder->network, "Use cocosnet.correspondence");
    }
    project::Options options{{"seg_nc", conditionChannels(recipe, data)}};
    if (recipe.input == "one_hot" && !recipe.instanceEdges) {
        std::vector<double> colours;
        for (const std::array<std::uint8_t, 3>& colour : meanColours(data)) {
            colours.insert(colours.end(), colour.begin(), colour.end());
        }
        options["own_colours"] = std::move(colours);
    }
    return createNetwork(*recipe.encoder, options);
}

} // namespace underpaint::train
