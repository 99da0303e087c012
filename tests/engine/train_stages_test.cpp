// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/project/package/model_package.h"
#include "engine/train/optimise/frozen_weights.h"
#include "engine/train/recipe/recipe_networks.h"
#include "engine/train/trainer.h"
#include "engine/translate/translator.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace train_stages_test {

using namespace underpaint;
using namespace underpaint::train;
using test::contentOf;
using test::stateOf;

namespace {

constexpr Size pictureSize{32, 16};
const TrainerSettings oneThread = test::oneThread();

/// The recipe of the second stage for the package that tinyRecipe() gives.
Recipe enhancerRecipe(const std::string& upsample) {
    Recipe recipe = test::tinyRecipe();
    recipe.generator = {"pix2pixhd.local_enhancer",
                        {{"ngf", std::int64_t{2}},
                         {"n_downsample_global", std::int64_t{1}},
                         {"n_blocks_global", std::int64_t{1}},
                         {"n_local_enhancers", std::int64_t{1}},
                         {"n_blocks_local", std::int64_t{1}},
                         {"norm", std::string("instance")},
                         {"upsample", upsample}}};
    return recipe;
}

Recipe globalRecipe(const std::string& upsample) {
    Recipe recipe = test::tinyRecipe();
    recipe.generator.options["upsample"] = upsample;
    return recipe;
}

std::filesystem::path trainGlobal(const PackedDataset& data, const test::TemporaryFolder& folder,
                                  const Recipe& recipe) {
    const auto trainer = makeTrainer(recipe, data, oneThread);
    trainer->step();
    trainer->step();
    const auto path = folder / "global.underpaint-model";
    trainer->exportPackage(path);
    return path;
}

/// Whether every weight `prefix`* is the same in both states.
struct Comparison {
    int same = 0;
    int changed = 0;
};
Comparison compare(const project::TensorFile& a, const project::TensorFile& b,
                   const std::string& prefix) {
    Comparison result;
    for (const project::StoredTensor& stored : a.tensors()) {
        if (stored.name.starts_with(prefix)) {
            const bool same = test::tensorOf(a, stored.name).equal(test::tensorOf(b, stored.name));
            ++(same ? result.same : result.changed);
        }
    }
    return result;
}

} // namespace

UNDERPAINT_TEST(a_global_generator_becomes_the_coarse_part_of_a_local_enhancer) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, pictureSize);
    for (const char* upsample : {"nearest", "transposed"}) {
        const auto path = trainGlobal(data, folder, globalRecipe(upsample));
        const auto package = project::ModelPackage::open(path);
        const auto trainer = makeTrainer(enhancerRecipe(upsample), data, oneThread, path);
        const auto state = stateOf(*trainer, folder / "state");
        const auto given = package.weights("G");
        int taken = 0;
        for (const project::StoredTensor& stored : given.tensors()) {
            // The head of a global generator has no place in an enhancer.
            const bool head = stored.name.starts_with("model.12.");
            CHECK_EQUAL(state.find("G/" + stored.name) == nullptr, head);
            if (!head) {
                const at::Tensor wide = nets::toTensor(stored).to(at::kFloat);
                CHECK(test::tensorOf(state, "G/" + stored.name).equal(wide));
                CHECK(test::tensorOf(state, "average/G/" + stored.name).equal(wide));
                ++taken;
            }
        }
        CHECK_EQUAL(taken, 2 * 5); // stem, down, two of the block, up
        const auto styles = package.weights("E");
        for (const project::StoredTensor& stored : styles.tensors()) {
            CHECK(test::tensorOf(state, "E/" + stored.name)
                      .equal(nets::toTensor(stored).to(at::kFloat)));
        }
        CHECK(trainer->description().find("G: 10 of 22 tensors from tiny") != std::string::npos);
        trainer->exportPackage(folder / "enhancer.underpaint-model");
        const auto child = project::ModelPackage::open(folder / "enhancer.underpaint-model");
        CHECK_EQUAL(child.manifest().parent, package.manifest().id);
    }
}

