// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/nets/backbones/vgg19.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/weights/initialise.h"
#include "engine/nets/weights/tensors_to_write.h"
#include "engine/project/tensors/safetensors.h"
#include "engine/train/objective/feature_stages.h"
#include "engine/train/optimise/trained_network.h"
#include "engine/train/trained_package.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <string>

namespace train_perceptual_test {

using namespace underpaint;
using namespace underpaint::train;

namespace {

constexpr Size pictureSize{32, 32};

at::Tensor randomPicture(std::uint64_t seed) {
    Random random(seed);
    at::Tensor result = at::empty({1, 3, 32, 32}, at::kFloat);
    for (std::int64_t i = 0; i < result.numel(); ++i) {
        result.data_ptr<float>()[i] = static_cast<float>(2 * random.uniform() - 1);
    }
    return result;
}

std::filesystem::path writeSegmenter(const std::filesystem::path& path) {
    const nets::Network network = nets::Network::create(
        "segmenter", {{"classes", std::int64_t{6}}, {"width", std::int64_t{8}}});
    project::Manifest manifest;
    manifest.name = "judge";
    manifest.kind = "segmenter";
    manifest.classes = test::sampleClasses();
    writeTrainedPackage(
        path, manifest,
        {{"S", network, nets::initialWeights(network, nets::Initialisation::Scaled, 5)}});
    return path;
}

Recipe recipeWith(const std::string& network, const std::filesystem::path& weights) {
    Recipe recipe = test::tinyRecipe();
    recipe.augmentation.size = pictureSize;
    recipe.objective.perceptual = 3;
    recipe.perceptual = {network, weights.string()};
    return parseRecipe(recipeText(recipe), "test");
}

/// One training step with the perceptual network of this recipe and one without.
void checkThatItTrains(const Recipe& recipe, const std::string& loss, const std::string& name,
                       const test::TemporaryFolder& folder) {
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, pictureSize);
    const auto with = makeTrainer(recipe, data, test::oneThread());
    CHECK(with->description().find(name) != std::string::npos);
    Recipe plain = recipe;
    plain.perceptual.reset();
    const auto without = makeTrainer(plain, data, test::oneThread());
    CHECK(without->description().find("no perceptual loss") != std::string::npos);
    const auto seen = with->step().losses;
    const auto blind = without->step().losses;
    CHECK(seen.at(loss) > 0);
    CHECK_CLOSE(seen.at("G"), blind.at("G") + seen.at(loss), 1e-3 * seen.at("G"));
    CHECK(!blind.contains(loss));
    const auto a = test::stateOf(*with, folder / "with");
    const auto b = test::stateOf(*without, folder / "without");
    CHECK(!test::tensorOf(a, "adam/G/first/G/model.1.weight")
               .equal(test::tensorOf(b, "adam/G/first/G/model.1.weight")));
    with->exportPackage(folder / "tiny.underpaint-model");
    const auto package = project::ModelPackage::open(folder / "tiny.underpaint-model");
    CHECK(package.manifest().notes.find(name) != std::string::npos);
}

} // namespace

UNDERPAINT_TEST(a_segmenter_of_our_own_gives_a_perceptual_loss) {
    const test::TemporaryFolder folder;
    const auto path = writeSegmenter(folder / "judge.underpaint-model");
    const FeatureStages stages =
        segmenterStages(project::ModelPackage::open(path), at::Device(at::kCPU));
    at::Tensor painted = randomPicture(1);
    painted.set_requires_grad(true);
    const at::Tensor real = randomPicture(2);
    CHECK_EQUAL(perceptualLoss(stages, real, real).item<float>(), 0.0F);
    const at::Tensor loss = perceptualLoss(stages, painted, real);
    CHECK_EQUAL(stages.features(real).size(), stages.weights.size());
    CHECK(gradientsOf(loss, {painted}, false).front().abs().max().item<float>() > 0);
    checkThatItTrains(recipeWith("segmenter", path), "G_Segmenter", "segmenter judge", folder);
}

UNDERPAINT_TEST(vgg_weights_of_a_file_give_a_perceptual_loss) {
    const test::TemporaryFolder folder;
    const nets::ParamStore weights = nets::vgg19FormulaWeights();
    nets::TensorsToWrite tensors;
    for (const auto& [key, value] : weights) {
        tensors.add(key, value);
    }
    // A whole VGG-19 has a classifier too, which is not needed.
    tensors.add("classifier.0.weight", at::zeros({2, 2}));
    const auto path = folder / "vgg19.safetensors";
    project::writeSafetensors(path, tensors.views(), {});
    const auto stages = featureStages(recipeWith("vgg19", path), at::Device(at::kCPU), {});
    CHECK(stages.has_value());
    const at::Tensor picture = randomPicture(4);
    nets::EagerRun run;
    const auto expected = nets::Vgg19()(run, nets::Scope(weights), picture);
    const auto found = stages->features(picture);
    CHECK_EQUAL(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        CHECK(found[i].equal(expected[i]));
    }
    checkThatItTrains(recipeWith("vgg19", path), "G_VGG", "VGG-19 of vgg19.safetensors", folder);
}

UNDERPAINT_TEST(perceptual_networks_that_are_none_are_refused) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    nets::TensorsToWrite tensors;
    tensors.add("features.0.weight", at::zeros({2, 2}));
    const auto path = folder / "no.safetensors";
    project::writeSafetensors(path, tensors.views(), {});
    CHECK_ERROR(makeTrainer(recipeWith("vgg19", path), data, test::oneThread()), "no VGG-19");
    makeTrainer(test::tinyRecipe(), data, test::oneThread())
        ->exportPackage(folder / "g.underpaint-model");
    CHECK_ERROR(makeTrainer(recipeWith("segmenter", folder / "g.underpaint-model"), data,
                            test::oneThread()),
                "no segmenter");
    CHECK_ERROR(makeTrainer(recipeWith("segmenter", folder / "absent.underpaint-model"), data,
                            test::oneThread()),
                "absent");
    CHECK_ERROR(parseRecipe(R"({"generator": {"network": "a"}, "discriminator": {"network": "b"},
                                "perceptual": {"network": "vgg16", "weights": "x"}})",
                            "test"),
                "vgg16");
}

} // namespace train_perceptual_test
