// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/weights/initialise.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/project/package/model_package.h"
#include "engine/train/objective/discriminator_view.h"
#include "engine/train/optimise/adam.h"
#include "engine/train/optimise/weight_average.h"
#include "engine/train/training_run.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace trainer_test {

using namespace underpaint;
using namespace underpaint::train;
using test::contentOf;

namespace {

constexpr Size pictureSize{48, 32};
const TrainerSettings oneThread = test::oneThread();

at::Tensor randomTensor(std::vector<std::int64_t> shape, std::uint64_t seed) {
    Random random(seed);
    at::Tensor result = at::empty(shape, at::kDouble);
    for (std::int64_t i = 0; i < result.numel(); ++i) {
        result.data_ptr<double>()[i] = random.normal();
    }
    return result;
}

std::string stateAfter(Trainer& trainer, std::int64_t steps, const std::filesystem::path& path) {
    while (trainer.stepsDone() < steps) {
        CHECK(trainer.step().finite);
    }
    trainer.save(path);
    return contentOf(path);
}

/// A trainer whose losses turn into NaN at chosen calls.
class FailingTrainer final : public Trainer {
public:
    explicit FailingTrainer(std::vector<int> failures) : m_failures(std::move(failures)) {
        m_recipe = test::tinyRecipe();
        m_recipe.checkpointEvery = 5;
    }

    const Recipe& recipe() const override { return m_recipe; }
    std::string description() const override { return "a test"; }
    StepResult step() override {
        ++m_steps;
        const int call = ++m_calls;
        const bool fails = std::count(m_failures.begin(), m_failures.end(), call) > 0;
        const double loss = fails ? std::numeric_limits<double>::quiet_NaN() : 1.0;
        return {.losses = {{"G", loss}}, .finite = !fails};
    }
    std::int64_t stepsDone() const override { return m_steps; }
    double secondsWaited() const override { return 0; }
    bool finite() const override { return true; }
    double rateScale() const override { return m_scale; }
    void setRateScale(double scale) override { m_scale = scale; }
    Image sampleSheet(int) const override { return {}; }
    void save(const std::filesystem::path& path) const override {
        std::ofstream(path) << m_steps << " " << m_scale;
    }
    void restore(const std::filesystem::path& path) override {
        std::ifstream(path) >> m_steps >> m_scale;
    }
    void exportPackage(const std::filesystem::path&) const override {}

private:
    Recipe m_recipe;
    std::vector<int> m_failures;
    std::int64_t m_steps = 0;
    int m_calls = 0;
    double m_scale = 1;
};

} // namespace

UNDERPAINT_TEST(adam_follows_the_published_rule) {
    const at::Tensor start = randomTensor({40000}, 1);
    const AdamOptions options{.learningRate = 0.01, .beta1 = 0.5, .beta2 = 0.9};
    const at::Tensor parameter = start.clone();
    Adam adam({parameter}, options);
    at::Tensor m = at::zeros_like(start);
    at::Tensor v = at::zeros_like(start);
    at::Tensor expected = start.clone();
    for (int t = 1; t <= 4; ++t) {
        const at::Tensor g = randomTensor({40000}, 10 + static_cast<std::uint64_t>(t));
        adam.step({g});
        m = 0.5 * m + 0.5 * g;
        v = 0.9 * v + 0.1 * g * g;
        const at::Tensor mHat = m / (1 - std::pow(0.5, t));
        const at::Tensor vHat = v / (1 - std::pow(0.9, t));
        expected = expected - 0.01 * mHat / (vHat.sqrt() + 1e-8);
    }
    CHECK(at::allclose(parameter, expected, 1e-12, 1e-12));
    adam.step({at::Tensor()});
    CHECK(at::allclose(parameter, expected, 1e-12, 1e-12));
    CHECK_ERROR(adam.step({}), "number of gradients");
}

