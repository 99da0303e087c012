// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/training/fine_tuning_job.h"

#include "engine/nets/run/device.h"
#include "engine/run/compute_threads.h"
#include "engine/run/training/tuned_package.h"
#include "engine/train/recipe/fine_tuning_recipe.h"
#include "engine/translate/torch_border.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace underpaint::run {

namespace {

/// Points of a whole run's curves.
/// @{
constexpr std::int64_t measuresOfRun = 12;
constexpr std::int64_t lossesOfRun = 240;
/// @}
constexpr std::int64_t leastBetweenMeasures = 10;
/// However long the run is, who looks at it sees it go on.
constexpr std::chrono::milliseconds mostBetweenReports{500};
/// More tell hardly more, and take their time.
constexpr std::size_t mostMeasured = 6;

train::TrainerSettings settingsFor(int threads, const std::filesystem::path& backbones) {
    return {.device = "auto", .threads = threads, .backbones = backbones};
}

} // namespace

FineTuningJob::FineTuningJob(TrainingFolder folder, const std::filesystem::path& backbones,
                             TrainingListener listener)
    : m_folder(std::move(folder)),
      m_listener(std::move(listener)),
      m_threads(trainingThreads(std::thread::hardware_concurrency())),
      m_plan(m_folder.plan()),
      m_measureEvery(std::max(m_plan.steps / measuresOfRun, leastBetweenMeasures)),
      m_reportEvery(std::max<std::int64_t>(m_plan.steps / lossesOfRun, 1)) {
    translate::atTorchBorder([&] {
        const nets::ThreadCount few(m_threads);
        const auto data = train::PackedDataset::open(m_folder.pack());
        const bool resume =
            std::filesystem::exists(train::TrainingRun::checkpointOf(m_folder.path()));
        const train::Recipe recipe =
            resume ? train::readRecipe(train::TrainingRun::recipeOf(m_folder.path()))
                   : train::fineTuningRecipe(project::ModelPackage::open(m_plan.base).manifest(),
                                             {.name = m_plan.name,
                                              .steps = m_plan.steps,
                                              .strength = m_plan.strength,
                                              .classes = m_plan.classes,
                                              .seed = m_plan.seed},
                                             data);
        m_trainer = train::makeTrainer(recipe, data, settingsFor(m_threads, backbones),
                                       resume ? std::nullopt : std::optional(m_plan.base));
        m_run.emplace(m_folder.path(), *m_trainer, resume);
        m_pairs = data.size();
        m_measured = std::min(m_pairs, mostMeasured);
        // What it begins with is measured, too.
        m_nextPair = m_trainer->stepsDone() > 0 ? m_measured : 0;
    });
    m_more = m_trainer->stepsDone() < m_plan.steps;
    report({.point = {.step = m_trainer->stepsDone()}});
}

train::RunListener FineTuningJob::runListener() {
    train::RunListener listener;
    listener.stepped = [this](std::int64_t step, const train::StepResult& result) {
        for (const auto& [name, loss] : result.losses) {
            m_losses[name] += loss;
        }
        ++m_lossSteps;
        if (step % m_reportEvery != 0 && step != m_plan.steps) {
            if (Clock::now() - m_reported >= mostBetweenReports) {
                report({.point = {.step = step}});
            }
            return;
        }
        TrainingReport told{.point = {.step = step, .losses = std::exchange(m_losses, {})}};
        for (auto& [name, loss] : told.point.losses) {
            loss /= static_cast<double>(m_lossSteps);
        }
        m_lossSteps = 0;
        m_folder.addToCurve(told.point);
        report(std::move(told));
    };
    listener.note = [this](const std::string& note) {
        m_losses.clear();
        m_lossSteps = 0;
        report({.point = {.step = m_trainer->stepsDone()}, .note = note});
    };
    return listener;
}

bool FineTuningJob::step() {
    translate::atTorchBorder([this] {
        const nets::ThreadCount few(m_threads); // renders on this thread have more
        if (measuring()) {
            measureNext();
        } else if (std::exchange(m_packageIsDue, false)) {
            package();
        } else {
            train();
        }
    });
    return m_more || measuring() || m_packageIsDue;
}

void FineTuningJob::train() {
    const std::int64_t before = m_trainer->stepsDone();
    const auto start = Clock::now();
    m_more = m_run->advance(m_plan.steps, runListener());
    const std::int64_t done = m_trainer->stepsDone();
    if (done == before + 1) {
        noteTime(std::chrono::duration<double>(Clock::now() - start).count());
    }
    if (done != before && (done % m_measureEvery == 0 || done == m_plan.steps)) {
        m_nextPair = 0;
        m_packageIsDue = true;
    }
}

void FineTuningJob::noteTime(double seconds) {
    // The first step makes room for itself.
    if (++m_timedSteps == 2) {
        m_secondsPerStep = seconds;
    } else if (m_timedSteps > 2) {
        constexpr double newest = 0.2;
        m_secondsPerStep += newest * (seconds - m_secondsPerStep);
    }
}

void FineTuningJob::measureNext() {
    const std::size_t pair = m_nextPair * m_pairs / m_measured;
    for (const auto& [name, error] : m_trainer->pairError(pair)) {
        m_errors[name] += error / static_cast<double>(m_measured);
    }
    if (++m_nextPair < m_measured) {
        return;
    }
    TrainingReport told{
        .point = {.step = m_trainer->stepsDone(), .measures = std::exchange(m_errors, {})}};
    if (!told.point.measures.empty()) {
        m_folder.addToCurve(told.point);
    }
    report(std::move(told));
}

void FineTuningJob::package() {
    const std::filesystem::path trained = m_folder.path() / "trained.underpaint-model";
    m_trainer->exportPackage(trained);
    // With the styles of the base, so that scenes look in it as they do there.
    writeTunedPackage(trained, m_folder.result(),
                      {.name = m_plan.name, .plan = m_plan, .steps = m_trainer->stepsDone()},
                      /*overwrite=*/true);
    m_folder.noteResult(m_trainer->stepsDone());
    report({.point = {.step = m_trainer->stepsDone()}, .packaged = true});
}

void FineTuningJob::interrupted() {
    translate::atTorchBorder([this] {
        const nets::ThreadCount few(m_threads);
        m_run->interrupt();
        package();
    });
}

void FineTuningJob::report(TrainingReport report) {
    m_reported = Clock::now();
    report.steps = m_plan.steps;
    report.secondsPerStep = m_secondsPerStep;
    m_listener(report);
}

} // namespace underpaint::run
