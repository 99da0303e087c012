// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimise/fine_tuning.h"

#include "engine/base/random.h"
#include "engine/train/objective/feature_stages.h"
#include "engine/train/optimise/trained_network.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <string>
#include <vector>

namespace train_fine_tuning_test {

using namespace underpaint;
using namespace underpaint::train;
using test::stateOf;
using test::tensorOf;

namespace {

constexpr Size pictureSize{32, 16};
constexpr std::uint16_t car = 2;

at::Tensor randomPicture(std::uint64_t seed) {
    Random random(seed);
    at::Tensor result = at::empty({1, 3, 6, 8}, at::kFloat);
    for (std::int64_t i = 0; i < result.numel(); ++i) {
        result.data_ptr<float>()[i] = static_cast<float>(2 * random.uniform() - 1);
    }
    return result;
}

/// The sample pairs with other colours in the photos; labels of `replaced` become the first class.
PackedDataset recolouredPack(const std::filesystem::path& path, std::size_t pairs,
                             std::uint16_t replaced = UINT16_MAX) {
    PackedWriter writer(path, test::sampleClasses(), "drawn by a test");
    for (std::size_t i = 0; i < pairs; ++i) {
        test::SamplePair pair = test::samplePair(pictureSize, 7 + i);
        for (int y = 0; y < pictureSize.height; ++y) {
            for (int x = 0; x < pictureSize.width; ++x) {
                pair.labels.at(x, y) =
                    pair.labels.at(x, y) == replaced ? std::uint16_t{0} : pair.labels.at(x, y);
                for (int c = 0; c < 3; ++c) {
                    pair.photo.at(x, y, c) =
                        static_cast<std::uint8_t>(255 - pair.photo.at(x, y, c));
                }
            }
        }
        writer.add("pair" + std::to_string(i), pair.photo, pair.labels, pair.instances);
    }
    writer.finish();
    return PackedDataset::open(path);
}

/// Without any random change of the pairs, so that losses speak of the same pixels every step.
Recipe plainRecipe() {
    Recipe recipe = test::tinyRecipe();
    recipe.augmentation = {
        .size = pictureSize, .smallestWindow = 1, .largestWindow = 1, .flip = false, .colour = 0};
    recipe.discriminatorAugmentation = {};
    recipe.generatorRate = 2e-3;
    recipe.objective.l1 = 50;
    recipe.average = 0;
    return recipe;
}

std::filesystem::path trainBase(const test::TemporaryFolder& folder) {
    const PackedDataset data = test::samplePack(folder / "base.pack", 2, pictureSize);
    const auto trainer = makeTrainer(plainRecipe(), data, test::oneThread());
    for (int i = 0; i < 60; ++i) {
        trainer->step();
    }
    const auto path = folder / "base.underpaint-model";
    trainer->exportPackage(path);
    return path;
}

/// Mean difference of the painted pictures of two sheets, in levels, of the cars or of the rest.
double drift(const Image& before, const Image& after, bool ofCars) {
    double sum = 0;
    int count = 0;
    for (int row = 0; row < before.height() / pictureSize.height; ++row) {
        const test::SamplePair pair =
            test::samplePair(pictureSize, 7 + static_cast<std::uint64_t>(row));
        for (int y = 0; y < pictureSize.height; ++y) {
            for (int x = 0; x < pictureSize.width; ++x) {
                for (int c = 0; c < 3 && (pair.labels.at(x, y) == car) == ofCars; ++c) {
                    const int px = pictureSize.width + x;
                    const int py = row * pictureSize.height + y;
                    sum += std::abs(before.at(px, py, c) - after.at(px, py, c));
                    ++count;
                }
            }
        }
    }
    return sum / count;
}

struct Drift {
    double cars = 0;
    double others = 0;
};

Drift driftAfter(const Recipe& recipe, const PackedDataset& data,
                 const std::filesystem::path& base) {
    const auto trainer = makeTrainer(recipe, data, test::oneThread(), base);
    const Image before = trainer->sampleSheet(2);
    for (int i = 0; i < 60; ++i) {
        trainer->step();
    }
    const Image after = trainer->sampleSheet(2);
    return {drift(before, after, true), drift(before, after, false)};
}

} // namespace

UNDERPAINT_TEST(pixels_of_other_classes_get_no_gradient) {
    const at::Tensor real = randomPicture(1);
    at::Tensor labels = at::zeros({1, 6, 8}, at::kInt);
    labels.narrow(2, 3, 3).fill_(2);
    labels.narrow(1, 5, 1).fill_(-1);
    const at::Tensor taught = taughtPixels(labels, {2, 5});
    CHECK_EQUAL(taught.sum().item<int>(), 5 * 3);
    // Features of 3x3 neighbourhoods, which look across the border of the mask.
    const at::Tensor kernel = randomPicture(3).narrow(2, 0, 3).narrow(3, 0, 3).contiguous();
    const FeatureStages stages{.name = "a convolution",
                               .loss = "G_Test",
                               .features =
                                   [kernel](const at::Tensor& x) {
                                       return std::vector<at::Tensor>{
                                           at::conv2d(x, kernel, {}, 1, 1)};
                                   },
                               .weights = {1}};
    const auto gradient = [&](const auto& loss) {
        at::Tensor painted = randomPicture(2);
        painted.set_requires_grad(true);
        return gradientsOf(loss(painted), {painted}, false).front().abs();
    };
    const at::Tensor masked = gradient([&](const at::Tensor& painted) {
        return taughtError(painted, real, taught) +
               perceptualLoss(stages, composed(painted, real, taught), real);
    });
    CHECK_EQUAL((masked * (1 - taught)).max().item<float>(), 0.0F);
    CHECK((masked.sum(1, true) + (1 - taught)).min().item<float>() > 0);
    const at::Tensor everywhere = gradient([&](const at::Tensor& painted) {
        return taughtError(painted, real, {}) +
               perceptualLoss(stages, composed(painted, real, {}), real);
    });
    CHECK((everywhere.sum(1, true)).min().item<float>() > 0);
    const at::Tensor kept = gradient([&](const at::Tensor& painted) {
        return driftFromBase(painted, {.taught = taught, .kept = real});
    });
    CHECK_EQUAL((kept * taught).max().item<float>(), 0.0F);
    CHECK((kept.sum(1, true) + taught).min().item<float>() > 0);
}

UNDERPAINT_TEST(the_error_of_a_class_is_the_mean_over_its_pixels) {
    const at::Tensor real = at::zeros({1, 3, 4, 4});
    at::Tensor painted = at::full({1, 3, 4, 4}, 0.5);
    painted.narrow(2, 0, 1).fill_(0.25);
    at::Tensor taught = at::zeros({1, 1, 4, 4});
    taught.narrow(2, 0, 1).fill_(1);
    CHECK_CLOSE(taughtError(painted, real, taught).item<double>(), 0.25, 1e-6);
    CHECK_CLOSE(taughtError(painted, real, {}).item<double>(), (0.25 + 3 * 0.5) / 4, 1e-6);
    CHECK_CLOSE(driftFromBase(painted, {.taught = taught, .kept = real}).item<double>(), 0.5, 1e-6);
    CHECK_EQUAL(taughtError(painted, real, at::zeros({1, 1, 4, 4})).item<float>(), 0.0F);
}

UNDERPAINT_TEST(where_no_class_is_shown_the_generator_stays) {
    const test::TemporaryFolder folder;
    const PackedDataset data = recolouredPack(folder / "a.pack", 2, car);
    for (const bool taught : {false, true}) {
        Recipe recipe = plainRecipe();
        recipe.classes = {taught ? "road" : "car"};
        const auto trainer = makeTrainer(recipe, data, test::oneThread());
        const auto before = stateOf(*trainer, folder / "before");
        trainer->step();
        trainer->step();
        const auto after = stateOf(*trainer, folder / "after");
        for (const char* name : {"G/model.1.weight", "E/model.1.weight"}) {
            CHECK_EQUAL(tensorOf(before, name).equal(tensorOf(after, name)), !taught);
        }
    }
}

UNDERPAINT_TEST(the_base_model_keeps_untouched_classes_as_they_were) {
    const test::TemporaryFolder folder;
    const auto base = trainBase(folder);
    const PackedDataset data = recolouredPack(folder / "a.pack", 2);
    Recipe recipe = plainRecipe();
    recipe.classes = {"car"};
    const Drift off = driftAfter(recipe, data, base);
    recipe.keepBase = 100;
    const Drift kept = driftAfter(parseRecipe(recipeText(recipe), "test"), data, base);
    CHECK(off.others > 5);
    CHECK(kept.others < 0.5 * off.others);
    CHECK(kept.cars > 0.4 * off.cars);
    CHECK(kept.cars > 2 * kept.others);
}

UNDERPAINT_TEST(a_kept_base_is_part_of_the_state) {
    const test::TemporaryFolder folder;
    const auto base = trainBase(folder);
    const PackedDataset data = recolouredPack(folder / "a.pack", 2);
    Recipe recipe = plainRecipe();
    recipe.classes = {"2", "pole"};
    recipe.keepBase = 10;
    recipe.freeze = {"encoder", "all_but_last:2"};
    const auto whole = makeTrainer(recipe, data, test::oneThread(), base);
    const auto start = stateOf(*whole, folder / "start");
    for (int i = 0; i < 3; ++i) {
        whole->step();
    }
    whole->save(folder / "half");
    for (int i = 0; i < 3; ++i) {
        CHECK(whole->step().losses.contains("G_Keep"));
    }
    const auto end = stateOf(*whole, folder / "whole");
    for (const char* frozen : {"G/model.1.weight", "G/model.7.conv_block.5.weight",
                               "E/model.1.weight", "base/G/model.12.weight"}) {
        CHECK(tensorOf(start, frozen).equal(tensorOf(end, frozen)));
    }
    for (const char* trained : {"G/model.8.weight", "G/model.12.weight"}) {
        CHECK(!tensorOf(start, trained).equal(tensorOf(end, trained)));
    }
    const auto resumed = makeTrainer(recipe, data, test::oneThread());
    CHECK_ERROR(resumed->step(), "keep_base");
    resumed->restore(folder / "half");
    for (int i = 0; i < 3; ++i) {
        resumed->step();
    }
    resumed->save(folder / "resumed");
    CHECK(test::contentOf(folder / "resumed") == test::contentOf(folder / "whole"));
}

UNDERPAINT_TEST(fine_tuning_that_cannot_be_is_refused) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    Recipe recipe = plainRecipe();
    recipe.classes = {"car", "boat"};
    CHECK_ERROR(makeTrainer(recipe, data, test::oneThread()), "boat");
    recipe.classes.clear();
    recipe.keepBase = 1;
    CHECK_ERROR(makeTrainer(recipe, data, test::oneThread()), "keep_base");
    const auto base = trainBase(folder);
    recipe.classes = {"car"};
    recipe.generator.options["n_blocks"] = std::int64_t{2};
    CHECK_ERROR(makeTrainer(recipe, data, test::oneThread(), base), "no base model");
}

} // namespace train_fine_tuning_test
