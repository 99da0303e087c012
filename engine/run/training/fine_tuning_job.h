// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/training/training_engine.h"
#include "engine/train/training_run.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace underpaint::run {

/// A fine-tuning in a folder, in steps that are bounded: a training step, a checkpoint, the measure
/// of one pair, or the package of the model as it is. The run is the one that `train` makes of the
/// same recipe and data.
class FineTuningJob final : public TrainingJob {
public:
    /// Goes on from the checkpoint where there is one. Throws Error.
    FineTuningJob(TrainingFolder folder, const std::filesystem::path& backbones,
                  TrainingListener listener);

    bool step() override;
    void interrupted() override;

private:
    using Clock = std::chrono::steady_clock;

    train::RunListener runListener();
    void train();
    void noteTime(double seconds);
    void measureNext();
    void package();
    bool measuring() const { return m_nextPair < m_measured; }
    void report(TrainingReport report);

    TrainingFolder m_folder;
    TrainingListener m_listener;
    int m_threads; ///< while it computes
    TrainingPlan m_plan;
    std::unique_ptr<train::Trainer> m_trainer;
    std::optional<train::TrainingRun> m_run;
    std::int64_t m_measureEvery = 1;
    std::int64_t m_reportEvery = 1;
    std::size_t m_pairs = 0;
    std::size_t m_measured = 0; ///< pairs that are measured each time
    std::size_t m_nextPair = 0;
    bool m_packageIsDue = false;
    bool m_more = true; ///< to be trained
    std::map<std::string, double> m_errors;
    std::map<std::string, double> m_losses;
    std::int64_t m_lossSteps = 0;
    double m_secondsPerStep = 0;
    int m_timedSteps = 0;
    Clock::time_point m_reported = {};
};

} // namespace underpaint::run
