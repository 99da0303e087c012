// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/run/inference_run.h"
#include "engine/nets/systems/segmenter.h"
#include "engine/nets/weights/backbone_weights.h"
#include "engine/nets/weights/initialise.h"
#include "engine/train/optimise/adam.h"
#include "engine/train/systems/segmenter_loss.h"
#include "engine/train/systems/segmenter_trainer.h"
#include "engine/translate/segmentation.h"
#include "engine/translate/segmentation_map.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace segmenter_test {

using namespace underpaint;
using namespace underpaint::train;

namespace {

const TrainerSettings oneThread{.device = "cpu", .threads = 1};
const translate::EngineSettings onCpu{
    .device = "cpu", .precision = nets::Precision::Fp32, .threads = 1};

std::string contentOf(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

nets::Network smallSegmenter() {
    return nets::Network::create("segmenter",
                                 {{"classes", std::int64_t{5}}, {"width", std::int64_t{8}}});
}

at::Tensor randomTensor(const std::vector<std::int64_t>& shape, std::uint64_t seed) {
    Random random(seed);
    at::Tensor result = at::empty(shape, at::kFloat);
    for (std::int64_t i = 0; i < result.numel(); ++i) {
        result.data_ptr<float>()[i] = static_cast<float>(random.normal());
    }
    return result;
}

Recipe tinySegmenter() {
    Recipe recipe;
    recipe.name = "tiny-segmenter";
    recipe.kind = "segmenter";
    segmenterOf(recipe).options = {{"width", std::int64_t{8}}};
    segmenterOf(recipe).rate = 4e-3;
    recipe.augmentation = {
        .size = {48, 32}, .smallestWindow = 0.9, .largestWindow = 1, .flip = true, .colour = 0.05};
    recipe.beta1 = 0.9;
    recipe.batch = 4;
    recipe.steps = 100;
    recipe.decayFrom = 0;
    recipe.average = 0.9;
    recipe.precision = "fp32";
    return recipe;
}

/// The state after `steps` steps, as the bytes of a checkpoint.
std::string stateAfter(Trainer& trainer, std::int64_t steps, const std::filesystem::path& path) {
    while (trainer.stepsDone() < steps) {
        CHECK(trainer.step().finite);
    }
    trainer.save(path);
    return contentOf(path);
}

/// Share of the pixels of freshly drawn pairs whose class is found.
double accuracyOf(translate::Segmentation& segmentation, Size size) {
    double right = 0;
    constexpr std::uint64_t pairs = 4;
    for (std::uint64_t i = 0; i < pairs; ++i) {
        const test::SamplePair pair = test::samplePair(size, 1000 + i);
        const LabelPlane labels = segmentation.segment(pair.photo).labels;
        for (std::size_t k = 0; k < labels.values().size(); ++k) {
            right += labels.values()[k] == pair.labels.values()[k] ? 1 : 0;
        }
    }
    return right / static_cast<double>(pairs) / static_cast<double>(size.area());
}

} // namespace

UNDERPAINT_TEST(a_segmenter_scores_at_half_of_the_size_and_shows_its_stages) {
    const nets::Network network = smallSegmenter();
    CHECK(!network.isGenerator());
    CHECK_EQUAL(network.multiple(), 16);
    const nets::ParamStore weights = nets::initialWeights(network, nets::Initialisation::Scaled, 1);
    nets::EagerRun run;
    at::Tensor photo = randomTensor({2, 3, 32, 48}, 1);
    const nets::Scope scope(weights);
    const at::Tensor scores = network.forward(run, scope, {{"input", photo}}).at("output");
    CHECK(scores.sizes() == at::IntArrayRef({2, 5, 16, 24}));

    photo.set_requires_grad(true);
    const auto* segmenter = network.as<nets::Segmenter>();
    CHECK(segmenter != nullptr);
    const std::vector<at::Tensor> stages = segmenter->features(run, scope, photo);
    CHECK_EQUAL(stages.size(), 4U);
    const std::vector<std::int64_t> channels{8, 12, 20, 32};
    for (std::size_t i = 0; i < stages.size(); ++i) {
        CHECK_EQUAL(stages[i].size(1), channels[i]);
        CHECK_EQUAL(stages[i].size(2), 32 >> (i + 1));
        CHECK_EQUAL(stages[i].size(3), 48 >> (i + 1));
        CHECK(stages[i].min().item<float>() >= 0);
    }
    const auto gradient = gradientsOf(stages.back().sum(), {photo}, false);
    CHECK(gradient.front().abs().max().item<float>() > 0);
}

UNDERPAINT_TEST(a_segmenter_on_a_pretrained_trunk_learns_from_it) {
    const nets::Network network =
        nets::Network::create("segmenter", {{"classes", std::int64_t{5}},
                                            {"width", std::int64_t{8}},
                                            {"trunk", std::string("efficientnet_lite0")}});
    CHECK_EQUAL(network.multiple(), 32);
    nets::ParamStore weights = nets::initialWeights(network, nets::Initialisation::Scaled, 1);
    CHECK(!weights.contains("trunk.head.weight")); // of ImageNet's classifier
    const std::filesystem::path folder =
        std::filesystem::path(UNDERPAINT_SOURCE_FOLDER) / "models/backbones";
    nets::setBackbone(weights, network, folder);
    const nets::ParamStore pretrained =
        nets::backboneWeights(folder, "backbone.efficientnet_lite0", at::kCPU);
    CHECK(at::equal(weights.at("trunk.stem.weight"), pretrained.at("stem.weight")));
    CHECK(at::equal(weights.at("trunk.blocks.15.project.bias"),
                    pretrained.at("blocks.15.project.bias")));

    nets::EagerRun run;
    const at::Tensor photo = randomTensor({1, 3, 64, 96}, 1).tanh();
    const nets::Scope scope(weights);
    const at::Tensor scores = network.forward(run, scope, {{"input", photo}}).at("output");
    CHECK(scores.sizes() == at::IntArrayRef({1, 5, 32, 48}));
    const auto stages = network.as<nets::Segmenter>()->features(run, scope, photo);
    CHECK_EQUAL(stages.size(), 4U);
    CHECK_EQUAL(stages.back().size(1), 112);

    const TrainedNetwork trained(network, weights);
    const auto& keys = trained.keys();
    CHECK(std::find(keys.begin(), keys.end(), "trunk.stem.weight") != keys.end());
}

UNDERPAINT_TEST(factors_slow_single_parameters_down) {
    const std::vector<at::Tensor> parameters{at::zeros({2}), at::zeros({2})};
    Adam adam(parameters, {.learningRate = 0.1});
    CHECK_ERROR(adam.setFactors({1}), "factors");
    adam.setFactors({1, 0.1});
    adam.step({at::ones({2}), at::ones({2})});
    CHECK_CLOSE(parameters[0][0].item<double>(), -0.1, 1e-6);
    CHECK_CLOSE(parameters[1][0].item<double>(), -0.01, 1e-6);
}

UNDERPAINT_TEST(a_pixels_scores_depend_on_its_surroundings_only) {
    // Stored statistics: what is far away, or in another picture of the batch, changes nothing.
    const nets::Network network = smallSegmenter();
    const nets::ParamStore weights = nets::initialWeights(network, nets::Initialisation::Scaled, 2);
    nets::EagerRun run;
    const at::Tensor photo = randomTensor({2, 3, 32, 640}, 3);
    at::Tensor other = photo.clone();
    other.slice(3, 512).zero_();
    other[1].zero_();
    const auto score = [&](const at::Tensor& x) {
        return network.forward(run, nets::Scope(weights), {{"input", x}}).at("output");
    };
    const at::Tensor a = score(photo);
    const at::Tensor b = score(other);
    CHECK(at::equal(a[0].slice(2, 0, 64), b[0].slice(2, 0, 64)));
    CHECK(!at::equal(a[0].slice(2, 256), b[0].slice(2, 256)));
}

UNDERPAINT_TEST(inference_scores_as_training_does) {
    const nets::Network network = smallSegmenter();
    const nets::ParamStore weights = nets::initialWeights(network, nets::Initialisation::Scaled, 3);
    const at::Tensor photo = randomTensor({1, 3, 48, 64}, 4).tanh();
    nets::EagerRun eager;
    const at::Tensor expected =
        network.forward(eager, nets::Scope(weights), {{"input", photo}}).at("output");
    nets::PreparedWeights prepared(weights, at::kCPU, nets::Precision::Fp32);
    nets::InferenceRun run(prepared, {});
    const at::Tensor found =
        network.forward(run, nets::Scope(prepared.weights()), {{"input", photo}}).at("output");
    const double scale = expected.abs().max().item<double>();
    CHECK((found - expected).abs().max().item<double>() < 1e-4 * scale);
}

UNDERPAINT_TEST(rare_classes_count_more_and_ignored_ones_nothing) {
    const test::TemporaryFolder folder;
    PackedWriter writer(folder.path() / "a.pack", test::sampleClasses(), "drawn by a test");
    // 64 pixels of class 0, 16 of 1, 1 of 2, 19 of 5.
    LabelPlane labels(10, 10, 0);
    for (std::size_t i = 64; i < 100; ++i) {
        labels.values()[i] = static_cast<std::uint16_t>(i < 80 ? 1 : (i == 80 ? 2 : 5));
    }
    writer.add("a", Image(10, 10, 3, 0), labels, InstancePlane(10, 10));
    writer.finish();
    const PackedDataset data = PackedDataset::open(folder.path() / "a.pack");
    SegmenterRecipe recipe;
    recipe.ignore = {"pole"};
    recipe.largestClassWeight = 5;
    const at::Tensor expected = at::tensor({1.0F, 2.0F, 5.0F, 0.0F, 0.0F, 0.0F});
    CHECK(at::allclose(classWeights(recipe, data), expected));
    recipe.ignore = {"boat"};
    CHECK_ERROR(classWeights(recipe, data), "boat");
}

UNDERPAINT_TEST(the_loss_is_the_weighted_cross_entropy_of_the_enlarged_scores) {
    const at::Tensor logits = randomTensor({2, 3, 2, 3}, 5);
    const at::Tensor labels =
        at::tensor({0, 1, 2, -1, 0, 0, 1, 1, 0, 0, 2, 1, 0, 1, 2, -1, 0, 0, 1, 1, 0, 0, 2, 1})
            .view({2, 3, 4})
            .to(at::kInt);
    const at::Tensor weights = at::tensor({1.0F, 3.0F, 0.0F});
    constexpr double smoothing = 0.2;
    const SegmenterScore score = segmenterScore(logits, labels, weights, smoothing);
    const at::Tensor shares =
        at::log_softmax(at::upsample_bilinear2d(logits, {3, 4}, false), 1).to(at::kDouble);
    double sum = 0;
    double total = 0;
    double hits = 0;
    double counted = 0;
    for (std::int64_t n = 0; n < 2; ++n) {
        for (std::int64_t y = 0; y < 3; ++y) {
            for (std::int64_t x = 0; x < 4; ++x) {
                const int label = labels[n][y][x].item<int>();
                if (label < 0 || label == 2) {
                    continue;
                }
                const auto own = [&](int c) { return shares[n][c][y][x].item<double>(); };
                const double weight = label == 0 ? 1 : 3;
                const double even = (own(0) + own(1)) / 2;
                sum -= weight * ((1 - smoothing) * own(label) + smoothing * even);
                total += weight;
                const bool right = own(label) >= own(1 - label) && own(label) >= own(2);
                hits += right ? 1 : 0;
                counted += 1;
            }
        }
    }
    CHECK_CLOSE(score.loss.item<double>(), sum / total, 1e-5);
    CHECK_CLOSE(score.accuracy.item<double>(), hits / counted, 1e-6);

    // Nothing to learn from is no loss, and no gradient either.
    at::Tensor free = logits.clone().set_requires_grad(true);
    const SegmenterScore none =
        segmenterScore(free, at::full({2, 3, 4}, -1, at::kInt), weights, smoothing);
    CHECK_EQUAL(none.loss.item<double>(), 0.0);
    CHECK_EQUAL(gradientsOf(none.loss, {free}, false).front().abs().max().item<double>(), 0.0);
}

UNDERPAINT_TEST(a_segmenter_learns_and_its_package_labels_photos) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder.path() / "a.pack", 12, {48, 32});
    const auto trainer = makeTrainer(tinySegmenter(), data, oneThread);
    double first = 0;
    double last = 0;
    for (int i = 0; i < 100; ++i) {
        const StepResult result = trainer->step();
        CHECK(result.finite);
        first = i == 0 ? result.losses.at("loss") : first;
        last = result.losses.at("loss");
    }
    CHECK(last < 0.5 * first);
    const Image sheet = trainer->sampleSheet(2);
    CHECK(sheet.size() == (Size{3 * 48, 2 * 32}));

    const std::filesystem::path path = folder.path() / "tiny.underpaint-model";
    trainer->exportPackage(path);
    const auto package = project::ModelPackage::open(path);
    CHECK_EQUAL(package.manifest().kind, "segmenter");
    CHECK(package.manifest().classes == test::sampleClasses());
    translate::Segmentation segmentation(package, onCpu);
    CHECK(accuracyOf(segmentation, {48, 32}) > 0.95);

    // Any size, the same each time, nothing but classes of the set.
    for (const Size size : {Size{1, 1}, Size{17, 5}, Size{3, 90}, Size{301, 40}, Size{200, 150}}) {
        const Image photo = test::samplePair(size, 5).photo;
        const translate::SegmentedPhoto found =
            segmentation.segment(photo, {.size = {}, .confidence = true});
        CHECK(found.labels.size() == size);
        CHECK(found.confidence.size() == size);
        CHECK(found.labels == segmentation.segment(photo).labels);
        const std::set<std::uint16_t> ids(found.labels.values().begin(),
                                          found.labels.values().end());
        for (const std::uint16_t id : ids) {
            CHECK(id == 0 || id == 1 || id == 2 || id == 5);
        }
    }
    const CancelToken cancel;
    cancel.cancel();
    bool cancelled = false;
    try {
        segmentation.segment(test::samplePair({48, 32}, 1).photo, {}, cancel);
    } catch (const Cancelled&) {
        cancelled = true;
    }
    CHECK(cancelled);
    CHECK_ERROR(segmentation.segment(Image(8, 8, 1, 0)), "RGB");
    CHECK_ERROR(segmentation.segment(Image()), "RGB");
}

