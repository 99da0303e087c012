// SPDX-License-Identifier: GPL-3.0-or-later
// CycleGAN and InstaGAN: recipes and training between two domains.
#include "engine/project/package/model_package.h"
#include "engine/train/data/mask_channels.h"
#include "engine/train/systems/two_way_recipe.h"
#include "engine/translate/photo_translator.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <string>

namespace train_two_way_test {

using namespace underpaint;
using namespace underpaint::train;

namespace {

constexpr Size photoSize{40, 32};

Recipe tiny(const std::string& kind) {
    const std::string generator =
        kind == "instagan" ? "instagan.set_generator" : "cyclegan.resnet_generator";
    const std::string discriminator =
        kind == "instagan" ? "instagan.set_discriminator" : "cyclegan.patch_discriminator";
    return parseRecipe(R"({"name": "tiny", "kind": ")" + kind + R"(", "generator": {"network": ")" +
                           generator +
                           R"(", "options": {"ngf": 4, "n_blocks": 1, "norm": "instance"}},
                           "discriminator": {"network": ")" +
                           discriminator +
                           R"(", "options": {"ndf": 4, "n_layers": 2, "norm": "instance"}},
                           "augmentation": {"size": [40, 32]}, "pool": 2,
                           "precision": "fp32", "steps": 100})",
                       "test");
}

/// Photos with two instances of their domain each.
PackedDataset domains(const std::filesystem::path& path, bool withB = true) {
    PackedWriter writer(path,
                        {{0, "background", {0, 0, 0}, false},
                         {1, "sheep", {200, 100, 0}, true},
                         {2, "giraffe", {0, 100, 200}, true}},
                        "drawn by a test");
    for (const Domain domain : {Domain::A, Domain::B}) {
        for (std::uint64_t i = 0; i < 3 && (withB || domain == Domain::A); ++i) {
            test::SamplePair pair = test::samplePair(photoSize, 10 * i + 1);
            LabelPlane labels(photoSize.width, photoSize.height);
            InstancePlane instances(photoSize.width, photoSize.height);
            for (int y = 4; y < 24; ++y) {
                for (int x = 4; x < 34; ++x) {
                    labels.at(x, y) = static_cast<std::uint16_t>(domain);
                    instances.at(x, y) = x < 14 ? 1 : 2;
                }
            }
            writer.add(std::to_string(i), pair.photo, labels, instances, 1, domain);
        }
    }
    writer.finish();
    return PackedDataset::open(path);
}

} // namespace

UNDERPAINT_TEST(recipes_between_domains_read_back_what_they_say) {
    for (const std::string kind : {"cyclegan", "instagan"}) {
        const Recipe recipe = tiny(kind);
        CHECK_EQUAL(recipeText(parseRecipe(recipeText(recipe), "test")), recipeText(recipe));
        CHECK_CLOSE(twoWayOf(recipe).cycle, 10, 0);
    }
    CHECK_CLOSE(twoWayOf(tiny("cyclegan")).identity, 0.5, 0);
    CHECK_CLOSE(twoWayOf(tiny("instagan")).identity, 1, 0);
    CHECK(twoWayOf(tiny("instagan")).detachContext);
    CHECK_CLOSE(tiny("instagan").discriminatorRate, 1e-4, 0);
    CHECK_ERROR(parseRecipe(R"({"kind": "cyclegan", "objective": {"context": 1}})", "test"),
                "context");
    CHECK_ERROR(parseRecipe(R"({"kind": "instagan", "instances": 3})", "test"), "multiple");
}

UNDERPAINT_TEST(data_without_two_domains_is_refused) {
    const test::TemporaryFolder folder;
    const PackedDataset half = domains(folder / "half.pack", false);
    CHECK_ERROR(makeTrainer(tiny("cyclegan"), half, test::oneThread()), "domain B");
    const PackedDataset none = test::samplePack(folder / "none.pack", 2, photoSize);
    CHECK_ERROR(makeTrainer(tiny("instagan"), none, test::oneThread()), "domain A");
    Recipe recipe = tiny("instagan");
    recipe.generator = tiny("cyclegan").generator;
    CHECK_ERROR(makeTrainer(recipe, domains(folder / "a.pack"), test::oneThread()),
                "instagan.set_generator");
    recipe = tiny("cyclegan");
    recipe.augmentation.size = {42, 32};
    CHECK_ERROR(makeTrainer(recipe, domains(folder / "b.pack"), test::oneThread()), "multiples");
}

