// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/recipe/continued_recipe.h"

#include "engine/base/error.h"
#include "engine/nets/network.h"
#include "engine/train/system.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace underpaint::train {

namespace {

/// Discriminators on the backbone need multiples of it.
constexpr std::int64_t backboneMultiple = 16;
/// Longer pictures would leave hardly any surroundings in the other direction.
constexpr double largestProportion = 2;

} // namespace

Recipe continuedRecipe(const std::string& name, const project::Manifest& package) {
    const auto continued = trainingSystem(package.kind).continued;
    if (continued == nullptr) {
        throw Error("models of kind " + package.kind + " go on by a recipe only", package.name,
                    "Add --recipe: resources/recipes/README.md tells what is in one");
    }
    return continued(name, package);
}

RecipeNetwork recipeNetwork(const project::Manifest& package, const std::string& role) {
    const auto found = package.networks.find(role);
    if (found == package.networks.end()) {
        throw Error("has no network " + role, package.name, "Add --recipe");
    }
    RecipeNetwork result{found->second.network, found->second.options};
    for (const char* counted : {"input_nc", "output_nc", "classes"}) {
        result.options.erase(counted);
    }
    return result;
}

void goOnGently(Recipe& recipe) {
    recipe.generatorRate = 1e-4;
    recipe.warmUp = 200;
    recipe.steps = 3000;
    recipe.decayFrom = 1500;
}

/// Windows in which things have about the size that they have at the package's native size.
void windowsLike(const project::SizeRules& native, Augmentation& augmentation) {
    const auto area = static_cast<double>(native.nativeWidth) * native.nativeHeight;
    if (area <= 0) {
        return;
    }
    const double share = std::sqrt(static_cast<double>(augmentation.size.area()) / area);
    augmentation.smallestWindow = std::clamp(0.75 * share, 0.1, 1.0);
    augmentation.largestWindow = std::clamp(1.25 * share, augmentation.smallestWindow, 1.0);
}

void fitToPhotos(Recipe& recipe, const PackedDataset& data) {
    std::vector<double> proportions;
    for (std::size_t i = 0; i < data.size(); ++i) {
        proportions.push_back(static_cast<double>(data[i].size.width) / data[i].size.height);
    }
    const auto middle = proportions.begin() + static_cast<std::ptrdiff_t>(proportions.size() / 2);
    std::nth_element(proportions.begin(), middle, proportions.end());
    const auto multiple = static_cast<double>(
        std::lcm(backboneMultiple, trainingSystem(recipe.kind).taught(recipe, data).multiple()));
    const auto area = static_cast<double>(recipe.augmentation.size.area());
    const auto rounded = [&](double extent) {
        return static_cast<int>(multiple * std::max(1.0, std::round(extent / multiple)));
    };
    const double proportion = std::clamp(*middle, 1 / largestProportion, largestProportion);
    const int width = rounded(std::sqrt(area * proportion));
    recipe.augmentation.size = {width, rounded(width / proportion)};
}

} // namespace underpaint::train