UNDERPAINT_TEST(a_segmenter_resumes_bit_exactly) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder.path() / "a.pack", 5, {48, 32});
    const auto whole = makeTrainer(tinySegmenter(), data, oneThread);
    const std::string expected = stateAfter(*whole, 6, folder.path() / "whole");

    const auto before = makeTrainer(tinySegmenter(), data, oneThread);
    stateAfter(*before, 2, folder.path() / "part");
    const auto after = makeTrainer(tinySegmenter(), data, oneThread);
    after->step(); // what it knew is overwritten
    after->restore(folder.path() / "part");
    CHECK_EQUAL(after->stepsDone(), 2);
    CHECK(stateAfter(*after, 6, folder.path() / "resumed") == expected);

    Recipe wider = tinySegmenter();
    segmenterOf(wider).options["width"] = std::int64_t{10};
    const auto other = makeTrainer(wider, data, oneThread);
    CHECK_ERROR(other->restore(folder.path() / "part"), "networks");
}

UNDERPAINT_TEST(a_segmenter_that_bursts_says_so) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder.path() / "a.pack", 3, {48, 32});
    const auto trainer = makeTrainer(tinySegmenter(), data, oneThread);
    CHECK(trainer->finite());
    trainer->setRateScale(1e38);
    for (int i = 0; i < 3 && trainer->finite(); ++i) {
        trainer->step();
    }
    CHECK(!trainer->finite());
    CHECK(!trainer->step().finite);
}

