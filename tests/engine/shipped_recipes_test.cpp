// SPDX-License-Identifier: GPL-3.0-or-later
// The recipes in resources/ and the packages in models/ belong together.
#include "engine/project/package/model_package.h"
#include "engine/train/recipe/continued_recipe.h"
#include "engine/train/recipe/recipe.h"
#include "engine/train/systems/photo_recipe.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace shipped_recipes_test {

using namespace underpaint;

namespace {

const std::filesystem::path root = UNDERPAINT_SOURCE_FOLDER;

/// Whether `--init` with the package takes over every weight of that role; the package also knows
/// the channels, which follow from the data.
bool continues(const train::RecipeNetwork& recipe, const project::PackageNetwork& shipped) {
    bool same = recipe.network == shipped.network;
    for (const auto& [name, value] : recipe.options) {
        const auto found = shipped.options.find(name);
        same = same && found != shipped.options.end() && found->second == value;
    }
    return same;
}

/// What a recipe calls so: of styles, of codes, or what looks like what.
const project::PackageNetwork&
encoderOf(const std::map<std::string, project::PackageNetwork>& networks) {
    return networks.at(networks.contains("E") ? "E" : "Corr");
}

} // namespace

UNDERPAINT_TEST(every_recipe_that_ships_can_be_read) {
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator(root / "resources/recipes")) {
        if (file.path().extension() == ".json") {
            CHECK(!train::readRecipe(file.path()).name.empty());
            ++count;
        }
    }
    CHECK(count >= 7);
}

UNDERPAINT_TEST(the_usual_recipe_is_that_of_nature) {
    const train::Recipe shipped = train::readRecipe(root / "resources/recipes/nature.json");
    CHECK_EQUAL(train::recipeText(train::photoRecipe("nature")), train::recipeText(shipped));
}

UNDERPAINT_TEST(models_that_ship_go_on_without_a_recipe) {
    for (const char* model : {"nature", "nature-variations", "nature-exemplars", "street",
                              "facades", "facades-variations", "fashion", "street-segmenter",
                              "facades-segmenter", "fashion-segmenter"}) {
        const auto package = project::ModelPackage::open(
            root / "models" / (std::string(model) + ".underpaint-model"));
        const train::Recipe recipe = train::continuedRecipe("mine", package.manifest());
        CHECK_EQUAL(recipe.kind, package.manifest().kind);
        // Complete and within the ranges of the options.
        const std::string text = train::recipeText(recipe);
        CHECK_EQUAL(train::recipeText(train::parseRecipe(text, "mine")), text);
        if (recipe.kind == "segmenter") {
            continue;
        }
        const auto& networks = package.manifest().networks;
        CHECK(continues(recipe.generator, networks.at("G")));
        CHECK(recipe.encoder && continues(*recipe.encoder, encoderOf(networks)));
        const bool styled = package.manifest().featNum > 0; // else codes
        CHECK(!styled || recipe.featNum == package.manifest().featNum);
    }
    project::Manifest other;
    other.kind = "pix2pix";
    CHECK_ERROR(train::continuedRecipe("mine", other), "by a recipe only");
}

UNDERPAINT_TEST(training_pictures_take_the_proportions_of_the_photos) {
    const test::TemporaryFolder folder;
    const train::PackedDataset tall = test::samplePack(folder.path() / "tall.pack", 3, {48, 72});
    train::Recipe recipe = train::photoRecipe("mine");
    train::fitToPhotos(recipe, tall);
    CHECK(recipe.augmentation.size == (Size{128, 192}));
    const train::PackedDataset wide = test::samplePack(folder.path() / "wide.pack", 3, {96, 16});
    recipe = train::photoRecipe("mine");
    train::fitToPhotos(recipe, wide); // no longer than 2:1
    CHECK(recipe.augmentation.size == (Size{240, 128}));
}

UNDERPAINT_TEST(recipes_have_the_networks_of_the_models_that_they_made_or_continue) {
    enum class Encoder { Same, CameLater };
    struct Pair {
        std::string recipe;
        std::string model;
        Encoder encoder = Encoder::Same;
    };
    const Pair pairs[] = {{"street", "street"},
                          {"street_finetune", "street"},
                          {"nature_finish", "nature"},
                          {"nature_exemplars", "nature-exemplars"},
                          {"nature_variations", "nature-variations", Encoder::CameLater},
                          {"nature_variations_encoder", "nature-variations"},
                          {"nature_exemplars_finish", "nature-exemplars"},
                          {"facades", "facades"},
                          {"facades_variations", "facades-variations", Encoder::CameLater},
                          {"facades_variations_finish", "facades-variations", Encoder::CameLater},
                          {"facades_variations_encoder", "facades-variations"},
                          {"fashion", "fashion"}};
    for (const Pair& one : pairs) {
        const train::Recipe recipe =
            train::readRecipe(root / "resources/recipes" / (one.recipe + ".json"));
        const auto package =
            project::ModelPackage::open(root / "models" / (one.model + ".underpaint-model"));
        const auto& networks = package.manifest().networks;
        CHECK(continues(recipe.generator, networks.at("G")));
        CHECK(recipe.encoder.has_value());
        CHECK_EQUAL(continues(*recipe.encoder, encoderOf(networks)), one.encoder == Encoder::Same);
        const bool styled = package.manifest().featNum > 0; // else codes
        CHECK(!styled || recipe.featNum == package.manifest().featNum);
    }
}

UNDERPAINT_TEST(the_model_of_two_domains_has_the_generators_of_its_recipe) {
    const train::Recipe recipe = train::readRecipe(root / "resources/recipes/jeans_and_pants.json");
    const auto package =
        project::ModelPackage::open(root / "models/jeans-and-pants.underpaint-model");
    for (const char* role : {"G_A", "G_B"}) {
        CHECK(continues(recipe.generator, package.manifest().networks.at(role)));
    }
}

} // namespace shipped_recipes_test