UNDERPAINT_TEST(instances_of_a_domain_become_masks_largest_first) {
    const test::TemporaryFolder folder;
    const PackedDataset data = domains(folder / "a.pack");
    CHECK_EQUAL(data.sizeOf(Domain::A), 3U);
    CHECK_EQUAL(data.only(Domain::B).size(), 3U);
    const at::Tensor masks = maskChannels(wholeSample(data, 0, photoSize), Domain::A, 4);
    CHECK(((masks + 1) / 2).sum({2, 3}).equal(at::tensor({400.0, 200.0, 0.0, 0.0}).view({1, 4})));
    CHECK(maskChannels(wholeSample(data, 0, photoSize), Domain::B, 2).max().item<double>() == -1);
}

UNDERPAINT_TEST(both_systems_between_domains_train_and_export_two_generators) {
    const test::TemporaryFolder folder;
    const PackedDataset data = domains(folder / "a.pack");
    for (const std::string kind : {"cyclegan", "instagan"}) {
        const auto trainer = makeTrainer(tiny(kind), data, test::oneThread());
        const StepResult result = trainer->step();
        CHECK(result.finite && trainer->finite());
        CHECK(result.losses.contains("D_B") && result.losses.contains("idt_A"));
        CHECK_EQUAL(result.losses.contains("ctx_A"), kind == "instagan");
        CHECK(!trainer->sampleSheet(2).empty());
        trainer->exportPackage(folder / "tiny.underpaint-model");
        const auto package = project::ModelPackage::open(folder / "tiny.underpaint-model");
        CHECK(package.manifest().networks.contains("G_A") &&
              package.manifest().networks.contains("G_B"));
        const auto names = translate::domainsOf(package.manifest());
        CHECK_EQUAL(names.a + " " + names.b, "sheep giraffe");
        CHECK(translate::openPhotoTranslator(package, {.device = "cpu"})
                  ->knows(translate::Direction::BToA));
    }
}

UNDERPAINT_TEST(instances_are_judged_by_a_pretrained_backbone) {
    const test::TemporaryFolder folder;
    const PackedDataset data = domains(folder / "a.pack");
    Recipe recipe = tiny("instagan");
    recipe.generator.options["keep_input"] = true;
    recipe.discriminator = {"instagan.projected_discriminator",
                            {{"width", std::int64_t{8}}, {"head_width", std::int64_t{8}}}};
    recipe.discriminatorAugmentation = {.translation = 0.2, .brightness = 0.2, .contrast = 0.2};
    TrainerSettings settings = test::oneThread();
    settings.backbones = std::filesystem::path(UNDERPAINT_SOURCE_FOLDER) / "models/backbones";
    CHECK_ERROR(makeTrainer(recipe, data, settings), "multiples of 16");
    recipe.augmentation.size = {48, 32};
    CHECK_EQUAL(recipeText(parseRecipe(recipeText(recipe), "test")), recipeText(recipe));
    const auto trainer = makeTrainer(recipe, data, settings);
    for (int i = 0; i < 2; ++i) {
        const StepResult result = trainer->step();
        CHECK(result.finite && trainer->finite());
        CHECK(result.losses.at("D_A") > 0 && result.losses.at("G_A") > 0);
    }
    trainer->exportPackage(folder / "tiny.underpaint-model");
    CHECK(!project::ModelPackage::open(folder / "tiny.underpaint-model")
               .manifest()
               .networks.contains("D_A"));
    // Without the weights that ship it says what is missing.
    settings.backbones = folder / "nowhere";
    CHECK_ERROR(makeTrainer(recipe, data, settings), "efficientnet");
}

UNDERPAINT_TEST(trainings_between_domains_end_the_same_when_cut) {
    const test::TemporaryFolder folder;
    const PackedDataset data = domains(folder / "a.pack");
    for (const std::string kind : {"cyclegan", "instagan"}) {
        CHECK(test::endsTheSameWhenCut(tiny(kind), data, folder / "", 3, 5));
    }
}

} // namespace train_two_way_test
