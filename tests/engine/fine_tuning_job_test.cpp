// SPDX-License-Identifier: GPL-3.0-or-later
// The fine-tuning that the window drives, with real networks of little size.
#include "engine/imaging/codec.h"
#include "engine/imaging/label_set_json.h"
#include "engine/nets/run/device.h"
#include "engine/project/package/model_labels.h"
#include "engine/run/training/training_jobs.h"
#include "engine/train/recipe/fine_tuning_recipe.h"
#include "engine/train/training_run.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <ATen/Parallel.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace fine_tuning_job_test {

using namespace underpaint;
using run::TrainingFolder;
using run::TrainingPlan;
using run::TrainingReport;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t pairs = 3;
constexpr Size pictureSize{48, 32};

run::TrainingEngine engine() {
    return run::packageTraining(UNDERPAINT_SOURCE_FOLDER "/models/backbones");
}

/// A package of tiny networks that nobody has trained.
class Base {
public:
    explicit Base(const fs::path& folder) : m_path(folder / "base.underpaint-model") {
        const auto data = test::samplePack(folder / "base.pack", pairs, pictureSize);
        train::makeTrainer(test::tinyRecipe(), data, test::oneThread())->exportPackage(m_path);
    }
    const fs::path& path() const { return m_path; }
    project::Manifest manifest() const { return project::ModelPackage::open(m_path).manifest(); }

private:
    fs::path m_path;
};

std::vector<run::TrainingPair> samplePairs() {
    std::vector<run::TrainingPair> all;
    for (std::size_t i = 0; i < pairs; ++i) {
        const test::SamplePair pair = test::samplePair(pictureSize, i);
        all.push_back({"pair" + std::to_string(i), pair.photo, pair.labels});
    }
    return all;
}

TrainingFolder prepared(const fs::path& home, const Base& base, std::int64_t steps) {
    const TrainingFolder folder = run::makeTrainingFolder(home / "runs", "tuned");
    const std::size_t packed =
        engine().pack(samplePairs(), base.manifest(), "drawn by a test", folder.pack(), {}, {});
    folder.writePlan({.name = "tuned",
                      .base = base.path(),
                      .baseName = "base",
                      .source = "drawn by a test",
                      .steps = steps,
                      .pairs = packed});
    // The run goes on with smaller pictures, so that its steps take no time.
    (void)engine().begin(folder, [](const TrainingReport&) {});
    const fs::path file = train::TrainingRun::recipeOf(folder.path());
    train::Recipe recipe = train::readRecipe(file);
    recipe.augmentation.size = {32, 32};
    std::ofstream(file) << train::recipeText(recipe);
    return folder;
}

std::int64_t finish(run::TrainingJob& job) {
    std::int64_t calls = 1;
    while (job.step()) {
        ++calls;
    }
    return calls;
}

} // namespace

UNDERPAINT_TEST(a_fine_tuning_gets_nearer_to_its_pairs_and_makes_a_package) {
    const test::TemporaryFolder home;
    const Base base(home.path());
    const TrainingFolder folder = prepared(home.path(), base, 20);
    std::vector<TrainingReport> told;
    const auto job =
        engine().begin(folder, [&](const TrainingReport& report) { told.push_back(report); });
    CHECK(finish(*job) > 20);
    std::vector<double> measured;
    for (const TrainingReport& report : told) {
        CHECK_EQUAL(report.steps, 20);
        if (const auto found = report.point.measures.find("difference");
            found != report.point.measures.end()) {
            measured.push_back(found->second);
        }
    }
    CHECK_EQUAL(measured.size(), 3U); // at first, in the middle and at the end
    CHECK(measured.back() < measured.front());
    CHECK(told.back().packaged);
    CHECK(told.back().secondsPerStep > 0);
    CHECK(folder.resultStep() == 20);
    const auto result = project::ModelPackage::open(folder.result());
    CHECK_EQUAL(result.manifest().parent, base.manifest().id);
    CHECK(result.manifest().notes.find("20 steps on 3 pairs") != std::string::npos);
    CHECK(project::ModelPackage::check(folder.result()).empty());
    // The same run as that of `train`.
    CHECK_EQUAL(train::readRecipe(train::TrainingRun::recipeOf(folder.path())).name,
                std::string("tuned"));
}