UNDERPAINT_TEST(a_global_generator_of_another_shape_is_refused) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, pictureSize);
    const auto path = trainGlobal(data, folder, globalRecipe("nearest"));
    Recipe wider = enhancerRecipe("nearest");
    wider.generator.options["ngf"] = std::int64_t{4};
    CHECK_ERROR(makeTrainer(wider, data, oneThread, path), "model.1.weight");
    Recipe deeper = enhancerRecipe("nearest");
    deeper.generator.options["n_blocks_global"] = std::int64_t{2};
    CHECK_ERROR(makeTrainer(deeper, data, oneThread, path), "model.8.conv_block.1.weight");
    CHECK_ERROR(makeTrainer(enhancerRecipe("transposed"), data, oneThread, path), "model.8.weight");
}

UNDERPAINT_TEST(the_enhancer_trains_first_and_then_everything) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 3, pictureSize);
    const auto path = trainGlobal(data, folder, globalRecipe("nearest"));
    Recipe recipe = enhancerRecipe("nearest");
    recipe.freeze = {"global"};
    recipe.freezeUntil = 3;
    recipe = parseRecipe(recipeText(recipe), "test");
    const auto trainer = makeTrainer(recipe, data, oneThread, path);
    const auto start = stateOf(*trainer, folder / "start");
    for (int i = 0; i < 3; ++i) {
        trainer->step();
    }
    const auto first = stateOf(*trainer, folder / "first");
    CHECK_EQUAL(compare(start, first, "G/model.").changed, 0);
    CHECK_EQUAL(compare(start, first, "average/G/model.").changed, 0);
    CHECK_EQUAL(compare(start, first, "G/model1_").same, 0);
    CHECK_EQUAL(compare(start, first, "E/").same, 0);
    CHECK_EQUAL(test::tensorOf(first, "adam/G/steps/G/model.1.weight").item<std::int64_t>(), 0);
    CHECK(first.find("adam/G/first/G/model.1.weight") == nullptr);
    CHECK_EQUAL(test::tensorOf(first, "adam/G/steps/G/model1_1.1.weight").item<std::int64_t>(), 3);
    trainer->step();
    const auto joint = stateOf(*trainer, folder / "joint");
    CHECK_EQUAL(compare(first, joint, "G/").same, 0);
    CHECK_EQUAL(test::tensorOf(joint, "adam/G/steps/G/model.1.weight").item<std::int64_t>(), 1);
    CHECK_EQUAL(test::tensorOf(joint, "adam/G/steps/G/model1_1.1.weight").item<std::int64_t>(), 4);
    // The first step of Adam is as long as the rate, whatever the gradient: no state was inherited.
    const at::Tensor moved =
        test::tensorOf(joint, "G/model.1.weight") - test::tensorOf(first, "G/model.1.weight");
    CHECK_CLOSE(moved.abs().max().item<double>(), recipe.generatorRate, 1e-6);
}

UNDERPAINT_TEST(a_run_resumes_with_the_same_bytes_across_the_change_of_stage) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 3, pictureSize);
    const auto path = trainGlobal(data, folder, globalRecipe("nearest"));
    Recipe recipe = enhancerRecipe("nearest");
    recipe.freeze = {"global", "encoder"};
    recipe.freezeUntil = 4;
    const auto whole = makeTrainer(recipe, data, oneThread, path);
    while (whole->stepsDone() < 8) {
        whole->step();
    }
    whole->save(folder / "whole");
    for (const std::int64_t cut : {3, 4, 5}) {
        const auto before = makeTrainer(recipe, data, oneThread, path);
        while (before->stepsDone() < cut) {
            before->step();
        }
        before->save(folder / "cut");
        // Without the package: what came from it is in the checkpoint.
        const auto after = makeTrainer(recipe, data, oneThread);
        after->restore(folder / "cut");
        while (after->stepsDone() < 8) {
            after->step();
        }
        after->save(folder / "resumed");
        CHECK(contentOf(folder / "resumed") == contentOf(folder / "whole"));
    }
}

