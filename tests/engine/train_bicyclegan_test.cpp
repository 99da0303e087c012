// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/project/package/model_package.h"
#include "engine/train/recipe/continued_recipe.h"
#include "engine/train/recipe/recipe_networks.h"
#include "engine/train/systems/bicyclegan_recipe.h"
#include "engine/translate/translator.h"
#include "tests/engine/train_samples.h"
#include "tests/engine/translate_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

namespace train_bicyclegan_test {

using namespace underpaint;
using namespace underpaint::train;

namespace {

constexpr Size photoSize{32, 32};

Recipe modulatedRecipe() {
    return test::tinyCodesRecipe();
}

Recipe unetRecipe(const std::string& network) {
    Recipe recipe = modulatedRecipe();
    recipe.generator = {network,
                        {{"ngf", std::int64_t{4}},
                         {"num_downs", std::int64_t{5}},
                         {"norm", std::string("instance")},
                         {"use_dropout", true}}};
    return recipe;
}

/// Two photos of one label map, one the other's negative: only a code can tell which to paint.
PackedDataset twoPhotos(const std::filesystem::path& path) {
    PackedWriter writer(path, test::sampleClasses(), "drawn by a test");
    test::SamplePair pair = test::samplePair(photoSize, 7);
    writer.add("one", pair.photo, pair.labels, pair.instances);
    for (std::uint8_t& value : pair.photo.values()) {
        value = static_cast<std::uint8_t>(255 - value);
    }
    writer.add("other", pair.photo, pair.labels, pair.instances);
    writer.finish();
    return PackedDataset::open(path);
}

/// Photos of random label maps, each in a light of its own: how bright, how red and how blue.
PackedDataset tintedPhotos(const std::filesystem::path& path, int count) {
    PackedWriter writer(path, test::sampleClasses(), "drawn by a test");
    Random random(5);
    for (int i = 0; i < count; ++i) {
        test::SamplePair pair = test::samplePair(photoSize, static_cast<std::uint64_t>(i));
        const std::array<double, 3> tint{random.uniform(), random.uniform(), random.uniform()};
        for (std::size_t at = 0; at < pair.photo.values().size(); ++at) {
            std::uint8_t& value = pair.photo.values()[at];
            value = static_cast<std::uint8_t>((0.3 * value + 178) * tint[at % 3]);
        }
        writer.add(std::to_string(i), pair.photo, pair.labels, pair.instances);
    }
    writer.finish();
    return PackedDataset::open(path);
}

Recipe appearanceRecipe() {
    Recipe recipe = modulatedRecipe();
    bicycleGanOf(recipe).appearance = {.photos = 4, .codes = 1, .warmUp = 2};
    return recipe;
}

double meanDifference(const Image& a, const Image& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        sum += std::abs(int(a.values()[i]) - int(b.values()[i]));
    }
    return sum / static_cast<double>(a.values().size());
}

} // namespace

UNDERPAINT_TEST(bicyclegan_has_the_official_objective_by_default) {
    const Recipe recipe = modulatedRecipe();
    CHECK_EQUAL(recipe.objective.gan, "lsgan");
    CHECK_CLOSE(recipe.objective.l1, 10, 0);
    CHECK_EQUAL(recipe.batch, 2);
    CHECK_CLOSE(bicycleGanOf(recipe).divergence, 0.01, 0);
    CHECK_CLOSE(bicycleGanOf(recipe).recovery, 0.5, 0);
    CHECK(bicycleGanOf(recipe).secondDiscriminator);
    CHECK_EQUAL(recipeText(parseRecipe(recipeText(recipe), "test")), recipeText(recipe));
    CHECK_ERROR(parseRecipe(R"({"kind": "bicyclegan", "codes": {"sise": 3}})", "test"), "sise");
}