UNDERPAINT_TEST(averages_forget_their_start_and_then_decay_slowly) {
    const nets::Network network =
        nets::Network::create("pix2pixhd.encoder", {{"output_nc", std::int64_t{2}},
                                                    {"ngf", std::int64_t{2}},
                                                    {"n_downsampling", std::int64_t{0}},
                                                    {"norm", std::string("instance")}});
    const TrainedNetwork trained(network,
                                 nets::initialWeights(network, nets::Initialisation::Scaled, 1));
    const std::string key = trained.keys().front();
    WeightAverage average(trained);
    double expected = trained.parameters().front().flatten()[0].item<double>();
    for (std::int64_t step = 0; step < 30; ++step) {
        {
            const at::NoGradGuard noGrad;
            at::Tensor(trained.parameters().front()).fill_(static_cast<double>(step));
        }
        average.update(trained, 0.7, step);
        const double kept =
            std::min(0.7, (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step)));
        expected = kept * expected + (1 - kept) * static_cast<double>(step);
    }
    CHECK_CLOSE(average.weights().at(key).flatten()[0].item<double>(), expected, 1e-4);
    CHECK(!average.weights().at(key).requires_grad());
}

UNDERPAINT_TEST(a_view_moves_condition_and_photo_alike) {
    const DiscriminatorView view{.shiftX = 2,
                                 .shiftY = -1,
                                 .holeX = 3,
                                 .holeY = 1,
                                 .holeWidth = 2,
                                 .holeHeight = 3,
                                 .brightness = 0.25};
    const at::Tensor x = randomTensor({2, 5, 6, 8}, 3);
    const at::Tensor seen = view(x);
    CHECK(seen.sizes() == x.sizes());
    for (std::int64_t c = 0; c < 5; ++c) {
        const double offset = c >= 2 ? 0.25 : 0;
        for (std::int64_t py = 0; py < 6; ++py) {
            for (std::int64_t px = 0; px < 8; ++px) {
                const bool hole = px >= 3 && px < 5 && py >= 1 && py < 4;
                const bool inside = px >= 2 && py + 1 < 6;
                const double expected =
                    hole || !inside ? 0 : x[1][c][py + 1][px - 2].item<double>() + offset;
                CHECK_CLOSE(seen[1][c][py][px].item<double>(), expected, 1e-12);
            }
        }
    }
    CHECK(DiscriminatorView().isIdentity());
    CHECK(DiscriminatorView()(x).equal(x));
}

UNDERPAINT_TEST(gradients_pass_through_a_view) {
    const DiscriminatorView view{.shiftX = -1,
                                 .shiftY = 1,
                                 .holeX = 1,
                                 .holeY = 1,
                                 .holeWidth = 1,
                                 .holeHeight = 2,
                                 .brightness = -0.1};
    const at::Tensor weights = randomTensor({1, 4, 4, 5}, 8);
    const auto loss = [&](const at::Tensor& x) { return (view(x).square() * weights).sum(); };
    at::Tensor x = randomTensor({1, 4, 4, 5}, 9);
    x.set_requires_grad(true);
    const at::Tensor gradient = gradientsOf(loss(x), {x}, false).front().flatten();
    const at::NoGradGuard noGrad;
    constexpr double step = 1e-5;
    for (std::int64_t i = 0; i < x.numel(); ++i) {
        at::Tensor up = x.detach().clone();
        at::Tensor down = x.detach().clone();
        up.view({-1})[i] += step;
        down.view({-1})[i] -= step;
        const double slope = (loss(up) - loss(down)).item<double>() / (2 * step);
        CHECK_CLOSE(gradient[i].item<double>(), slope, 1e-6);
    }
}

