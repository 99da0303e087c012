// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/sample.h"
#include "engine/train/objective/label_recognition.h"
#include "engine/train/systems/bicyclegan_recipe.h"
#include "engine/train/systems/cocosnet_recipe.h"
#include "engine/train/systems/segmenter_recipe.h"
#include "engine/train/trained_package.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <torch/autograd.h>

#include <numeric>
#include <string>
#include <vector>

namespace label_recognition_test {

using namespace underpaint;
using namespace underpaint::train;

namespace {

constexpr Size photoSize{32, 32};

constexpr const char* segmenterJson = R"({
    "name": "judge", "kind": "segmenter",
    "segmenter": { "network": "segmenter", "options": { "width": 8 } },
    "augmentation": { "size": [32, 32], "smallest_window": 1, "flip": false, "colour": 0 },
    "rate": 0.01, "batch": 4, "precision": "fp32", "steps": 100
})";

/// Without any other loss of the generator.
/// @{
Recipe codesRecipe() {
    Recipe recipe = test::tinyCodesRecipe();
    recipe.generatorRate = 4e-3;
    recipe.objective = {.gan = "lsgan", .adversarial = 0, .featureMatching = 0, .l1 = 0};
    BicycleGanRecipe& own = bicycleGanOf(recipe);
    own.randomAdversarial = 0;
    own.divergence = 0;
    own.recovery = 0;
    return recipe;
}

Recipe exemplarsRecipe() {
    Recipe recipe = test::tinyExemplarsRecipe();
    recipe.generatorRate = 4e-3;
    recipe.objective = {.gan = "hinge", .adversarial = 0, .featureMatching = 0, .l1 = 0};
    cocosnetOf(recipe).none = 0.5;
    cocosnetOf(recipe).weights = {};
    return recipe;
}
/// @}

/// Photos in the colours of their classes and a segmenter that has learnt them.
struct Bench {
    test::TemporaryFolder folder;
    PackedDataset data = test::samplePack(folder / "a.pack", 8, photoSize);
    std::filesystem::path package = folder / "judge.underpaint-model";

    Bench() {
        const auto trainer =
            makeTrainer(parseRecipe(segmenterJson, "test"), data, test::oneThread());
        for (int i = 0; i < 100; ++i) {
            trainer->step();
        }
        trainer->exportPackage(package);
    }
};

/// The loss falls, the recipe survives being written, and the package tells of it.
void checkThatLabelsComeToBeSeen(const Recipe& recipe, const Bench& bench) {
    CHECK_EQUAL(recipeText(parseRecipe(recipeText(recipe), "test")), recipeText(recipe));
    const auto trainer = makeTrainer(recipe, bench.data, test::oneThread());
    std::vector<double> losses;
    for (int i = 0; i < 150; ++i) {
        losses.push_back(trainer->step().losses.at("G_Recognition"));
    }
    const auto meanOf = [](auto from, auto to) { return std::accumulate(from, to, 0.0) / 20; };
    CHECK(meanOf(losses.end() - 20, losses.end()) <
          0.4 * meanOf(losses.begin(), losses.begin() + 20));
    trainer->exportPackage(bench.folder / "tiny.underpaint-model");
    const auto package = project::ModelPackage::open(bench.folder / "tiny.underpaint-model");
    CHECK(package.manifest().notes.find("seen by the segmenter judge") != std::string::npos);
}

} // namespace

UNDERPAINT_TEST(what_is_recognised_teaches_nothing) {
    const Bench bench;
    const LabelRecognition recognition =
        labelRecognition(bench.package, bench.data, at::Device(at::kCPU));
    CHECK_EQUAL(recognition.name(), "segmenter judge");
    const Sample sample = wholeSample(bench.data, 0, photoSize);
    at::Tensor photo = sample.image.clone().set_requires_grad(true);
    CHECK(recognition.loss(photo, sample.labels).item<double>() < 0.05);

    // The same photo under labels that are all something else.
    const at::Tensor wrong = at::where(sample.labels == 0, 1, 0).to(at::kInt);
    const at::Tensor loss = recognition.loss(photo, wrong);
    CHECK(loss.item<double>() > 1);
    CHECK(torch::autograd::grad({loss}, {photo}).front().abs().max().item<double>() > 0);
    CHECK_EQUAL(recognition.loss(photo, at::full_like(wrong, -1)).item<double>(), 0.0);
}

UNDERPAINT_TEST(a_judge_of_other_classes_is_refused) {
    const Bench bench;
    auto classes = test::sampleClasses();
    classes[1].name = "river";
    const auto judgeOf = [&](const std::vector<project::PackageClass>& theirs) {
        return LabelRecognition(loadSegmenter(project::ModelPackage::open(bench.package), at::kCPU),
                                theirs, bench.data, at::kCPU);
    };
    CHECK_ERROR(judgeOf(classes), "river");
    CHECK_ERROR(judgeOf({{.id = 77, .name = "moon"}}), "knows no class");
    Recipe recipe = codesRecipe();
    bicycleGanOf(recipe).recognition = {(bench.folder / "absent.underpaint-model").string(), 1};
    CHECK_ERROR(makeTrainer(recipe, bench.data, test::oneThread()), "absent");
    CHECK_ERROR(
        parseRecipe(R"({"kind": "bicyclegan", "codes": {"recognition": {"weight": 1}}})", "test"),
        "segmenter");
    // A weight of 0 leaves it out, as everywhere.
    bicycleGanOf(recipe).recognition->weight = 0;
    const Recipe without = parseRecipe(recipeText(recipe), "test");
    CHECK(!bicycleGanOf(without).recognition);
}

UNDERPAINT_TEST(a_judge_reads_photos_of_its_sizes_only) {
    const Bench bench;
    Recipe recipe = codesRecipe();
    bicycleGanOf(recipe).recognition = {bench.package.string(), 1};
    recipe.augmentation.size = {40, 32};
    CHECK_ERROR(makeTrainer(recipe, bench.data, test::oneThread()), "multiples of 16");
}

UNDERPAINT_TEST(labels_come_to_be_seen_in_photos_of_random_codes) {
    const Bench bench;
    Recipe recipe = codesRecipe();
    bicycleGanOf(recipe).recognition = {bench.package.string(), 2};
    checkThatLabelsComeToBeSeen(recipe, bench);
}

UNDERPAINT_TEST(labels_come_to_be_seen_in_photos_with_exemplars) {
    const Bench bench;
    Recipe recipe = exemplarsRecipe();
    cocosnetOf(recipe).recognition = {bench.package.string(), 2};
    checkThatLabelsComeToBeSeen(recipe, bench);
}

} // namespace label_recognition_test
