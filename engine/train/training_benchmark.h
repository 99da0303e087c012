// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/nets/cost/machine_description.h"
#include "engine/train/trainer.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::train {

/// The recipe that is timed when none is named: pix2pixHD with 32 filters and 6 blocks, two
/// discriminators with feature matching, no perceptual loss, 256 x 192, one picture per step.
Recipe yardstickRecipe();

struct TrainingBenchmarkRequest {
    Recipe recipe = yardstickRecipe();
    /// A packed data set; absent: rectangles of `classes` classes with photos of noise, larger than
    /// the training picture.
    std::optional<std::filesystem::path> data = {};
    int classes = 12;
    /// Measured steps, at least 1, and unmeasured ones before them.
    int runs = 20;
    int warmUp = 3;
    TrainerSettings settings = {};
    CancelToken cancel = {};
    ProgressSink progress = {};
};

struct TrainingBenchmarkReport {
    std::string recipe;
    std::string trainer; ///< Trainer::description()
    int width = 0;
    int height = 0;
    std::int64_t batch = 0;

    /// Milliseconds a step, the drawing of its examples included.
    std::vector<double> times;
    double medianMs = 0;
    double minMs = 0;
    double maxMs = 0;
    double stepsPerSecond = 0; ///< 1 / median
    /// Share of the measured time in which the networks waited for examples.
    double waitedShare = 0;

    /// Highest memory: the process's resident set on a CPU, LibTorch's allocations on a GPU; and
    /// the same before the networks were made.
    std::int64_t peakBytes = 0;
    std::int64_t baseBytes = 0;

    nets::MachineDescription machine;
};

/// Trains for warmUp + runs steps, of which nothing is kept. Throws Error on a recipe that the data
/// set does not fit, Cancelled when asked to stop.
TrainingBenchmarkReport benchmarkTraining(const TrainingBenchmarkRequest& request);

} // namespace underpaint::train