UNDERPAINT_TEST(a_long_fine_tuning_is_seen_to_go_on) {
    const test::TemporaryFolder home;
    const Base base(home.path());
    const TrainingFolder folder = prepared(home.path(), base, 100000);
    std::int64_t told = 0;
    const auto job =
        engine().begin(folder, [&](const TrainingReport& report) { told = report.point.step; });
    // Renders on the same thread have as many threads as before.
    const nets::ThreadCount ofRenders(3);
    CHECK(job->step());
    CHECK_EQUAL(at::get_num_threads(), 3);
    // Points of its curves are hundreds of steps apart.
    constexpr int longEnough = 400;
    for (int i = 0; i < longEnough && told == 0; ++i) {
        CHECK(job->step());
        if (i % 20 == 0) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }
    CHECK(told > 0);
}

UNDERPAINT_TEST(an_interrupted_fine_tuning_ends_with_the_same_bytes) {
    const test::TemporaryFolder home;
    const Base base(home.path());
    const auto ignore = [](const TrainingReport&) {};
    const TrainingFolder whole = prepared(home.path(), base, 14);
    (void)finish(*engine().begin(whole, ignore));
    const TrainingFolder cut = prepared(home.path(), base, 14);
    {
        const auto job = engine().begin(cut, ignore);
        for (int i = 0; i < 9; ++i) {
            CHECK(job->step());
        }
        job->interrupted();
    }
    const auto step = cut.resultStep();
    CHECK(step && *step > 0 && *step < 14);
    (void)finish(*engine().begin(cut, ignore));
    CHECK(test::contentOf(train::TrainingRun::checkpointOf(cut.path())) ==
          test::contentOf(train::TrainingRun::checkpointOf(whole.path())));
}

UNDERPAINT_TEST(pairs_of_other_classes_are_brought_into_those_of_the_model) {
    const test::TemporaryFolder home;
    const Base base(home.path());
    fs::create_directories(home / "set/train_img");
    fs::create_directories(home / "set/train_label");
    imaging::writePhoto(home / "set/train_img/a.png", Image(48, 32, 3, 90));
    LabelPlane labels(48, 32, 4); // street
    labels.at(3, 3) = 9;          // cars
    labels.at(9, 9) = 7;          // what the model does not know
    imaging::writeLabels(home / "set/train_label/a.png", labels);
    std::ofstream(home / "set/labels.json") << imaging::labelSetJson(scene::LabelSet(
        "theirs", {{4, "road", {}, false}, {7, "xylophone", {}, true}, {9, "cars", {}, true}}));
    const auto pack = home / "a.pack";
    CHECK_EQUAL(engine().pack(home / "set", base.manifest(), "a test", pack, {}, {}), 1U);
    const auto data = train::PackedDataset::open(pack);
    CHECK(data.classes() == base.manifest().classes);
    const auto at = [&](std::size_t x, std::size_t y) { return data[0].labels[y * 48 + x]; };
    CHECK_EQUAL(at(0, 0), 1); // road
    CHECK_EQUAL(at(3, 3), 2); // car
    CHECK_EQUAL(data.channelOf(at(9, 9)), -1);
    CHECK(data[0].instances[3 * 48 + 3] != data[0].instances[0]);
    CHECK_ERROR(engine().pack(home / "nowhere", base.manifest(), "", pack, {}, {}), "nowhere");
}

UNDERPAINT_TEST(wishes_become_a_recipe) {
    const test::TemporaryFolder home;
    const Base base(home.path());
    const auto data = test::samplePack(home / "a.pack", 2, {96, 48});
    const project::Manifest manifest = base.manifest();
    CHECK(train::canBeFineTuned(manifest));
    CHECK(train::canChooseClasses(manifest));
    const train::Recipe usual = train::fineTuningRecipe(manifest, {.name = "x"}, data);
    const train::Recipe strong = train::fineTuningRecipe(
        manifest, {.name = "x", .steps = 60, .strength = 2, .classes = {"car"}}, data);
    CHECK_EQUAL(strong.generatorRate, 2 * usual.generatorRate);
    CHECK_EQUAL(strong.steps, 60);
    CHECK_EQUAL(strong.warmUp, 60); // without discriminators
    CHECK_EQUAL(train::fineTuningRecipe(manifest, {.name = "x", .steps = 3000}, data).warmUp, 200);
    CHECK(strong.classes == std::vector<std::string>{"car"});
    CHECK(strong.keepBase > 0);
    CHECK(usual.classes.empty());
    CHECK(train::checkTraining(strong, data).empty());
    CHECK(strong.augmentation.size.width > strong.augmentation.size.height);
    project::Manifest other = manifest;
    other.kind = "cyclegan";
    CHECK(!train::canBeFineTuned(other));
    other.kind = "unheard of";
    CHECK(!train::canBeFineTuned(other));
}

} // namespace fine_tuning_job_test
