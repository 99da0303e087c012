// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/recipe/recipe.h"

#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/base/mapped_file.h"
#include "engine/base/whole_file.h"
#include "engine/project/json.h"
#include "engine/train/recipe/recipe_fields.h"
#include "engine/train/system.h"

#include <algorithm>
#include <string>
#include <vector>

namespace underpaint::train {

namespace {

using Json = nlohmann::json;

constexpr std::size_t maxRecipe = 1U << 20;

void readSize(RecipeFields& fields, Size& size) {
    const Json* json = fields.find("size");
    if (json == nullptr) {
        return;
    }
    const auto legal = [](const Json& extent) {
        return extent.is_number_integer() && extent.get<std::int64_t>() >= 16 &&
               extent.get<std::int64_t>() <= 4096;
    };
    if (!json->is_array() || json->size() != 2 || !legal((*json)[0]) || !legal((*json)[1])) {
        fields.fail("size", "is not [width, height] of 16 to 4096 pixels");
    }
    size = {(*json)[0].get<int>(), (*json)[1].get<int>()};
}

void readAugmentation(const Json& json, const std::string& place, Augmentation& augmentation) {
    RecipeFields fields(json, place);
    readSize(fields, augmentation.size);
    fields.read("smallest_window", augmentation.smallestWindow, 0.05, 1);
    fields.read("largest_window", augmentation.largestWindow, augmentation.smallestWindow, 1);
    fields.read("flip", augmentation.flip);
    fields.read("colour", augmentation.colour, 0, 1);
    fields.read("balanced", augmentation.balanced);
    fields.read("largest_share", augmentation.largestShare, 0.5, 1);
    fields.finish();
}

void readNumbers(RecipeFields& fields, Recipe& recipe) {
    constexpr std::int64_t many = 1'000'000'000;
    fields.read("beta1", recipe.beta1, 0, 0.9999);
    fields.read("beta2", recipe.beta2, 0, 0.99999);
    fields.read("batch", recipe.batch, 1, 1024);
    fields.read("steps", recipe.steps, 1, many);
    if (fields.find("decay_from") != nullptr) {
        std::int64_t from = 0;
        fields.read("decay_from", from, 0, recipe.steps);
        recipe.decayFrom = from;
    }
    fields.read("average", recipe.average, 0, 0.999999);
    fields.readOneOf("precision", recipe.precision, {"auto", "fp32", "bf16"});
    auto seed = static_cast<std::int64_t>(recipe.seed);
    fields.read("seed", seed, 0, INT64_MAX);
    recipe.seed = static_cast<std::uint64_t>(seed);
    fields.read("checkpoint_every", recipe.checkpointEvery, 1, many);
    fields.read("sample_every", recipe.sampleEvery, 1, many);
}

std::vector<std::string> kinds() {
    std::vector<std::string> kinds;
    for (const TrainingSystem& system : trainingSystems()) {
        kinds.emplace_back(system.kind);
    }
    return kinds;
}

} // namespace

double Recipe::rateFactor(std::int64_t step) const {
    const std::int64_t start = decayStart();
    if (step < start || steps <= start) {
        return 1;
    }
    return std::max(0.0,
                    1 - static_cast<double>(step - start) / static_cast<double>(steps - start));
}

Recipe parseRecipe(std::string_view text, const std::string& where) {
    const Json json = project::parseJson(text, where, maxRecipe);
    Recipe recipe;
    RecipeFields fields(json, where);
    fields.read("name", recipe.name);
    checkName(recipe.name, "the recipe's name", where);
    fields.readOneOf("kind", recipe.kind, kinds());
    const TrainingSystem& system = trainingSystem(recipe.kind);
    system.read(fields, recipe);
    if (const Json* member = fields.find("augmentation")) {
        readAugmentation(*member, fields.place("augmentation"), recipe.augmentation);
    }
    readNumbers(fields, recipe);
    if (system.readRest != nullptr) {
        system.readRest(fields, recipe);
    }
    fields.finish();
    return recipe;
}

Recipe readRecipe(const std::filesystem::path& path) {
    const MappedFile file = openWholeFile(path);
    return parseRecipe({reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()},
                       path.string());
}

} // namespace underpaint::train
