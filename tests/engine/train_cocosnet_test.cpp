// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/eager_run.h"
#include "engine/nets/systems/cocosnet_correspondence.h"
#include "engine/nets/weights/initialise.h"
#include "engine/nets/weights/seeded_generator.h"
#include "engine/project/package/model_package.h"
#include "engine/train/data/class_colours.h"
#include "engine/train/data/exemplar_draw.h"
#include "engine/train/recipe/continued_recipe.h"
#include "engine/train/systems/cocosnet_matching.h"
#include "engine/train/systems/cocosnet_recipe.h"
#include "engine/translate/translator.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace train_cocosnet_test {

using namespace underpaint;
using namespace underpaint::train;

namespace {

constexpr Size pictureSize{32, 32};

Recipe exemplarsRecipe() {
    return test::tinyExemplarsRecipe();
}

Recipe officialRecipe() {
    Recipe recipe = exemplarsRecipe();
    recipe.generator = {"cocosnet.generator",
                        {{"ngf", std::int64_t{2}}, {"nhidden", std::int64_t{4}}}};
    recipe.augmentation.size = {64, 64};
    return recipe;
}

/// One photo, and the same in its negative colours.
PackedDataset positiveAndNegative(const std::filesystem::path& path) {
    PackedWriter writer(path, test::sampleClasses(), "drawn by a test");
    test::SamplePair pair = test::samplePair(pictureSize, 7);
    writer.add("one", pair.photo, pair.labels, pair.instances);
    for (std::uint8_t& value : pair.photo.values()) {
        value = static_cast<std::uint8_t>(255 - value);
    }
    writer.add("other", pair.photo, pair.labels, pair.instances);
    writer.finish();
    return PackedDataset::open(path);
}

double differenceOf(const Image& a, const Image& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        sum += std::abs(int(a.values()[i]) - int(b.values()[i]));
    }
    return sum / static_cast<double>(a.values().size());
}

/// Pairs whose upper part is sky and whose lower part is road, each of a grey of its own.
PackedDataset horizons(const std::filesystem::path& path, const std::vector<int>& heights) {
    PackedWriter writer(path, test::sampleClasses(), "drawn by a test");
    for (std::size_t i = 0; i < heights.size(); ++i) {
        const auto grey = static_cast<std::uint8_t>(20 * (i + 1));
        Image photo(40, 40, 3, grey);
        LabelPlane labels(40, 40);
        for (int y = 0; y < 40; ++y) {
            for (int x = 0; x < 40; ++x) {
                labels.at(x, y) = y < heights[i] ? 0 : 1;
            }
        }
        writer.add("pair" + std::to_string(i), photo, labels, InstancePlane(40, 40));
    }
    writer.finish();
    return PackedDataset::open(path);
}

} // namespace

UNDERPAINT_TEST(recipes_with_exemplars_are_read_and_written) {
    Recipe recipe = exemplarsRecipe();
    CHECK_EQUAL(recipe.objective.gan, "hinge");
    CHECK(!recipe.instanceEdges);
    CHECK_CLOSE(cocosnetOf(recipe).own, 0.5, 0);
    CHECK_CLOSE(cocosnetOf(recipe).weights.contextual, 0, 0);
    CHECK_CLOSE(cocosnetOf(recipe).weights.colour, 5, 0);
    cocosnetOf(recipe).neighbours = 3;
    cocosnetOf(recipe).weights.cycle = 0.5;
    const Recipe again = parseRecipe(recipeText(recipe), "test");
    CHECK_EQUAL(recipeText(again), recipeText(recipe));
    CHECK_EQUAL(cocosnetOf(again).neighbours, 3);
    CHECK_CLOSE(cocosnetOf(again).weights.cycle, 0.5, 0);
    CHECK_ERROR(parseRecipe(R"({"kind": "cocosnet", "exemplars": {"neighbors": 3}})", "test"),
                "neighbors");
    CHECK_ERROR(parseRecipe(R"({"kind": "cocosnet", "exemplars": {"own": 2}})", "test"), "own");
}

UNDERPAINT_TEST(recipes_with_exemplars_that_cannot_be_trained_are_refused) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, pictureSize);
    const auto refused = [&](const Recipe& recipe, const std::string& problem) {
        CHECK_ERROR(makeTrainer(recipe, data, test::oneThread()), problem);
    };
    Recipe recipe = exemplarsRecipe();
    recipe.encoder.reset();
    refused(recipe, "correspondence");
    recipe = exemplarsRecipe();
    recipe.encoder = test::tinyRecipe().encoder;
    refused(recipe, "no correspondence");
    recipe = exemplarsRecipe();
    recipe.generator = test::tinyRecipe().generator;
    refused(recipe, "no generator of cocosnet");
    recipe = officialRecipe();
    recipe.augmentation.size = pictureSize;
    refused(recipe, "at least 64 pixels");
    recipe = exemplarsRecipe();
    recipe.instanceEdges = true;
    refused(recipe, "instance_edges");
    recipe = exemplarsRecipe();
    cocosnetOf(recipe).weights.contextual = 1;
    refused(recipe, "exemplars/contextual");
    recipe = exemplarsRecipe();
    recipe.warmUp = 3;
    cocosnetOf(recipe).weights.colour = 0;
    refused(recipe, "exemplars/colour");
}