UNDERPAINT_TEST(recipes_of_bicyclegan_that_cannot_be_trained_are_refused) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, photoSize);
    const auto refused = [&](const Recipe& recipe, const std::string& problem) {
        CHECK_ERROR(makeTrainer(recipe, data, test::oneThread()), problem);
    };
    Recipe recipe = modulatedRecipe();
    recipe.batch = 3;
    refused(recipe, "even");
    recipe = modulatedRecipe();
    recipe.encoder.reset();
    refused(recipe, "encoder");
    recipe = modulatedRecipe();
    recipe.encoder = test::tinyRecipe().encoder;
    refused(recipe, "no encoder of codes");
    recipe = modulatedRecipe();
    recipe.generator = test::tinyRecipe().generator;
    refused(recipe, "no generator of bicyclegan");
    recipe = modulatedRecipe();
    recipe.objective.featureMatching = 1;
    refused(recipe, "feature_matching");
    recipe = modulatedRecipe();
    recipe.generator.options["nz"] = std::int64_t{5};
    refused(recipe, "nz");
}

UNDERPAINT_TEST(every_network_of_bicyclegan_trains_with_every_part_of_its_objective) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, photoSize);
    const auto losses = [&](const Recipe& recipe) {
        const auto trainer = makeTrainer(recipe, data, test::oneThread());
        StepResult result = trainer->step();
        CHECK(result.finite && trainer->finite());
        trainer->exportPackage(folder / "tiny.underpaint-model");
        CHECK_EQUAL(
            project::ModelPackage::open(folder / "tiny.underpaint-model").manifest().featNum, 0);
        return result.losses;
    };
    CHECK(losses(unetRecipe("bicyclegan.unet_add_all")).contains("D2"));
    CHECK(losses(unetRecipe("bicyclegan.unet_add_input")).contains("z_L1"));

    Recipe recipe = modulatedRecipe();
    bicycleGanOf(recipe).spread = 0.1;
    bicycleGanOf(recipe).conditional = true;
    bicycleGanOf(recipe).secondDiscriminator = false;
    recipe.moreDiscriminators = {{.network = recipe.discriminator, .adversarial = 0.5}};
    CHECK(losses(recipe).at("G_Spread") > 0);

    Recipe encoding = modulatedRecipe(); // cVAE-GAN
    bicycleGanOf(encoding).randomAdversarial = 0;
    bicycleGanOf(encoding).recovery = 0;
    CHECK(!losses(encoding).contains("G_GAN2"));
    Recipe drawing = modulatedRecipe(); // cLR-GAN
    bicycleGanOf(drawing).divergence = 0;
    drawing.objective.adversarial = 0;
    drawing.objective.l1 = 0;
    CHECK(!losses(drawing).contains("G_L1"));

    recipe.warmUp = 1;
    const auto warming = losses(recipe);
    CHECK(!warming.contains("D") && warming.contains("G_L1"));
}

UNDERPAINT_TEST(an_interrupted_run_of_bicyclegan_ends_with_the_same_bytes) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 3, photoSize);
    for (const Recipe& recipe : {modulatedRecipe(), unetRecipe("bicyclegan.unet_add_all")}) {
        CHECK(test::endsTheSameWhenCut(recipe, data, folder / "", 3, 5));
    }
}

UNDERPAINT_TEST(codes_decide_which_photo_of_a_label_map_is_painted) {
    const test::TemporaryFolder folder;
    const PackedDataset data = twoPhotos(folder / "a.pack");
    Recipe recipe = modulatedRecipe();
    recipe.generatorRate = 4e-3;
    recipe.objective.adversarial = 0; // what is asked is the code's work
    bicycleGanOf(recipe).randomAdversarial = 0;
    bicycleGanOf(recipe).divergence = 0.001;
    const auto trainer = makeTrainer(recipe, data, test::oneThread());
    const double first = trainer->step().losses.at("G_L1");
    double last = first;
    for (int i = 0; i < 400; ++i) {
        last = 0.95 * last + 0.05 * trainer->step().losses.at("G_L1");
    }
    CHECK(last < 0.5 * first);

    trainer->exportPackage(folder / "tiny.underpaint-model");
    const auto package = project::ModelPackage::open(folder / "tiny.underpaint-model");
    const auto translator = translate::openTranslator(
        package, {.device = "cpu", .precision = nets::Precision::Fp32, .threads = 1});
    CHECK_EQUAL(translator->capabilities().latentSize, 2);
    scene::SceneState state;
    const test::SamplePair pair = test::samplePair(photoSize, 7);
    state.labelSet = test::sampleLabelSet();
    state.labels = scene::LabelMap(pair.labels);
    state.instances = scene::InstanceMap(pair.instances);
    Image negative = pair.photo;
    for (std::uint8_t& value : negative.values()) {
        value = static_cast<std::uint8_t>(255 - value);
    }
    const auto paintedLike = [&](const Image& photo) {
        state.appearance.code.values = translator->encodeCode(photo, {});
        return translator->render(scene::SceneSnapshot(state), {}, {}, {}).photo;
    };
    const Image one = paintedLike(pair.photo);
    CHECK(meanDifference(one, pair.photo) < 0.5 * meanDifference(one, negative));
    const Image other = paintedLike(negative);
    CHECK(meanDifference(other, negative) < 0.5 * meanDifference(other, pair.photo));
}

