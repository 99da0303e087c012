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

constexpr const char* codesJson = R"({
    "name": "tiny codes", "kind": "bicyclegan",
    "generator": { "network": "bicyclegan.modulated_generator",
                   "options": { "ngf": 8, "n_downsampling": 1, "norm": "pixel", "n_blocks": 1,
                                "head_radius": 1 } },
    "encoder": { "network": "bicyclegan.encoder_conv",
                 "options": { "nef": 8, "n_layers": 2, "norm": "none" } },
    "discriminator": { "network": "bicyclegan.multiscale_discriminator",
                       "options": { "ndf": 4, "n_layers": 1, "num_D": 1, "norm": "instance" } },
    "objective": { "gan": "lsgan", "adversarial": 0, "l1": 0 },
    "codes": { "size": 2, "random_adversarial": 0, "divergence": 0, "recovery": 0 },
    "generator_rate": 4e-3,
    "augmentation": { "size": [32, 32], "smallest_window": 1, "flip": false, "colour": 0 },
    "precision": "fp32", "steps": 1000
})";

constexpr const char* exemplarsJson = R"({
    "name": "tiny exemplars", "kind": "cocosnet",
    "generator": { "network": "cocosnet.modulated_generator",
                   "options": { "ngf": 8, "n_downsampling": 1, "norm": "pixel", "n_blocks": 1,
                                "head_radius": 1, "keep_warp": true } },
    "correspondence": { "network": "cocosnet.correspondence",
                        "options": { "ngf": 2, "projection_nc": 8, "nhidden": 4, "maskmix": true,
                                     "use_coordconv": true, "match_kernel": 3, "pono_c": true,
                                     "temperature": 0.02, "warp_bilinear": true } },
    "discriminator": { "network": "pix2pixhd.multiscale_discriminator",
                       "options": { "ndf": 4, "n_layers": 1, "num_D": 1, "norm": "instance" } },
    "objective": { "gan": "hinge", "adversarial": 0, "l1": 0 },
    "exemplars": { "none": 0.5, "contextual": 0, "content": 0, "colour": 0, "alignment": 0,
                   "warp": 0, "mask": 0 },
    "generator_rate": 4e-3,
    "augmentation": { "size": [32, 32], "smallest_window": 1, "flip": false, "colour": 0 },
    "precision": "fp32", "steps": 1000
})";

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
    Recipe recipe = parseRecipe(codesJson, "test");
    bicycleGanOf(recipe).recognition = {(bench.folder / "absent.underpaint-model").string(), 1};
    CHECK_ERROR(makeTrainer(recipe, bench.data, test::oneThread()), "absent");
    CHECK_ERROR(
        parseRecipe(R"({"kind": "bicyclegan", "codes": {"recognition": {"weight": 1}}})", "test"),
        "segmenter");
}

UNDERPAINT_TEST(a_judge_reads_photos_of_its_sizes_only) {
    const Bench bench;
    Recipe recipe = parseRecipe(codesJson, "test");
    bicycleGanOf(recipe).recognition = {bench.package.string(), 1};
    recipe.augmentation.size = {40, 32};
    CHECK_ERROR(makeTrainer(recipe, bench.data, test::oneThread()), "multiples of 16");
}

UNDERPAINT_TEST(labels_come_to_be_seen_in_photos_of_random_codes) {
    const Bench bench;
    Recipe recipe = parseRecipe(codesJson, "test");
    bicycleGanOf(recipe).recognition = {bench.package.string(), 2};
    checkThatLabelsComeToBeSeen(recipe, bench);
}

UNDERPAINT_TEST(labels_come_to_be_seen_in_photos_with_exemplars) {
    const Bench bench;
    Recipe recipe = parseRecipe(exemplarsJson, "test");
    cocosnetOf(recipe).recognition = {bench.package.string(), 2};
    checkThatLabelsComeToBeSeen(recipe, bench);
}

} // namespace label_recognition_test