UNDERPAINT_TEST(views_are_drawn_within_their_ranges) {
    const DiscriminatorAugmentation augmentation{
        .translation = 0.125, .cutout = 0.25, .brightness = 0.5};
    std::int64_t least = 0;
    std::int64_t most = 0;
    for (std::uint64_t step = 0; step < 300; ++step) {
        const DiscriminatorView view = drawView(augmentation, {32, 16}, 4, step);
        least = std::min(least, view.shiftX);
        most = std::max(most, view.shiftX);
        CHECK(std::abs(view.shiftY) <= 2);
        CHECK_EQUAL(view.holeWidth, 8);
        CHECK_EQUAL(view.holeHeight, 4);
        CHECK(view.holeX >= 0 && view.holeX + view.holeWidth <= 32);
        CHECK(view.holeY >= 0 && view.holeY + view.holeHeight <= 16);
        CHECK(std::abs(view.brightness) <= 0.5);
    }
    CHECK_EQUAL(least, -4);
    CHECK_EQUAL(most, 4);
    CHECK(drawView({}, {32, 16}, 4, 9).isIdentity());
}

UNDERPAINT_TEST(mixed_precision_stays_close_to_fp32) {
    const nets::Network network =
        nets::Network::create("pix2pixhd.global_generator", {{"input_nc", std::int64_t{5}},
                                                             {"ngf", std::int64_t{8}},
                                                             {"n_downsampling", std::int64_t{2}},
                                                             {"n_blocks", std::int64_t{2}},
                                                             {"norm", std::string("instance")},
                                                             {"upsample", std::string("nearest")}});
    const TrainedNetwork trained(network,
                                 nets::initialWeights(network, nets::Initialisation::Scaled, 2));
    const at::Tensor input = randomTensor({2, 5, 24, 32}, 6).to(at::kFloat);
    const at::Tensor goal = randomTensor({2, 3, 24, 32}, 7).to(at::kFloat).clamp(-1, 1);
    struct Pass {
        at::Tensor picture;
        std::vector<at::Tensor> gradients;
    };
    const auto pass = [&](std::optional<at::ScalarType> type) {
        nets::EagerRun run({.computeType = type});
        const at::Tensor picture = network.generate(run, trained.scope(), input);
        return Pass{picture.detach(), trained.gradients(at::mse_loss(picture, goal), false)};
    };
    const Pass exact = pass(std::nullopt);
    const Pass type32 = pass(at::kFloat);
    const Pass mixed = pass(at::kBFloat16);
    CHECK(mixed.picture.scalar_type() == at::kFloat);
    // The operators of mixed precision in fp32 are the plain ones.
    CHECK(at::allclose(type32.picture, exact.picture, 1e-4, 1e-5));
    CHECK_CLOSE((mixed.picture - exact.picture).abs().mean().item<double>(), 0, 0.03);
    const auto distance = [](const at::Tensor& a, const at::Tensor& b) {
        return ((a - b).norm() / b.norm()).item<double>();
    };
    for (std::size_t i = 0; i < exact.gradients.size(); ++i) {
        // Biases before an instance norm have no gradient but rounding noise.
        if (exact.gradients[i].dim() > 1) {
            CHECK(distance(type32.gradients[i], exact.gradients[i]) < 1e-3);
            CHECK(distance(mixed.gradients[i], exact.gradients[i]) < 0.3);
        }
    }
}

UNDERPAINT_TEST(an_interrupted_run_ends_with_the_same_bytes) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 5, pictureSize);
    for (const char* precision : {"fp32", "bf16"}) {
        Recipe recipe = test::tinyRecipe();
        recipe.precision = precision;
        recipe.batch = 2;
        recipe.steps = 12;
        recipe.decayFrom = 4;
        const auto undisturbed = makeTrainer(recipe, data, oneThread);
        const std::string expected = stateAfter(*undisturbed, 12, folder / "whole");
        Random random(3);
        for (int attempt = 0; attempt < 3; ++attempt) {
            std::int64_t step = 0;
            makeTrainer(recipe, data, oneThread)->save(folder / "part");
            while (step < 12) {
                // A process of its own: nothing but the file survives.
                const auto trainer = makeTrainer(recipe, data, oneThread);
                trainer->restore(folder / "part");
                CHECK_EQUAL(trainer->stepsDone(), step);
                step = std::min<std::int64_t>(12, step + 1 +
                                                      static_cast<std::int64_t>(random.below(5)));
                stateAfter(*trainer, step, folder / "part");
            }
            CHECK(contentOf(folder / "part") == expected);
        }
    }
}