UNDERPAINT_TEST(new_encoders_learn_to_read_the_photos_of_a_package) {
    const test::TemporaryFolder folder;
    const PackedDataset data = tintedPhotos(folder / "a.pack", 4);
    const auto init = folder / "tiny.underpaint-model";
    makeTrainer(appearanceRecipe(), data, test::oneThread())->exportPackage(init);
    Recipe recipe = modulatedRecipe();
    recipe.encoder = {"bicyclegan.encoder_regions",
                      {{"nef", std::int64_t{4}}, {"n_regions", std::int64_t{3}}}};
    recipe.freeze = {"G.*"};
    recipe.generatorRate = 4e-3;
    recipe.objective = {.gan = "lsgan", .adversarial = 0, .featureMatching = 0, .l1 = 0};
    BicycleGanRecipe& own = bicycleGanOf(recipe);
    own.randomAdversarial = own.divergence = own.recovery = 0;
    own.reading = 1;
    own.repainting = 2;
    own.rescaling = 0.4;
    CHECK_EQUAL(recipeText(parseRecipe(recipeText(recipe), "test")), recipeText(recipe));

    const auto trainer = makeTrainer(recipe, data, test::oneThread(), init);
    CHECK(trainer->description().find("E: begins anew instead of bicyclegan.encoder_conv") !=
          std::string::npos);
    const auto generatorWeight = [&] {
        return test::tensorOf(test::stateOf(*trainer, folder / "state"), "G/head.weight").clone();
    };
    const at::Tensor before = generatorWeight();
    std::array<double, 2> first{};
    std::array<double, 2> last{};
    constexpr int steps = 200;
    for (int i = 0; i < steps; ++i) {
        const auto losses = trainer->step().losses;
        std::array<double, 2>& sums = i < steps / 10 ? first : last;
        if (i < steps / 10 || i >= steps - steps / 10) {
            sums[0] += losses.at("E_Reading");
            sums[1] += losses.at("E_Repainting");
        }
    }
    CHECK(last[0] < 0.8 * first[0]);
    CHECK(last[1] < 0.8 * first[1]);
    CHECK(at::equal(generatorWeight(), before));
}

UNDERPAINT_TEST(packages_of_nothing_that_is_trained_are_no_beginning) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, photoSize);
    const auto segmenter = test::writeSegmenter(folder / "s.underpaint-model");
    CHECK_ERROR(makeTrainer(modulatedRecipe(), data, test::oneThread(), segmenter),
                "Choose a package of kind bicyclegan");
}

UNDERPAINT_TEST(recipes_of_codes_with_a_given_meaning) {
    CHECK(!bicycleGanOf(modulatedRecipe()).appearance);
    const Recipe recipe = appearanceRecipe();
    const Recipe again = parseRecipe(recipeText(recipe), "test");
    CHECK_EQUAL(recipeText(again), recipeText(recipe));
    CHECK_EQUAL(bicycleGanOf(again).appearance->warmUp, 2);
    CHECK_ERROR(
        parseRecipe(R"({"kind": "bicyclegan", "codes": {"appearance": {"photo": 3}}})", "test"),
        "photo");

    const test::TemporaryFolder folder;
    const PackedDataset data = tintedPhotos(folder / "a.pack", 6);
    Recipe painting = recipe;
    painting.input = "photo";
    CHECK_ERROR(makeTrainer(painting, data, test::oneThread()), "codes/appearance");
    Recipe frozen = recipe;
    frozen.freeze = {"encoder"};
    CHECK_ERROR(makeTrainer(frozen, data, test::oneThread()), "warm_up");
    bicycleGanOf(frozen).appearance->warmUp = 0;
    CHECK(makeTrainer(frozen, data, test::oneThread())->step().finite);
    const PackedDataset alike = test::samplePack(folder / "alike.pack", 1, photoSize);
    CHECK_ERROR(makeTrainer(recipe, alike, test::oneThread()), "fewer directions");
    CHECK(test::endsTheSameWhenCut(recipe, data, folder / "", 3, 5));
}

