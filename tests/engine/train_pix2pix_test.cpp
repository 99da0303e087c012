// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/weights/initialise.h"
#include "engine/nets/weights/seeded_generator.h"
#include "engine/project/package/model_package.h"
#include "engine/train/data/condition.h"
#include "engine/train/recipe/recipe_networks.h"
#include "engine/train/systems/pix2pix_step.h"
#include "engine/translate/translator.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace train_pix2pix_test {

using namespace underpaint;
using namespace underpaint::train;

namespace {

constexpr Size pictureSize{32, 32};

constexpr const char* recipeJson = R"({
    "name": "tiny pix2pix", "kind": "pix2pix",
    "generator": { "network": "pix2pix.resnet_generator",
                   "options": { "ngf": 4, "n_blocks": 1, "norm": "batch", "use_dropout": true } },
    "discriminator": { "network": "pix2pix.patch_discriminator",
                       "options": { "ndf": 4, "n_layers": 1, "norm": "batch" } },
    "augmentation": { "size": [32, 32] }, "precision": "fp32", "steps": 1000
})";

Recipe resnetRecipe() {
    return parseRecipe(recipeJson, "test");
}

Recipe unetRecipe() {
    Recipe recipe = resnetRecipe();
    recipe.generator = {
        "pix2pix.unet_generator",
        {{"ngf", std::int64_t{4}}, {"num_downs", std::int64_t{5}}, {"norm", std::string("batch")}}};
    return recipe;
}

void unaugmented(Recipe& recipe) {
    recipe.augmentation.smallestWindow = 1;
    recipe.augmentation.flip = false;
    recipe.augmentation.colour = 0;
}

} // namespace

UNDERPAINT_TEST(pix2pix_has_the_paper_s_objective_by_default) {
    const Recipe recipe = resnetRecipe();
    CHECK_EQUAL(recipe.objective.gan, "vanilla");
    CHECK_CLOSE(recipe.objective.l1, 100, 0);
    CHECK_CLOSE(recipe.objective.featureMatching, 0, 0);
    CHECK_EQUAL(recipe.input, "colours");
    CHECK(!recipe.instanceEdges);
    CHECK_EQUAL(recipeText(parseRecipe(recipeText(recipe), "test")), recipeText(recipe));
    CHECK_ERROR(parseRecipe(R"({"kind": "pix2pix", "feat_num": 3})", "test"), "missing");
}

UNDERPAINT_TEST(conditions_are_what_the_recipe_says) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    const Sample sample = wholeSample(data, 0, pictureSize);
    Recipe recipe = resnetRecipe();
    // The photos of the samples show the colours of the classes.
    CHECK(at::allclose(conditionOf(sample, recipe, data), sample.image, 0, 1e-5));
    CHECK(targetOf(sample, recipe, data).equal(sample.image));
    recipe.input = "one_hot";
    recipe.instanceEdges = true;
    const at::Tensor planes = conditionOf(sample, recipe, data);
    CHECK_EQUAL(planes.size(1), 6 + 1);
    CHECK_EQUAL(planes.size(1), conditionChannels(recipe, data));
    CHECK(planes.narrow(1, 0, 6).argmax(1).equal(sample.labels.to(at::kLong)));
    CHECK(planes.narrow(1, 6, 1).equal(sample.edges));
    recipe.input = "photo";
    recipe.instanceEdges = false;
    CHECK(conditionOf(sample, recipe, data).equal(sample.image));
    CHECK(at::allclose(targetOf(sample, recipe, data), sample.image, 0, 1e-5));
    recipe.instanceEdges = true;
    CHECK_EQUAL(checkTraining(recipe, data).size(), 1U);
}