UNDERPAINT_TEST(the_nearest_neighbour_is_the_photo_of_nearly_the_same_scene) {
    const test::TemporaryFolder folder;
    const PackedDataset data = horizons(folder / "a.pack", {5, 30, 10, 32, 20});
    const PhotoNeighbours neighbours(data);
    CHECK_EQUAL(neighbours.of(0, 1).front(), 2U);
    CHECK_EQUAL(neighbours.of(1, 1).front(), 3U);
    CHECK_EQUAL(neighbours.of(3, 1).front(), 1U);
    const auto all = neighbours.of(0, 100);
    CHECK_EQUAL(all.size(), 4U);
    CHECK_EQUAL(all.back(), 3U);
}

UNDERPAINT_TEST(exemplars_are_the_own_photo_or_a_neighbour_in_its_own_colours) {
    const test::TemporaryFolder folder;
    const PackedDataset data = horizons(folder / "a.pack", {5, 30, 10, 32, 20});
    const Augmentation augmentation{
        .size = {16, 16}, .smallestWindow = 0.5, .largestWindow = 0.9, .colour = 0};
    const ExemplarDraw own(data, 1, 1, 1, false);
    const ExemplarDraw others(data, 1, 0, 1, false);
    const PhotoNeighbours neighbours(data);
    const auto grey = [](std::size_t pair) { return 20.0 * static_cast<double>(pair + 1); };
    bool moves = false;
    for (std::uint64_t i = 0; i < 20; ++i) {
        const Sample example = drawSample(data, augmentation, 1, i);
        const DrawnExemplar same = own.draw(augmentation, i);
        CHECK(same.isOwn);
        CHECK_EQUAL(same.sample.pair, example.pair);
        CHECK_CLOSE((same.sample.image.mean().item<double>() + 1) * 127.5, grey(example.pair), 0.1);
        moves = moves || !same.sample.labels.equal(example.labels);
        CHECK(same.sample.labels.equal(own.draw(augmentation, i).sample.labels));
        const DrawnExemplar other = others.draw(augmentation, i);
        CHECK(!other.isOwn);
        CHECK_EQUAL(other.sample.pair, neighbours.of(example.pair, 1).front());
    }
    CHECK(moves);
    // A single photo has no neighbour.
    CHECK(ExemplarDraw(test::samplePack(folder / "b.pack", 1, pictureSize), 1, 0, 3, true)
              .draw(augmentation, 0)
              .isOwn);
}

UNDERPAINT_TEST(what_the_exemplar_lacks_is_lent_by_nothing) {
    const Recipe recipe = exemplarsRecipe();
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    const nets::Network network = correspondenceOf(recipe, data);
    const nets::ParamStore weights = nets::initialWeights(network, nets::Initialisation::Scaled, 3);
    // The scene: sky left, road right. The exemplar: all sky, and one colour.
    at::Tensor labels = at::zeros({1, 32, 32}, at::kInt);
    labels.slice(2, 16, 32).fill_(1);
    const auto condition = [&](const at::Tensor& ids) {
        return nets::NetworkInput(ids, data.labelChannels(), at::Tensor()).dense();
    };
    const at::Tensor sky = at::zeros_like(labels);
    const at::Tensor colour = at::full({1, 3, 32, 32}, 0.25);
    const CoCosNetBatch batch{.condition = condition(labels),
                              .image = colour,
                              .exemplar = colour,
                              .exemplarCondition = condition(sky),
                              .labels = labels.unsqueeze(1),
                              .exemplarLabels = sky.unsqueeze(1),
                              .isOwnExemplar = at::zeros({1})};
    for (const bool withinClass : {true, false}) {
        nets::EagerRun run;
        const LentExemplars look = lent(run, network, nets::Scope(weights), batch, {}, withinClass);
        CHECK((look.picture.slice(3, 0, 16) - 0.25).abs().max().item<double>() < 1e-5);
        CHECK_CLOSE(look.picture.slice(3, 16, 32).abs().max().item<double>(), 0, 0);
        CHECK_CLOSE(look.there.mean().item<double>(), 0.5, 1e-6);
    }
}

