// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/atomic_file.h"
#include "engine/base/random.h"
#include "engine/project/tensors/safetensors.h"
#include "engine/run/compute_threads.h"
#include "engine/run/training/training_jobs.h"
#include "engine/train/training_run.h"
#include "tests/e2e/child_process.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <string>
#include <thread>

namespace train_resume_test {

using namespace underpaint;
using namespace underpaint::test;

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr int kills = 20;
constexpr std::int64_t steps = 140;
/// Every kill waits for this many steps more than the one before: most of the run is left.
constexpr std::int64_t stepsBetween = 4;
constexpr Size pictureSize{24, 16};

train::Recipe quickRecipe() {
    train::Recipe recipe = tinyRecipe();
    recipe.steps = steps;
    recipe.checkpointEvery = 1;
    recipe.augmentation.size = {16, 16};
    return recipe;
}

std::vector<std::string> trainArguments(const TemporaryFolder& folder, const fs::path& run) {
    std::vector<std::string> arguments{"train",  "--data",     (folder / "a.pack").string(),
                                       "-o",     run.string(), "--device",
                                       "cpu",    "--threads",  "1",
                                       "--quiet"};
    if (fs::exists(train::TrainingRun::checkpointOf(run))) {
        arguments.emplace_back("--resume");
    } else {
        arguments.insert(arguments.end(), {"--recipe", (folder / "recipe.json").string()});
    }
    return arguments;
}

/// Of the newest checkpoint; -1 = there is none.
std::int64_t stepOf(const fs::path& run) {
    const fs::path checkpoint = train::TrainingRun::checkpointOf(run);
    return fs::exists(checkpoint)
               ? std::stoll(project::readSafetensors(checkpoint).metadata().at("step"))
               : -1;
}

/// Kills a run at a moment that nobody planned: every fourth while it starts, the others some
/// milliseconds after a checkpoint, in a step or while the next is written.
void startAndKill(const TemporaryFolder& folder, const fs::path& run, int number, Random& random) {
    ChildProcess child(trainArguments(folder, run), folder / "said");
    if (number % 4 == 0) {
        CHECK_EQUAL(child.waitFor(milliseconds(random.below(400))), -1);
    } else {
        while (stepOf(run) < number * stepsBetween) {
            CHECK_EQUAL(child.waitFor(milliseconds(2)), -1);
        }
        CHECK_EQUAL(child.waitFor(milliseconds(random.below(20))), -1);
    }
    child.kill();
    CHECK_EQUAL(child.wait(), 128 + SIGKILL);
}

} // namespace

UNDERPAINT_TEST(a_run_that_is_killed_twenty_times_ends_with_the_same_bytes) {
    const TemporaryFolder folder;
    (void)samplePack(folder / "a.pack", 5, pictureSize);
    writeFileAtomically(folder / "recipe.json", train::recipeText(quickRecipe()));
    const ChildOutcome whole = runChild(trainArguments(folder, folder / "whole"), folder / "said");
    CHECK_EQUAL(whole.code, 0);
    Random random(20);
    const fs::path run = folder / "run";
    for (int i = 0; i < kills; ++i) {
        startAndKill(folder, run, i, random);
    }
    const ChildOutcome last = runChild(trainArguments(folder, run), folder / "said");
    CHECK_EQUAL(last.code, 0);
    const std::string expected = contentOf(train::TrainingRun::checkpointOf(folder / "whole"));
    CHECK(!expected.empty());
    CHECK(contentOf(train::TrainingRun::checkpointOf(run)) == expected);
    // What the killed ones were writing is gone.
    for (const auto& entry : fs::directory_iterator(run)) {
        CHECK(entry.path().extension() != ".part");
    }
}

UNDERPAINT_TEST(a_fine_tuning_of_the_window_goes_on_after_kills) {
    const TemporaryFolder home;
    const fs::path base = home / "base.underpaint-model";
    train::makeTrainer(tinyRecipe(), samplePack(home / "base.pack", 3, pictureSize), oneThread())
        ->exportPackage(base);
    const run::TrainingEngine engine =
        run::packageTraining(UNDERPAINT_SOURCE_FOLDER "/models/backbones");
    const auto quiet = [](const run::TrainingReport&) {};
    constexpr std::int64_t tuningSteps = 60;
    const auto begun = [&] {
        const run::TrainingFolder folder = run::makeTrainingFolder(home / "runs", "tuned");
        (void)samplePack(folder.pack(), 3, pictureSize);
        folder.writePlan({.name = "tuned", .base = base, .steps = tuningSteps, .pairs = 3});
        (void)engine.begin(folder, quiet);
        // Small pictures, and a checkpoint after every step.
        const fs::path file = train::TrainingRun::recipeOf(folder.path());
        train::Recipe recipe = train::readRecipe(file);
        recipe.augmentation.size = {32, 32};
        recipe.checkpointEvery = 1;
        writeFileAtomically(file, train::recipeText(recipe));
        return folder;
    };
    const auto finish = [&](const run::TrainingFolder& folder) {
        const auto job = engine.begin(folder, quiet);
        while (job->step()) {
        }
    };
    const run::TrainingFolder whole = begun();
    finish(whole);
    const run::TrainingFolder killed = begun();
    for (const std::int64_t step : {5, 20}) {
        // The command line and the window make the same run, on as many threads: they decide
        // how sums are divided.
        const int threads = run::trainingThreads(std::thread::hardware_concurrency());
        ChildProcess child({"train", "--resume", "-o", killed.path().string(), "--device", "cpu",
                            "--threads", std::to_string(threads), "--quiet"},
                           home / "said");
        while (stepOf(killed.path()) < step) {
            CHECK_EQUAL(child.waitFor(milliseconds(2)), -1);
        }
        child.kill();
        CHECK_EQUAL(child.wait(), 128 + SIGKILL);
    }
    CHECK(stepOf(killed.path()) < tuningSteps);
    finish(killed);
    CHECK(contentOf(train::TrainingRun::checkpointOf(killed.path())) ==
          contentOf(train::TrainingRun::checkpointOf(whole.path())));
    CHECK(killed.resultStep() == tuningSteps);
}

} // namespace train_resume_test