UNDERPAINT_TEST(one_pair_is_learnt_by_heart) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    Recipe recipe = test::tinyRecipe();
    recipe.augmentation = {
        .size = pictureSize, .smallestWindow = 1, .largestWindow = 1, .flip = false, .colour = 0};
    recipe.discriminatorAugmentation = {};
    recipe.generatorRate = 4e-3;
    recipe.objective.l1 = 100;
    const auto trainer = makeTrainer(recipe, data, oneThread);
    const double first = trainer->step().losses.at("G_L1");
    double last = first;
    for (int i = 0; i < 150; ++i) {
        last = trainer->step().losses.at("G_L1");
    }
    CHECK(last < 0.3 * first);
}

UNDERPAINT_TEST(checkpoints_of_other_runs_are_refused) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, pictureSize);
    const PackedDataset other = test::samplePack(folder / "b.pack", 3, pictureSize);
    const Recipe recipe = test::tinyRecipe();
    makeTrainer(recipe, data, oneThread)->save(folder / "state");
    const auto elsewhere = makeTrainer(recipe, other, oneThread);
    CHECK_ERROR(elsewhere->restore(folder / "state"), "data");
    Recipe wider = recipe;
    wider.generator.options["ngf"] = std::int64_t{8};
    const auto differently = makeTrainer(wider, data, oneThread);
    CHECK_ERROR(differently->restore(folder / "state"), "networks");
    const std::string whole = contentOf(folder / "state");
    std::ofstream(folder / "cut", std::ios::binary) << whole.substr(0, whole.size() / 2);
    const auto trainer = makeTrainer(recipe, data, oneThread);
    CHECK_ERROR(trainer->restore(folder / "cut"), "cut");
    CHECK_ERROR(trainer->restore(folder / "absent"), "absent");
}

UNDERPAINT_TEST(every_problem_is_named_before_training) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 1, pictureSize);
    CHECK(checkTraining(test::tinyRecipe(), data).empty());
    Recipe recipe = test::tinyRecipe();
    recipe.augmentation.size = {33, 16};
    recipe.discriminator.options.erase("ndf");
    recipe.encoder->network = "pix2pixhd.coder";
    const auto problems = checkTraining(recipe, data);
    CHECK_EQUAL(problems.size(), 3U);
    CHECK_ERROR(makeTrainer(recipe, data, oneThread), "33 x 16");
    CHECK_ERROR(makeTrainer(recipe, data, oneThread), "ndf");
    CHECK_ERROR(makeTrainer(recipe, data, oneThread), "pix2pixhd.coder");
}

UNDERPAINT_TEST(exported_packages_hold_the_averaged_weights) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, pictureSize);
    const auto trainer = makeTrainer(test::tinyRecipe(), data, oneThread);
    trainer->step();
    trainer->exportPackage(folder / "tiny.underpaint-model");
    CHECK(project::ModelPackage::check(folder / "tiny.underpaint-model").empty());
    const auto package = project::ModelPackage::open(folder / "tiny.underpaint-model");
    CHECK_EQUAL(package.manifest().kind, "pix2pixhd");
    CHECK_EQUAL(package.manifest().labelChannels, 6);
    CHECK_EQUAL(package.manifest().featNum, 3);
    CHECK_EQUAL(package.manifest().data, "drawn by a test");
    CHECK(package.manifest().useInstanceEdges);
    CHECK(package.manifest().classes == test::sampleClasses());
    const auto& network = package.manifest().networks.at("G");
    const nets::Network generator = nets::Network::create(network.network, network.options);
    CHECK_EQUAL(generator.inputChannels(), 6 + 1 + 3);
    const auto loaded = nets::loadWeights(generator, package.weights("G"));
    CHECK(loaded.report.whole());
    // A run that starts from it begins with these weights.
    trainer->save(folder / "state");
    const auto state = project::readSafetensors(folder / "state");
    for (const auto& [key, value] : loaded.weights) {
        const at::Tensor average = nets::toTensor(*state.find("average/G/" + key));
        CHECK(at::allclose(value, average, 1e-3, 1e-6));
    }
    const auto continued =
        makeTrainer(test::tinyRecipe(), data, oneThread, folder / "tiny.underpaint-model");
    continued->save(folder / "continued");
    const auto begun = project::readSafetensors(folder / "continued");
    for (const auto& [key, value] : loaded.weights) {
        CHECK(nets::toTensor(*begun.find("G/" + key)).equal(value));
    }
}