UNDERPAINT_TEST(a_generator_that_paints_nothing_leaves_the_warp) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    const nets::Network network = exemplarGenerator(exemplarsRecipe(), data);
    const nets::ParamStore weights = nets::initialWeights(network, nets::Initialisation::Scaled, 3);
    const at::Tensor input =
        at::rand({1, network.inputChannels(), 32, 32}, nets::seededGenerator(at::kCPU, 5)) * 2 - 1;
    nets::EagerRun run;
    const auto painted = [&] {
        return network.generate(run, nets::Scope(weights), nets::NetworkInput(input));
    };
    const at::Tensor warp = input.narrow(1, 0, 3);
    CHECK((painted() - warp).abs().max().item<double>() > 0.1);
    CHECK(painted().abs().max().item<double>() <= 1);
    weights.at("head.weight").zero_();
    weights.at("head.bias").zero_();
    CHECK((painted() - warp).abs().max().item<double>() < 1e-6);
}

UNDERPAINT_TEST(classes_have_colours_of_their_own_where_nothing_is_lent) {
    const test::TemporaryFolder folder;
    // The sky, class 0, is 20 and 40 in halves and quarters of the photos; the rest is the road.
    const PackedDataset data = horizons(folder / "a.pack", {20, 10});
    const auto colours = meanColours(data);
    const auto sky = static_cast<int>(std::lround((20.0 * 7 + 40 * 4) / 11)); // of every third row
    CHECK_EQUAL(int(colours.at(0).at(0)), sky);
    CHECK_EQUAL(int(colours.at(0).at(2)), sky);
    CHECK(colours.at(1).at(0) > colours.at(0).at(0));
    // Those that never occur have the mean of the others.
    CHECK_EQUAL(colours.size(), static_cast<std::size_t>(data.labelChannels()));
    CHECK_EQUAL(int(colours.back().at(1)), 30);

    const nets::Network network = correspondenceOf(exemplarsRecipe(), data);
    const auto& net = *network.as<nets::cocosnet::Correspondence>();
    at::Tensor condition = at::zeros({1, net.conditionChannels, 2, 3});
    condition[0][0][0].fill_(1);
    const at::Tensor look = net.ownLook(condition);
    CHECK((look[0].select(1, 0) * 127.5 + 127.5 - sky).abs().max().item<double>() < 1e-3);
    CHECK_CLOSE(look[0].select(1, 1).abs().max().item<double>(), 0, 0);
    // In its package they are the same.
    makeTrainer(exemplarsRecipe(), data, test::oneThread())
        ->exportPackage(folder / "tiny.underpaint-model");
    const auto package = project::ModelPackage::open(folder / "tiny.underpaint-model");
    const auto& options = package.manifest().networks.at("Corr").options;
    CHECK_EQUAL(std::get<std::vector<double>>(options.at("own_colours")).at(0), double(sky));
    project::Options wrong = options;
    std::get<std::vector<double>>(wrong.at("own_colours")).pop_back();
    CHECK_ERROR(nets::Network::create("cocosnet.correspondence", wrong), "own_colours");
}

UNDERPAINT_TEST(weights_that_a_correspondence_uses_twice_are_learnt_once) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    std::set<std::string> names;
    for (const nets::ParamSpec& spec : correspondenceOf(exemplarsRecipe(), data).parameters()) {
        CHECK(names.insert(spec.key).second);
    }
    CHECK(names.contains("layer.0.prelu.weight"));
}

UNDERPAINT_TEST(every_generator_trains_with_exemplars_and_paints_from_a_package) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 3, pictureSize);
    for (Recipe recipe : {exemplarsRecipe(), officialRecipe()}) {
        cocosnetOf(recipe).none = 0;
        cocosnetOf(recipe).own = 1;
        cocosnetOf(recipe).withinClass = 1;
        cocosnetOf(recipe).weights.cycle = 1;
        recipe.moreDiscriminators = {{.network = recipe.discriminator, .adversarial = 0.5}};
        const auto trainer = makeTrainer(recipe, data, test::oneThread());
        const StepResult result = trainer->step();
        CHECK(result.finite && trainer->finite());
        for (const char* name : {"G_GAN", "G_GAN2", "G_L1", "G_Colour", "no_vgg_feat",
                                 "G_warp_self", "G_warp_cycle", "D"}) {
            CHECK(result.losses.contains(name));
        }
        CHECK_EQUAL(trainer->sampleSheet(2).width(), 5 * recipe.augmentation.size.width);
        trainer->exportPackage(folder / "tiny.underpaint-model");
        const auto package = project::ModelPackage::open(folder / "tiny.underpaint-model");
        CHECK_EQUAL(package.manifest().featNum, 0);
        CHECK(package.manifest().networks.contains("Corr"));
        const auto translator = translate::openTranslator(
            package, {.device = "cpu", .precision = nets::Precision::Fp32, .threads = 1});
        CHECK(translator->capabilities().exemplars);
        CHECK_EQUAL(translator->capabilities().variation,
                    recipe.generator.options.contains("noise_nc"));
    }
    Recipe open = exemplarsRecipe();
    cocosnetOf(open).none = 0;
    cocosnetOf(open).withinClass = 0;
    cocosnetOf(open).own = 0;
    const auto losses = makeTrainer(open, data, test::oneThread())->step().losses;
    CHECK(losses.contains("mask") && !losses.contains("G_L1"));
    Recipe alone = exemplarsRecipe();
    cocosnetOf(alone).none = 1;
    CHECK(!makeTrainer(alone, data, test::oneThread())->step().losses.contains("G_Colour"));
}