UNDERPAINT_TEST(an_exported_enhancer_paints_as_its_trainer_does) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    const auto trainer = makeTrainer(enhancerRecipe("nearest"), data, oneThread);
    for (int i = 0; i < 30; ++i) {
        trainer->step();
    }
    const Image sheet = trainer->sampleSheet(1);
    trainer->exportPackage(folder / "enhancer.underpaint-model");
    const auto package = project::ModelPackage::open(folder / "enhancer.underpaint-model");
    const auto translator = translate::openTranslator(
        package, {.device = "cpu", .precision = nets::Precision::Fp32, .threads = 1});
    const test::SamplePair pair = test::samplePair(pictureSize, 7);
    scene::SceneState state;
    state.labelSet = test::sampleLabelSet();
    state.labels = scene::LabelMap(pair.labels);
    state.instances = scene::InstanceMap(pair.instances);
    for (const auto& [id, values] : translator->encodeStyles(pair.photo, pair.instances, {})) {
        state.appearances[id].style = scene::FeatureStyle{values};
    }
    const Image photo = translator->render(scene::SceneSnapshot(state), {}, {}, {}).photo;
    CHECK(photo.size() == pictureSize);
    int largest = 0;
    int least = 255;
    int most = 0;
    for (int y = 0; y < pictureSize.height; ++y) {
        for (int x = 0; x < pictureSize.width; ++x) {
            for (int c = 0; c < 3; ++c) {
                const int level = photo.at(x, y, c);
                largest =
                    std::max(largest, std::abs(level - sheet.at(pictureSize.width + x, y, c)));
                least = std::min(least, level);
                most = std::max(most, level);
            }
        }
    }
    CHECK(largest <= 4); // 16-bit weights, truncation instead of rounding
    CHECK(most - least > 40);
}

UNDERPAINT_TEST(frozen_weights_are_named_by_choices_and_patterns) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    const Recipe recipe = globalRecipe("nearest");
    const auto networks = networksOf(recipe, data);
    const nets::Network generator = generatorOf(recipe, data);
    // Stem, down, block, up, head: all but the last two.
    CHECK(frozenWeights({"all_but_last:2"}, "G", generator) ==
          (std::set<std::string>{"model.1.weight", "model.1.bias", "model.4.weight", "model.4.bias",
                                 "model.7.conv_block.1.weight", "model.7.conv_block.1.bias",
                                 "model.7.conv_block.5.weight", "model.7.conv_block.5.bias"}));
    CHECK(frozenWeights({"G.*.bias", "G.model.1.*"}, "G", generator).size() == 7);
    CHECK(frozenWeights({"all_but_last:9"}, "G", generator).empty());
    const auto biases = frozenWeights({"G.*bias"}, "G", generator);
    const auto others = frozenWeights({"all_but:G.*bias"}, "G", generator);
    CHECK(!biases.empty() && !others.empty());
    CHECK_EQUAL(biases.size() + others.size(), generator.parameters().size());
    CHECK(frozenWeights({"all_but:G.*bias"}, "D", generator).empty());
    CHECK(frozenWeights({"all_but:G.nothing"}, "G", generator).empty());
    CHECK(frozenWeights({"encoder"}, "G", generator).empty());
    CHECK_EQUAL(frozenWeights({"encoder"}, "E", *encoderOf(recipe)).size(),
                encoderOf(recipe)->parameters().size());
    checkFreeze({"encoder", "G.model.1.*"}, networks);
    CHECK_ERROR(checkFreeze({"global"}, networks), "no weight");
    CHECK_ERROR(checkFreeze({"G.modle.*"}, networks), "G.modle.*");
    CHECK_ERROR(checkFreeze({"all_but_last:x"}, networks), "number of stages");
    CHECK_ERROR(checkFreeze({"all_but_last:0"}, networks), "number of stages");
    Recipe wrong = recipe;
    wrong.freeze = {"global"};
    CHECK_EQUAL(checkTraining(wrong, data).size(), 1U);
}

} // namespace train_stages_test
