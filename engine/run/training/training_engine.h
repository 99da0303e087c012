// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/plane.h"
#include "engine/base/progress.h"
#include "engine/project/package/model_package.h"
#include "engine/run/request.h"
#include "engine/run/training/training_plan.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

// How fine-tunings are made, without LibTorch: training_jobs.h makes them with it.
namespace underpaint::run {

/// A photo and what it shows, of one size, in the classes of the model.
struct TrainingPair {
    std::string name;
    Image photo; ///< RGB
    LabelPlane labels;
};

/// What is learnt from: pairs, or a folder of them as `train` reads it.
using PairSource = std::variant<std::vector<TrainingPair>, std::filesystem::path>;

/// What a running fine-tuning tells.
struct TrainingReport {
    CurvePoint point = {};
    std::int64_t steps = 0; ///< of the whole
    /// Of the last steps, in computing them; 0: not measured yet.
    double secondsPerStep = 0;
    /// The package in the folder is the model as of this step.
    bool packaged = false;
    /// Something that a person should know ("the rates were halved …"); usually empty.
    std::string note = {};
};

/// Called on the engine thread; must not throw.
using TrainingListener = std::function<void(const TrainingReport&)>;

/// What can be done with models that learn.
struct TrainingEngine {
    /// Whether it paints and can be fine-tuned, and whether it can be said which classes may
    /// change.
    /// @{
    std::function<bool(const project::Manifest&)> canBeFineTuned;
    std::function<bool(const project::Manifest&)> canChooseClasses;
    /// @}
    /// Packs the pairs in the classes of the model; returns their number. `source` says what they
    /// are. May be called on any thread. Throws Error that names what is wrong with files.
    std::function<std::size_t(const PairSource& pairs, const project::Manifest& model,
                              const std::string& source, const std::filesystem::path& pack,
                              const CancelToken& cancel, const ProgressSink& progress)>
        pack;
    /// Begins the fine-tuning of a folder with a plan and a pack, or goes on with it. A trained
    /// step or something shorter is one step of the job. Called on the engine thread. Throws Error.
    std::function<std::unique_ptr<TrainingJob>(const TrainingFolder& folder,
                                               const TrainingListener& listener)>
        begin;

    explicit operator bool() const { return begin != nullptr; }
};

} // namespace underpaint::run