UNDERPAINT_TEST(an_interrupted_run_with_exemplars_ends_with_the_same_bytes) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 3, pictureSize);
    Recipe recipe = exemplarsRecipe();
    cocosnetOf(recipe).none = 0.3;
    recipe.batch = 2;
    recipe.augmentation.balanced = true;
    CHECK(test::endsTheSameWhenCut(recipe, data, folder / "", 3, 6));
    CHECK(test::endsTheSameWhenCut(officialRecipe(), data, folder / "", 2, 4));
}

UNDERPAINT_TEST(packages_with_exemplars_go_on_without_a_recipe) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, {64, 64});
    for (const Recipe& first : {exemplarsRecipe(), officialRecipe()}) {
        makeTrainer(first, data, test::oneThread())
            ->exportPackage(folder / "tiny.underpaint-model");
        const auto package = project::ModelPackage::open(folder / "tiny.underpaint-model");
        Recipe recipe = continuedRecipe("mine", package.manifest());
        CHECK_EQUAL(recipeText(parseRecipe(recipeText(recipe), "test")), recipeText(recipe));
        // What ships is not there in a test.
        recipe.perceptual.reset();
        cocosnetOf(recipe).weights.contextual = 0;
        cocosnetOf(recipe).weights.content = 0;
        recipe.discriminator = first.discriminator;
        recipe.augmentation.size = {64, 64};
        const auto trainer =
            makeTrainer(recipe, data, test::oneThread(), folder / "tiny.underpaint-model");
        CHECK(trainer->step().finite);
        CHECK(trainer->description().find("Corr: ") != std::string::npos);
    }
}

UNDERPAINT_TEST(the_exemplar_decides_which_of_two_photos_of_a_label_map_is_painted) {
    const test::TemporaryFolder folder;
    const PackedDataset data = positiveAndNegative(folder / "a.pack");
    Recipe recipe = exemplarsRecipe();
    recipe.generatorRate = 4e-3;
    recipe.objective.adversarial = 0; // what is asked is the exemplar's work
    cocosnetOf(recipe).own = 1;
    cocosnetOf(recipe).none = 0;
    const auto trainer = makeTrainer(recipe, data, test::oneThread());
    const double first = trainer->step().losses.at("G_L1");
    double last = first;
    for (int i = 0; i < 200; ++i) {
        last = 0.9 * last + 0.1 * trainer->step().losses.at("G_L1");
    }
    CHECK(last < 0.5 * first);

    trainer->exportPackage(folder / "tiny.underpaint-model");
    const auto package = project::ModelPackage::open(folder / "tiny.underpaint-model");
    const auto translator = translate::openTranslator(
        package, {.device = "cpu", .precision = nets::Precision::Fp32, .threads = 1});
    const test::SamplePair pair = test::samplePair(pictureSize, 7);
    Image negative = pair.photo;
    for (std::uint8_t& value : negative.values()) {
        value = static_cast<std::uint8_t>(255 - value);
    }
    const auto paintedLike = [&](const Image& photo) {
        scene::SceneState state;
        state.labelSet = test::sampleLabelSet();
        state.labels = scene::LabelMap(pair.labels);
        state.instances = scene::InstanceMap(pair.instances);
        state.addExemplar({.id = "one",
                           .photo = std::make_shared<const Image>(photo),
                           .labels = std::make_shared<const LabelPlane>(pair.labels),
                           .target = {},
                           .pins = {}});
        return translator->render(scene::SceneSnapshot(state), {}, {}, {}).photo;
    };
    const Image one = paintedLike(pair.photo);
    CHECK(differenceOf(one, pair.photo) < 0.5 * differenceOf(one, negative));
    const Image other = paintedLike(negative);
    CHECK(differenceOf(other, negative) < 0.5 * differenceOf(other, pair.photo));
}

} // namespace train_cocosnet_test
