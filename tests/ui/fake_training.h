// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/training/training_engine.h"

#include <atomic>
#include <filesystem>
#include <memory>

namespace underpaint::test {

/// What a test may ask of fakeTraining(), from any thread.
struct FakeTrainingBehaviour {
    std::atomic<int> allowed = 0;        ///< steps that may be made; the others wait
    std::atomic<bool> failPack = false;  ///< pairs cannot be read
    std::atomic<bool> failSteps = false; ///< the next step throws an Error
    std::atomic<int> begun = 0;          ///< jobs
    std::atomic<int> pairs = 0;          ///< that were packed last
    std::atomic<double> strength = 0;    ///< of the plan that was begun last
};

/// Trains nothing: counts the steps in a file of the folder, as a checkpoint, and every tenth step
/// "learns" a copy of the package `learnt`.
run::TrainingEngine fakeTraining(std::shared_ptr<FakeTrainingBehaviour> behaviour,
                                 std::filesystem::path learnt);

} // namespace underpaint::test