UNDERPAINT_TEST(encoders_learn_given_codes_before_generators_learn) {
    const test::TemporaryFolder folder;
    const PackedDataset data = tintedPhotos(folder / "a.pack", 12);
    Recipe recipe = appearanceRecipe();
    recipe.generatorRate = 2e-3;
    bicycleGanOf(recipe).appearance->warmUp = 300;
    const auto trainer = makeTrainer(recipe, data, test::oneThread());
    const auto weightOf = [&](const std::string& name) {
        return test::tensorOf(test::stateOf(*trainer, folder / "state"), name).clone();
    };
    const at::Tensor before = weightOf("G/head.weight");
    const double first = trainer->step().losses.at("E_Appearance");
    double last = first;
    for (int i = 1; i < 300; ++i) {
        const auto losses = trainer->step().losses;
        CHECK_EQUAL(losses.size(), 1U);
        last = 0.95 * last + 0.05 * losses.at("E_Appearance");
    }
    // Codes have variance 1, so that to know nothing costs 1 and half a unit of log-variance.
    CHECK(last < 0.3);
    CHECK(at::equal(weightOf("G/head.weight"), before));
    const auto losses = trainer->step().losses;
    CHECK(losses.contains("G_Appearance") && losses.contains("E_Reading"));
    CHECK(!at::equal(weightOf("G/head.weight"), before));
}

UNDERPAINT_TEST(photos_of_random_codes_come_to_look_as_the_codes_ask) {
    const test::TemporaryFolder folder;
    const PackedDataset data = tintedPhotos(folder / "a.pack", 12);
    Recipe recipe = appearanceRecipe();
    recipe.generatorRate = 4e-3;
    recipe.objective = {.gan = "lsgan", .adversarial = 0, .featureMatching = 0, .l1 = 0};
    bicycleGanOf(recipe).randomAdversarial = 0;
    bicycleGanOf(recipe).divergence = 0;
    bicycleGanOf(recipe).recovery = 0;
    const auto trainer = makeTrainer(recipe, data, test::oneThread());
    std::vector<double> errors;
    for (int i = 0; i < 400; ++i) {
        const auto losses = trainer->step().losses;
        if (losses.contains("G_Appearance")) {
            errors.push_back(losses.at("G_Appearance"));
        }
    }
    const auto meanOf = [](auto from, auto to) { return std::accumulate(from, to, 0.0) / 40; };
    CHECK(meanOf(errors.end() - 40, errors.end()) <
          0.5 * meanOf(errors.begin(), errors.begin() + 40));
}

UNDERPAINT_TEST(packages_of_bicyclegan_go_on_without_a_recipe) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, photoSize);
    makeTrainer(modulatedRecipe(), data, test::oneThread())
        ->exportPackage(folder / "tiny.underpaint-model");
    const auto package = project::ModelPackage::open(folder / "tiny.underpaint-model");
    Recipe recipe = continuedRecipe("mine", package.manifest());
    CHECK_EQUAL(recipeText(parseRecipe(recipeText(recipe), "test")), recipeText(recipe));
    CHECK_EQUAL(bicycleGanOf(recipe).codeSize, 2);
    // What ships is not there in a test.
    recipe.perceptual.reset();
    recipe.warmUp = 0;
    recipe.discriminator = modulatedRecipe().discriminator;
    recipe.augmentation.size = photoSize;
    const auto trainer =
        makeTrainer(recipe, data, test::oneThread(), folder / "tiny.underpaint-model");
    CHECK(trainer->step().finite);
    CHECK(trainer->description().find("G: ") != std::string::npos);
}

} // namespace train_bicyclegan_test
