// SPDX-License-Identifier: GPL-3.0-or-later
// What training against a pretrained backbone consists of.
#include "engine/base/random.h"
#include "engine/kernels/noise_planes.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/systems/spectral_norm.h"
#include "engine/nets/weights/backbone_weights.h"
#include "engine/nets/weights/initialise.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/project/package/model_package.h"
#include "engine/train/data/class_balance.h"
#include "engine/train/data/condition.h"
#include "engine/train/data/sample.h"
#include "engine/train/objective/feature_stages.h"
#include "engine/train/optimise/trained_network.h"
#include "engine/translate/translator.h"
#include "tests/engine/nets_samples.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace projected_test {

using namespace underpaint;
using namespace underpaint::train;
using test::stateOf;
using test::tensorOf;

namespace {

using Whole = std::int64_t;

const std::filesystem::path backbones =
    std::filesystem::path(UNDERPAINT_SOURCE_FOLDER) / "models/backbones";
constexpr Size pictureSize{32, 32};

TrainerSettings settings() {
    TrainerSettings own = test::oneThread();
    own.backbones = backbones;
    return own;
}

/// The new objective with the smallest networks.
Recipe projectedRecipe() {
    Recipe recipe = test::tinyRecipe();
    recipe.generator = {"pix2pixhd.modulated_generator",
                        {{"ngf", Whole{4}},
                         {"n_downsampling", Whole{2}},
                         {"max_channels", Whole{8}},
                         {"n_blocks", Whole{1}},
                         {"n_fine_blocks", Whole{1}},
                         {"noise_nc", Whole{2}}}};
    recipe.discriminator = {"projected_discriminator",
                            {{"width", Whole{8}}, {"head_width", Whole{8}}}};
    recipe.moreDiscriminators = {{.network = {"pix2pixhd.multiscale_discriminator",
                                              {{"ndf", Whole{4}},
                                               {"n_layers", Whole{2}},
                                               {"num_D", Whole{1}},
                                               {"norm", std::string("none")},
                                               {"spectral_norm", true}}},
                                  .adversarial = 0.5,
                                  .featureMatching = 1}};
    recipe.augmentation.size = pictureSize;
    recipe.augmentation.balanced = true;
    recipe.augmentation.largestShare = 0.9;
    recipe.objective = {
        .gan = "hinge", .adversarial = 0.5, .featureMatching = 0, .l1 = 2, .perceptual = 7.5};
    recipe.perceptual = PerceptualNetwork{};
    recipe.warmUp = 2;
    recipe.longestGradient = 20;
    return parseRecipe(recipeText(recipe), "test");
}

/// Largest singular value of a weight as a matrix of its output channels.
double largestSingularValue(const at::Tensor& weight) {
    const at::Tensor matrix = weight.flatten(1);
    at::Tensor v = at::ones({matrix.size(1)});
    for (int i = 0; i < 200; ++i) {
        v = at::mv(matrix.t(), at::mv(matrix, v));
        v = v / v.norm();
    }
    return at::mv(matrix, v).norm().item<double>();
}

} // namespace

UNDERPAINT_TEST(spectral_norm_comes_to_a_singular_value_of_one) {
    const at::Tensor weight = test::randomTensor({6, 5, 3, 3}, 1);
    const at::Tensor u = test::randomTensor({6}, 2);
    const at::Tensor before = u.clone();
    nets::spectrallyNormalised(weight, u, false);
    CHECK(u.equal(before));
    for (int i = 0; i < 100; ++i) {
        nets::spectrallyNormalised(weight, u, true);
    }
    CHECK(!u.equal(before));
    CHECK_CLOSE(largestSingularValue(nets::spectrallyNormalised(weight, u, false)), 1.0, 1e-4);
    // A weight that grows changes nothing, so that its gradient is orthogonal to it.
    at::Tensor leaf = weight.clone().set_requires_grad(true);
    const at::Tensor probe = test::randomTensor({6, 5, 3, 3}, 3);
    const at::Tensor loss = (nets::spectrallyNormalised(leaf, u, false) * probe).sum();
    const at::Tensor gradient = gradientsOf(loss, {leaf}, false).front();
    CHECK(gradient.abs().max().item<double>() > 1e-3);
    CHECK_CLOSE((gradient * weight).sum().item<double>(), 0.0, 1e-4);
}