UNDERPAINT_TEST(a_segmenter_starts_from_a_package) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder.path() / "a.pack", 6, {48, 32});
    const auto first = makeTrainer(tinySegmenter(), data, oneThread);
    for (int i = 0; i < 40; ++i) {
        first->step();
    }
    const std::filesystem::path path = folder.path() / "first.underpaint-model";
    first->exportPackage(path);
    const auto fresh = makeTrainer(tinySegmenter(), data, oneThread);
    const auto tuned = makeTrainer(tinySegmenter(), data, oneThread, path);
    CHECK(tuned->step().losses.at("loss") < 0.8 * fresh->step().losses.at("loss"));
}

UNDERPAINT_TEST(segmenter_recipes_are_checked) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder.path() / "a.pack", 2, {48, 32});
    CHECK(checkTraining(tinySegmenter(), data).empty());
    const auto problemOf = [&data](const Recipe& recipe) {
        const std::vector<std::string> problems = checkTraining(recipe, data);
        return problems.size() == 1 ? problems.front() : std::to_string(problems.size());
    };
    Recipe bad = tinySegmenter();
    bad.augmentation.size = {40, 32};
    CHECK(problemOf(bad).find("multiples of 16") != std::string::npos);
    bad = tinySegmenter();
    segmenterOf(bad).ignore = {"boat"};
    CHECK(problemOf(bad).find("boat") != std::string::npos);
    segmenterOf(bad).ignore = {"sky", "road", "car"};
    CHECK(problemOf(bad).find("fewer than two") != std::string::npos);
    bad = tinySegmenter();
    segmenterOf(bad).network = "pix2pix.pixel_discriminator";
    CHECK(problemOf(bad) != "0");
    bad = tinySegmenter();
    segmenterOf(bad).options["width"] = std::int64_t{7};
    CHECK(problemOf(bad).find("odd") != std::string::npos);
    CHECK_ERROR(makeTrainer(bad, data, oneThread), "odd");

    const Recipe recipe = tinySegmenter();
    const std::string text = recipeText(recipe);
    CHECK_EQUAL(recipeText(parseRecipe(text, "text")), text);
    CHECK_ERROR(parseRecipe(R"({"kind": "segmenter", "generator_rate": 1e-4})", "r.json"),
                "generator_rate");
    CHECK_ERROR(parseRecipe(R"({"kind": "segmenter", "ignore": "sky"})", "r.json"), "ignore");
    CHECK_ERROR(parseRecipe(R"({"kind": "segmenter", "label_smoothing": 2})", "r.json"),
                "label_smoothing");
}