UNDERPAINT_TEST(dropout_is_on_in_training_and_follows_its_generator) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    const Recipe recipe = resnetRecipe();
    const Sample sample = wholeSample(data, 0, pictureSize);
    const auto painted = [&](std::optional<at::Generator> dropout) {
        const auto trained = [](nets::Network network) {
            const auto weights = nets::initialWeights(network, nets::Initialisation::Scaled, 3);
            return TrainedNetwork(std::move(network), weights);
        };
        Pix2PixOptions options;
        options.optimiser = std::nullopt;
        Pix2PixStep step(trained(generatorOf(recipe, data)), trained(discriminatorOf(recipe, data)),
                         options);
        return step
            .step({.condition = conditionOf(sample, recipe, data),
                   .image = sample.image,
                   .dropout = std::move(dropout)})
            .values.at("fake_B");
    };
    const at::Tensor first = painted(nets::seededGenerator(at::kCPU, 1));
    CHECK(first.equal(painted(nets::seededGenerator(at::kCPU, 1))));
    CHECK(!first.equal(painted(nets::seededGenerator(at::kCPU, 2))));
    CHECK(!first.equal(painted(std::nullopt)));
}

UNDERPAINT_TEST(an_interrupted_run_of_pix2pix_ends_with_the_same_bytes) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 3, pictureSize);
    for (Recipe recipe : {resnetRecipe(), unetRecipe()}) {
        recipe.batch = 2;
        recipe.discriminatorAugmentation = {.translation = 0.1, .cutout = 0.2, .brightness = 0.2};
        CHECK(test::endsTheSameWhenCut(recipe, data, folder / "", 4, 6));
    }
}

UNDERPAINT_TEST(pix2pix_learns_a_pair_by_heart_and_paints_it_from_its_package) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    Recipe recipe = resnetRecipe();
    unaugmented(recipe);
    recipe.generatorRate = 4e-3;
    const auto trainer = makeTrainer(recipe, data, test::oneThread());
    const double first = trainer->step().losses.at("G_L1");
    double last = first;
    for (int i = 0; i < 150; ++i) {
        last = trainer->step().losses.at("G_L1");
    }
    CHECK(last < 0.5 * first);

    const Image sheet = trainer->sampleSheet(1);
    trainer->exportPackage(folder / "tiny.underpaint-model");
    const auto package = project::ModelPackage::open(folder / "tiny.underpaint-model");
    CHECK_EQUAL(package.manifest().labelChannels, 0);
    CHECK(package.manifest().classes == test::sampleClasses());
    const auto translator = translate::openTranslator(
        package, {.device = "cpu", .precision = nets::Precision::Fp32, .threads = 1});
    CHECK(translator->capabilities().labels);
    const test::SamplePair pair = test::samplePair(pictureSize, 7);
    scene::SceneState state;
    state.labelSet = test::sampleLabelSet();
    state.labels = scene::LabelMap(pair.labels);
    state.instances = scene::InstanceMap(pair.instances);
    const Image photo = translator->render(scene::SceneSnapshot(state), {}, {}, {}).photo;
    int largest = 0;
    for (int y = 0; y < pictureSize.height; ++y) {
        for (int x = 0; x < pictureSize.width; ++x) {
            for (int c = 0; c < 3; ++c) {
                const int level = sheet.at(pictureSize.width + x, y, c);
                largest = std::max(largest, std::abs(level - photo.at(x, y, c)));
            }
        }
    }
    CHECK(largest <= 6); // 16-bit weights, truncation instead of rounding
}

UNDERPAINT_TEST(pix2pix_also_goes_from_photos_to_labels) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    Recipe recipe = unetRecipe();
    recipe.input = "photo";
    const auto trainer = makeTrainer(recipe, data, test::oneThread());
    CHECK(trainer->step().finite);
    trainer->exportPackage(folder / "tiny.underpaint-model");
    const auto package = project::ModelPackage::open(folder / "tiny.underpaint-model");
    const auto translator = translate::openTranslator(package, {});
    CHECK(translator->capabilities().photoInput);
    CHECK(!translator->capabilities().labels);
}

UNDERPAINT_TEST(networks_of_another_system_are_refused) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    Recipe mixed = resnetRecipe();
    mixed.discriminator = test::tinyRecipe().discriminator;
    CHECK_ERROR(makeTrainer(mixed, data, test::oneThread()), "discriminator of pix2pix");
    mixed = test::tinyRecipe();
    mixed.generator = resnetRecipe().generator;
    CHECK_ERROR(makeTrainer(mixed, data, test::oneThread()), "no generator of pix2pixhd");
    mixed = resnetRecipe();
    mixed.objective.featureMatching = 10;
    CHECK_ERROR(makeTrainer(mixed, data, test::oneThread()), "feature_matching");
}

} // namespace train_pix2pix_test