UNDERPAINT_TEST(noise_has_unit_variance_and_stays_where_it_is) {
    constexpr int width = 256;
    constexpr int height = 192;
    constexpr std::size_t area = std::size_t{width} * height;
    std::vector<float> noise(3 * area);
    kernels::noisePlanes(5, width, height, 3, noise.data());
    for (std::size_t plane = 0; plane < 3; ++plane) {
        double sum = 0;
        double squares = 0;
        for (std::size_t i = plane * area; i < (plane + 1) * area; ++i) {
            sum += noise[i];
            squares += static_cast<double>(noise[i]) * noise[i];
        }
        CHECK(std::abs(sum / area) < 0.2);
        CHECK(std::abs(squares / area - 1) < 0.25);
    }
    std::vector<float> part(3 * 100 * 50);
    kernels::noisePlanes(5, 100, 50, 3, part.data());
    for (int plane = 0; plane < 3; ++plane) {
        for (int y = 0; y < 50; ++y) {
            for (int x = 0; x < 100; ++x) {
                CHECK_EQUAL(part[static_cast<std::size_t>((plane * 50 + y) * 100 + x)],
                            noise[static_cast<std::size_t>((plane * height + y) * width + x)]);
            }
        }
    }
    std::vector<float> other(3 * area);
    kernels::noisePlanes(6, width, height, 3, other.data());
    CHECK(other != noise);
    CHECK(!noiseOf(0, 4, 4, {1}).defined());
}

UNDERPAINT_TEST(a_modulated_norm_per_pixel_is_what_its_definition_says) {
    const at::Tensor x = test::randomTensor({2, 19, 2, 3}, 1);
    const at::Tensor modulation = test::randomTensor({2, 38, 2, 3}, 2);
    nets::EagerRun run;
    const at::Tensor y = run.normaliseModulated(x, nets::ModulatedNorm::Pixel, modulation,
                                                nets::Activation::Relu, {});
    double square = nets::modulatedNormEpsilon;
    for (Whole c = 0; c < 19; ++c) {
        const double value = x[1][c][1][2].item<double>();
        square += value * value / 19;
    }
    for (Whole c = 0; c < 19; ++c) {
        const double plain = x[1][c][1][2].item<double>() / std::sqrt(square);
        const double expected = plain * (1 + modulation[1][c][1][2].item<double>()) +
                                modulation[1][c + 19][1][2].item<double>();
        CHECK_CLOSE(y[1][c][1][2].item<double>(), std::max(0.0, expected), 1e-4);
    }
}

UNDERPAINT_TEST(a_decoder_of_norms_per_pixel_sees_no_further_than_its_convolutions) {
    const nets::Network network =
        nets::Network::create("pix2pixhd.modulated_generator", {{"input_nc", Whole{5}},
                                                                {"ngf", Whole{8}},
                                                                {"n_downsampling", Whole{2}},
                                                                {"norm", std::string("pixel")},
                                                                {"decoder_only", true},
                                                                {"n_blocks", Whole{1}}});
    const nets::ParamStore weights = nets::initialWeights(network, nets::Initialisation::Scaled, 1);
    const at::Tensor small = test::randomTensor({1, 5, 64, 64}, 3);
    at::Tensor large = test::randomTensor({1, 5, 64, 160}, 4);
    large.narrow(3, 0, 64).copy_(small);
    nets::EagerRun run;
    const at::Tensor a = network.generate(run, nets::Scope(weights), nets::NetworkInput(small));
    const at::Tensor b = network.generate(run, nets::Scope(weights), nets::NetworkInput(large));
    // Stem, block and way up at 1/4: at most 16 + 5 + 3 pixels beyond the last ones.
    CHECK(at::allclose(a.narrow(3, 0, 32), b.narrow(3, 0, 32), 1e-4, 1e-5));
    CHECK(!at::allclose(a.narrow(3, 60, 4), b.narrow(3, 60, 4), 1e-4, 1e-5));
}