UNDERPAINT_TEST(best_channels_are_those_of_the_enlarged_scores) {
    const std::vector<std::uint16_t> allowed{0, 2, 3};
    for (const Size size : {Size{7, 5}, Size{12, 9}, Size{5, 3}, Size{1, 1}, Size{2, 30}}) {
        const at::Tensor scores = randomTensor({1, 4, 3, 5}, 9);
        const translate::ChannelMap map = translate::bestChannels(scores, size, allowed, true);
        const at::Tensor full =
            at::upsample_bilinear2d(scores, {size.height, size.width}, false).slice(1, 0);
        at::Tensor masked = full.clone();
        masked.select(1, 1).fill_(-1e9);
        const at::Tensor shares = at::softmax(masked, 1);
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x) {
                const at::Tensor pixel = shares[0].select(2, x).select(1, y);
                const auto channel = static_cast<std::int64_t>(map.channels.at(x, y));
                CHECK(channel != 1);
                const double best = pixel.max().item<double>();
                CHECK_CLOSE(pixel[channel].item<double>(), best, 1e-5);
                CHECK_CLOSE(map.confidence.at(x, y) / 255.0, best, 0.003);
            }
        }
    }
    CHECK_ERROR(translate::bestChannels(randomTensor({1, 4, 3, 5}, 9), {4, 4}, {}, false),
                "no class");
}

