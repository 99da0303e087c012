// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/out_of_memory.h"
#include "engine/nets/torch_compat.h"
#include "engine/train/training_run.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <functional>
#include <new>
#include <string>
#include <unistd.h>
#include <vector>

namespace training_run_test {

using namespace underpaint;
using namespace underpaint::train;

namespace {

/// A trainer without networks whose steps want more memory than there is where the pictures are
/// wider than `room`.
class HungryTrainer final : public Trainer {
public:
    HungryTrainer(int room, std::function<void()> fail) : m_room(room), m_fail(std::move(fail)) {
        m_recipe = test::tinyRecipe();
        m_recipe.augmentation.size = {96, 64};
        m_recipe.checkpointEvery = 5;
    }

    const Recipe& recipe() const override { return m_recipe; }
    std::string description() const override { return "a test"; }
    StepResult step() override {
        if (m_steps >= 7 && m_recipe.augmentation.size.width > m_room) {
            m_fail();
        }
        ++m_steps;
        return {.losses = {{"G", 1.0}}};
    }
    std::int64_t stepsDone() const override { return m_steps; }
    double secondsWaited() const override { return 0; }
    bool finite() const override { return true; }
    double rateScale() const override { return 1; }
    void setRateScale(double) override {}
    bool shrink() override {
        m_recipe.augmentation.size = smallerSize(m_recipe.augmentation.size, 8);
        return true;
    }
    Image sampleSheet(int) const override { return {}; }
    void save(const std::filesystem::path& path) const override { std::ofstream(path) << m_steps; }
    void restore(const std::filesystem::path& path) override { std::ifstream(path) >> m_steps; }
    void exportPackage(const std::filesystem::path&) const override {}

private:
    Recipe m_recipe;
    int m_room;
    std::function<void()> m_fail;
    std::int64_t m_steps = 0;
};

void failAsTheAllocator() {
    throw std::bad_alloc();
}

void failAsLibTorch() {
    (void)at::empty({std::int64_t{1} << 52}, at::kFloat);
}

} // namespace

UNDERPAINT_TEST(smaller_sizes_fit_the_networks) {
    CHECK(smallerSize({256, 192}, 32) == (Size{160, 128}));
    CHECK(smallerSize({96, 64}, 8) == (Size{64, 40}));
    CHECK(smallerSize({16, 16}, 16).empty());
}

UNDERPAINT_TEST(without_enough_memory_a_run_goes_on_with_smaller_pictures) {
    for (const auto& fail : {failAsTheAllocator, failAsLibTorch}) {
        const test::TemporaryFolder folder;
        HungryTrainer trainer(70, fail);
        std::vector<std::string> notes;
        RunListener listener;
        listener.note = [&](const std::string& text) { notes.push_back(text); };
        TrainingRun(folder / "run", trainer, false).train(12, {}, listener);
        CHECK_EQUAL(trainer.stepsDone(), 12);
        CHECK_EQUAL(notes.size(), 1U);
        CHECK(notes.front().find("went back to step 5") != std::string::npos);
        CHECK(notes.front().find("64x40 instead of 96x64") != std::string::npos);
        // Whoever resumes begins with the size that fits.
        CHECK(readRecipe(TrainingRun::recipeOf(folder / "run")).augmentation.size ==
              (Size{64, 40}));
    }
}

UNDERPAINT_TEST(when_smaller_pictures_are_too_large_too_the_run_stops) {
    const test::TemporaryFolder folder;
    HungryTrainer trainer(10, failAsTheAllocator);
    TrainingRun run(folder / "run", trainer, false);
    bool explained = false;
    try {
        run.train(12, {}, {});
    } catch (const OutOfMemory& error) {
        explained = error.message().find("training at 64x40, step 7") != std::string::npos &&
                    error.remedy().find("recipe") != std::string::npos;
    }
    CHECK(explained);
    CHECK_EQUAL(trainer.stepsDone(), 5);
}

UNDERPAINT_TEST(other_failures_of_a_step_are_not_taken_for_missing_memory) {
    const test::TemporaryFolder folder;
    HungryTrainer trainer(10, [] { throw Error("the disk is on fire"); });
    TrainingRun run(folder / "run", trainer, false);
    CHECK_ERROR(run.train(12, {}, {}), "on fire");
    CHECK(trainer.recipe().augmentation.size == (Size{96, 64}));
}

UNDERPAINT_TEST(unfinished_files_of_killed_processes_are_removed) {
    const test::TemporaryFolder folder;
    std::filesystem::create_directory(folder / "run");
    // Process 1 lives, and there is none of this number.
    const auto alive = folder / "run/.checkpoint.safetensors.1-0.part";
    const auto dead = folder / "run/.checkpoint.safetensors.999999999-3.part";
    const auto foreign = folder / "run/.notes.part";
    for (const auto& path : {alive, dead, foreign}) {
        std::ofstream(path) << "half";
    }
    HungryTrainer trainer(100, failAsTheAllocator);
    const TrainingRun run(folder / "run", trainer, false);
    CHECK(std::filesystem::exists(alive));
    CHECK(!std::filesystem::exists(dead));
    CHECK(std::filesystem::exists(foreign));
}

} // namespace training_run_test