UNDERPAINT_TEST(a_modulated_norm_is_what_its_definition_says) {
    const at::Tensor x = test::randomTensor({2, 3, 4, 6}, 1);
    const at::Tensor modulation = test::randomTensor({2, 6, 4, 6}, 2);
    const at::Tensor residual = test::randomTensor({2, 3, 4, 6}, 3);
    nets::EagerRun run;
    const at::Tensor y = run.normaliseModulated(x, nets::ModulatedNorm::Instance, modulation,
                                                nets::Activation::LeakyRelu, residual);
    for (Whole n = 0; n < 2; ++n) {
        for (Whole c = 0; c < 3; ++c) {
            const at::Tensor plane = x[n][c].to(at::kDouble);
            const double mean = plane.mean().item<double>();
            const double variance = (plane - mean).square().mean().item<double>();
            const double value = x[n][c][1][2].item<double>();
            const double plain = (value - mean) / std::sqrt(variance + nets::modulatedNormEpsilon);
            double expected = plain * (1 + modulation[n][c][1][2].item<double>()) +
                              modulation[n][c + 3][1][2].item<double>() +
                              residual[n][c][1][2].item<double>();
            expected = expected < 0 ? expected * nets::leakySlope : expected;
            CHECK_CLOSE(y[n][c][1][2].item<double>(), expected, 1e-4);
        }
    }
}

UNDERPAINT_TEST(a_projected_discriminator_trains_its_heads_only) {
    const nets::Network network =
        nets::Network::create("projected_discriminator", {{"input_nc", Whole{5}}});
    const TrainedNetwork trained(network,
                                 nets::initialWeights(network, nets::Initialisation::Scaled, 1));
    for (const std::string& key : trained.keys()) {
        CHECK(key.starts_with("heads."));
    }
    CHECK_EQUAL(trained.keys().size(), std::size_t{4 * 3 * 2});
    const at::Tensor input = test::randomTensor({1, 5, 32, 48}, 7).set_requires_grad(true);
    nets::EagerRun run({.batchStatistics = true});
    const auto scores = network.judge(run, trained.scope(), input);
    CHECK_EQUAL(scores.size(), std::size_t{4});
    CHECK_EQUAL(scores[0][0].size(2), Whole{8}); // stride 2, and 2 more in the head
    CHECK_EQUAL(scores[3][0].size(3), Whole{3}); // stride 16
    at::Tensor sum = at::zeros({});
    for (const auto& head : scores) {
        sum = sum + head.front().mean();
    }
    const at::Tensor gradient = gradientsOf(sum, {input}, false).front();
    // It sees the labels and the photo.
    CHECK(gradient.narrow(1, 0, 2).abs().max().item<double>() > 0);
    CHECK(gradient.narrow(1, 2, 3).abs().max().item<double>() > 0);
}

UNDERPAINT_TEST(backbones_that_ship_are_whole) {
    for (const char* name : {"backbone.efficientnet_lite0", "backbone.squeezenet_1_1"}) {
        const nets::ParamStore weights = nets::backboneWeights(backbones, name, at::kCPU);
        CHECK_EQUAL(weights.size(), nets::Network::create(name, {}).parameters().size());
    }
    CHECK_ERROR(nets::backboneWeights({}, "backbone.squeezenet_1_1", at::kCPU), "are not there");
}

UNDERPAINT_TEST(pretrained_stages_see_how_far_pictures_are_apart) {
    const at::Tensor photo = test::randomTensor({1, 3, 64, 64}, 1) * 0.5;
    const at::Tensor near = photo + 0.05 * test::randomTensor({1, 3, 64, 64}, 2);
    const at::Tensor far = test::randomTensor({1, 3, 64, 64}, 3);
    for (const FeatureStages& stages :
         {efficientNetStages(backbones, at::kCPU), squeezeNetStages(backbones, at::kCPU)}) {
        const double none = perceptualLoss(stages, photo, photo).item<double>();
        const double little = perceptualLoss(stages, near, photo).item<double>();
        const double much = perceptualLoss(stages, far, photo).item<double>();
        CHECK_EQUAL(none, 0.0);
        CHECK(little > 0.01 && little < much);
        CHECK(much < 3); // in units of the photo's own activations
    }
}