UNDERPAINT_TEST(the_working_size_keeps_area_and_proportions) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder.path() / "a.pack", 2, {48, 32});
    const std::filesystem::path path = folder.path() / "a.underpaint-model";
    makeTrainer(tinySegmenter(), data, oneThread)->exportPackage(path);
    const auto package = project::ModelPackage::open(path);
    const translate::Segmentation segmentation(package, onCpu);
    const project::SizeRules& rules = package.manifest().size;
    const double native = static_cast<double>(rules.nativeWidth) * rules.nativeHeight;
    for (const Size size : {Size{480, 360}, Size{96, 72}, Size{2048, 1024}, Size{300, 900}}) {
        const Size working = segmentation.workingSize(size);
        CHECK(working.width % 16 == 0 && working.height % 16 == 0);
        CHECK(working.area() > 0.5 * native && working.area() < 2 * native);
    }
    CHECK_EQUAL(segmentation.workingSize({16384, 1}).height, 16);
    CHECK_ERROR(segmentation.workingSize({0, 5}), "empty");
}

UNDERPAINT_TEST(only_packages_with_a_segmenter_segment) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder.path() / "a.pack", 2, {32, 16});
    const std::filesystem::path path = folder.path() / "g.underpaint-model";
    makeTrainer(test::tinyRecipe(), data, oneThread)->exportPackage(path);
    CHECK_ERROR(translate::Segmentation(project::ModelPackage::open(path), onCpu), "segmenter");
}

} // namespace segmenter_test