UNDERPAINT_TEST(sample_sheets_show_labels_painting_and_photo) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 3, {32, 16});
    const auto trainer = makeTrainer(test::tinyRecipe(), data, oneThread);
    const Image sheet = trainer->sampleSheet(2);
    CHECK(sheet.size() == (Size{96, 32}));
    const test::SamplePair pair = test::samplePair({32, 16}, 7);
    for (int y = 0; y < 16; ++y) {
        for (int x = 0; x < 32; ++x) {
            for (int c = 0; c < 3; ++c) {
                CHECK_EQUAL(sheet.at(x, y, c), pair.photo.at(x, y, c));
                CHECK_EQUAL(sheet.at(64 + x, y, c), pair.photo.at(x, y, c));
            }
        }
    }
}

UNDERPAINT_TEST(a_run_in_a_folder_stops_and_goes_on) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, pictureSize);
    Recipe recipe = test::tinyRecipe();
    recipe.checkpointEvery = 4;
    const auto path = folder / "run";
    const auto whole = makeTrainer(recipe, data, oneThread);
    TrainingRun(folder / "whole", *whole, false).train(10, {}, {});

    const auto first = makeTrainer(recipe, data, oneThread);
    CHECK_ERROR(TrainingRun(path, *first, true), "no training run");
    TrainingRun run(path, *first, false);
    const CancelToken cancel;
    RunListener listener;
    int sheets = 0;
    listener.sheet = [&](const Image&, const std::filesystem::path&) { ++sheets; };
    run.train(6, cancel, listener);
    CHECK_EQUAL(sheets, 1);
    cancel.cancel();
    bool stopped = false;
    try {
        run.train(10, cancel, listener);
    } catch (const Cancelled&) {
        stopped = true;
    }
    CHECK(stopped);
    CHECK_ERROR(TrainingRun(path, *first, false), "already holds");

    const auto second = makeTrainer(readRecipe(TrainingRun::recipeOf(path)), data, oneThread);
    TrainingRun(path, *second, true).train(10, {}, {});
    CHECK(contentOf(TrainingRun::checkpointOf(path)) ==
          contentOf(TrainingRun::checkpointOf(folder / "whole")));
    std::ifstream log(path / "log.jsonl");
    std::string line;
    int lines = 0;
    while (std::getline(log, line)) {
        CHECK(line.starts_with("{") && line.ends_with("}"));
        ++lines;
    }
    CHECK_EQUAL(lines, 4);
}

UNDERPAINT_TEST(divergence_halves_the_rates_once) {
    const test::TemporaryFolder folder;
    FailingTrainer once({8});
    std::vector<std::string> notes;
    RunListener listener;
    listener.note = [&](const std::string& text) { notes.push_back(text); };
    TrainingRun(folder / "once", once, false).train(12, {}, listener);
    CHECK_EQUAL(once.stepsDone(), 12);
    CHECK_CLOSE(once.rateScale(), 0.5, 0);
    CHECK_EQUAL(notes.size(), 1U);
    CHECK(notes.front().find("went back to step 5") != std::string::npos);

    FailingTrainer twice({8, 9});
    TrainingRun run(folder / "twice", twice, false);
    CHECK_ERROR(run.train(12, {}, listener), "diverged again");
}

} // namespace trainer_test