UNDERPAINT_TEST(training_against_a_backbone_warms_up_and_resumes_byte_for_byte) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 4, {48, 40});
    const auto trainer = makeTrainer(projectedRecipe(), data, settings());
    const auto first = trainer->step().losses;
    CHECK(first.contains("G_Perceptual") && !first.contains("D") && !first.contains("G_GAN"));
    trainer->step();
    const auto judged = trainer->step().losses;
    for (const char* name : {"D", "G_GAN", "G_GAN2", "G_GAN_Feat2", "D_real2", "D_fake"}) {
        CHECK(judged.contains(name));
    }
    CHECK(!judged.contains("G_GAN_Feat"));
    CHECK_CLOSE(judged.at("G"),
                0.5 * (judged.at("G_GAN") + judged.at("G_GAN2")) + judged.at("G_GAN_Feat2") +
                    judged.at("G_L1") + judged.at("G_Perceptual"),
                1e-3);
    trainer->save(folder / "three");
    const auto resumed = makeTrainer(projectedRecipe(), data, settings());
    resumed->restore(folder / "three");
    trainer->step();
    resumed->step();
    trainer->save(folder / "four");
    resumed->save(folder / "four again");
    CHECK(test::contentOf(folder / "four") == test::contentOf(folder / "four again"));
}

UNDERPAINT_TEST(discriminators_learn_and_their_backbone_does_not) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 4, {48, 40});
    Recipe recipe = projectedRecipe();
    recipe.warmUp = 0;
    const auto trainer = makeTrainer(recipe, data, settings());
    const auto before = stateOf(*trainer, folder / "before");
    trainer->step();
    const auto after = stateOf(*trainer, folder / "after");
    const auto same = [&](const std::string& name) {
        return tensorOf(before, name).equal(tensorOf(after, name));
    };
    CHECK(!same("D/heads.0.0.weight") && !same("D/heads.0.0.weight_u"));
    CHECK(!same("D2/scale0_layer0.0.weight"));
    CHECK(same("D/backbone.stem.weight") && same("D/mix.0.weight") && same("D/cross.3.weight"));
    const nets::ParamStore pretrained =
        nets::backboneWeights(backbones, "backbone.efficientnet_lite0", at::kCPU);
    CHECK(tensorOf(after, "D/backbone.stem.weight").equal(pretrained.at("stem.weight")));
}

UNDERPAINT_TEST(without_styles_a_step_teaches_the_encoder_nothing) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 4, {48, 40});
    const auto teachesEncoder = [&](double dropout) {
        Recipe recipe = projectedRecipe();
        recipe.styleDropout = dropout;
        const auto trainer = makeTrainer(parseRecipe(recipeText(recipe), "test"), data, settings());
        const auto before = stateOf(*trainer, folder / "before");
        trainer->step();
        const auto after = stateOf(*trainer, folder / "after");
        CHECK(!tensorOf(before, "G/head.weight").equal(tensorOf(after, "G/head.weight")));
        return !tensorOf(before, "E/model.1.weight").equal(tensorOf(after, "E/model.1.weight"));
    };
    CHECK(teachesEncoder(0));
    CHECK(!teachesEncoder(1));
}

UNDERPAINT_TEST(gradients_are_shortened_to_the_longest_that_is_allowed) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 4, {48, 40});
    const auto lengthWith = [&](double longest) {
        Recipe recipe = projectedRecipe();
        recipe.longestGradient = longest;
        const auto trainer = makeTrainer(recipe, data, settings());
        trainer->step();
        const auto state = stateOf(*trainer, folder / "state");
        double squares = 0;
        for (const project::StoredTensor& tensor : state.tensors()) {
            if (tensor.name.starts_with("adam/G/first/")) {
                squares += std::pow(nets::toTensor(tensor).norm().item<double>(), 2);
            }
        }
        // Adam's first moment after one step with beta1 = 0.5.
        return std::sqrt(squares) / 0.5;
    };
    const double whole = lengthWith(0);
    CHECK(whole > 0.2);
    CHECK_CLOSE(lengthWith(0.1), 0.1, 1e-4);
    CHECK_CLOSE(lengthWith(100 * whole), whole, 1e-4 * whole);
}

UNDERPAINT_TEST(rare_classes_are_drawn_as_often_as_common_ones) {
    // Class 1 in one pair of ten.
    const test::TemporaryFolder folder;
    PackedWriter writer(folder / "rare.pack", test::sampleClasses(), "drawn by a test");
    constexpr Size size{64, 48};
    for (int i = 0; i < 20; ++i) {
        LabelPlane labels(size.width, size.height, 1, std::uint16_t{0});
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width / 2; ++x) {
                labels.at(x, y) = i % 10 == 0 && x < 8 ? 1 : 2;
            }
        }
        writer.add("p" + std::to_string(i), Image(size.width, size.height, 3, 9), labels,
                   InstancePlane(size.width, size.height, 1, 0U));
    }
    writer.finish();
    const PackedDataset data = PackedDataset::open(folder / "rare.pack");
    const ClassBalance balance(data);
    Augmentation augmentation;
    augmentation.size = {32, 16};
    augmentation.smallestWindow = 0.3;
    augmentation.largestWindow = 0.5;
    augmentation.largestShare = 0.95;
    const auto sharesOf = [&](bool balanced) {
        augmentation.balanced = balanced;
        int rare = 0;
        int uniform = 0;
        for (std::uint64_t i = 0; i < 300; ++i) {
            const at::Tensor labels = drawSample(data, augmentation, 3, i, &balance).labels;
            rare += (labels == 1).any().item<bool>() ? 1 : 0;
            uniform += labels.min().item<int>() == labels.max().item<int>() ? 1 : 0;
        }
        return std::pair{rare, uniform};
    };
    const auto [rareBalanced, uniformBalanced] = sharesOf(true);
    const auto [rarePlain, uniformPlain] = sharesOf(false);
    CHECK(rarePlain < 40);
    CHECK(rareBalanced > 60);
    // Windows of one class are drawn again, a few times.
    CHECK(uniformBalanced + uniformPlain < 60);
    // A function of its arguments: a resumed run sees the same.
    CHECK(drawSample(data, augmentation, 3, 17, &balance)
              .labels.equal(drawSample(data, augmentation, 3, 17, &balance).labels));
}

UNDERPAINT_TEST(a_package_with_noise_paints_another_photo_for_another_seed) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 4, {48, 40});
    const auto trainer = makeTrainer(projectedRecipe(), data, settings());
    trainer->step();
    const auto path = folder / "noisy.underpaint-model";
    trainer->exportPackage(path);
    const auto translator =
        translate::openTranslator(project::ModelPackage::open(path), {"cpu", {}, 1});
    CHECK(translator->capabilities().variation);
    scene::SceneState state;
    state.labelSet = test::sampleLabelSet();
    const test::SamplePair pair = test::samplePair({64, 48}, 3);
    state.labels = scene::LabelMap(pair.labels);
    state.instances = scene::InstanceMap(pair.instances);
    const auto painted = [&](std::uint64_t seed) {
        state.seed = seed;
        return translator->render(scene::SceneSnapshot(state), {}, {}, {}).photo;
    };
    CHECK(painted(1) == painted(1));
    CHECK(painted(1) != painted(2));
}

UNDERPAINT_TEST(what_cannot_be_trained_so_is_refused_by_name) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, {48, 40});
    const auto problem = [&](auto change) {
        Recipe recipe = projectedRecipe();
        change(recipe);
        std::string text;
        for (const std::string& one : checkTraining(recipe, data)) {
            text += one + "\n";
        }
        return text;
    };
    CHECK(problem([](Recipe&) {}).empty());
    const auto says = [&](const std::string& part, auto change) {
        return problem(change).find(part) != std::string::npos;
    };
    CHECK(says("multiples of 16", [](Recipe& r) { r.augmentation.size = {24, 24}; }));
    CHECK(says("no stages of its own", [](Recipe& r) { r.objective.featureMatching = 1; }));
    CHECK(says("warm_up", [](Recipe& r) {
        r.objective.l1 = 0;
        r.perceptual.reset();
    }));
    CHECK(says("no discriminator of pix2pixHD",
               [](Recipe& r) { r.moreDiscriminators[0].network.network = "segmenter"; }) ||
          says("option", [](Recipe& r) { r.moreDiscriminators[0].network.network = "segmenter"; }));
    CHECK_ERROR(makeTrainer(projectedRecipe(), data, test::oneThread()), "are not there");
    CHECK_ERROR(
        parseRecipe(R"({"generator": {}, "discriminator": {}, "more_discriminators": 3})", "r"),
        "more_discriminators");
}

} // namespace projected_test
