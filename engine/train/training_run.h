// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/train/trainer.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace underpaint::train {

/// How far a run is.
struct RunProgress {
    std::int64_t step = 0;
    std::int64_t steps = 0;
    double secondsPerStep = 0;
    double secondsLeft = 0;
    double waitedShare =
        0; ///< of the time since the run was started, in which no example was ready
    std::map<std::string, double> losses; ///< means since the last report
};

/// What a run tells while it goes; all are optional.
struct RunListener {
    std::function<void(const RunProgress&)> progress;
    /// After every step that counts: its number, counted from 1, and what it gave.
    std::function<void(std::int64_t step, const StepResult&)> stepped;
    /// Something that a person should know ("the rates were halved …").
    std::function<void(const std::string&)> note;
    /// A sample sheet and where it belongs (without an extension).
    std::function<void(const Image&, const std::filesystem::path&)> sheet;
};

/// A training run in a folder:
///
///     recipe.json              what was asked for
///     checkpoint.safetensors   the newest whole state, replaced atomically
///     log.jsonl                one JSON object a line
///     samples/step-NNNNNN      sample sheets, as far as the listener writes them
///
/// Interrupted or killed at any moment it goes on from the checkpoint, and ends with the same bytes
/// (on a CPU, with the same number of threads). Of processes that train together only the leader
/// reads and writes the folder and calls the listener.
class TrainingRun {
public:
    /// Starts a new run in `folder`, which must not hold one, or, with `resume`, goes on with the
    /// one that is there. Throws Error.
    TrainingRun(std::filesystem::path folder, Trainer& trainer, bool resume);

    /// Throws Error unless there is a run where one is to go on, and none where one is to begin.
    static void checkFolder(const std::filesystem::path& folder, bool resume);
    static std::filesystem::path checkpointOf(const std::filesystem::path& folder);
    static std::filesystem::path recipeOf(const std::filesystem::path& folder);

    /// Trains until `steps` are done. Weights that stop being numbers send the run back to its
    /// checkpoint with half the rates, once; a second time throws Error. A step without enough
    /// memory sends it back to its checkpoint with smaller pictures, once; a second time throws
    /// OutOfMemory. When the token is triggered, saves and throws Cancelled.
    void train(std::int64_t steps, const CancelToken& cancel, const RunListener& listener);

    /// The same in bounded portions, for whoever has other work in between: one step, or what is
    /// due after it (a checkpoint, a sample sheet). False once all is done.
    bool advance(std::int64_t steps, const RunListener& listener);
    /// Saves what was learnt, unless it is no numbers any more.
    void interrupt();

    ~TrainingRun();
    TrainingRun(const TrainingRun&) = delete;
    TrainingRun& operator=(const TrainingRun&) = delete;

private:
    struct Pace;
    /// What is due after a step.
    struct Due {
        bool checkpoint = false;
        bool sheet = false;

        bool any() const { return checkpoint || sheet; }
    };

    void open(bool resume);
    void save();
    void recover(const RunListener& listener);
    void doWhatIsDue(const RunListener& listener);
    /// One step; nothing when it was lost for want of memory.
    std::optional<StepResult> step(const RunListener& listener);
    void shrink(const RunListener& listener);
    void report(Pace& pace, const RunListener& listener);
    void showSheet(const RunListener& listener) const;
    void log(const std::string& line) const;

    std::filesystem::path m_folder;
    Trainer& m_trainer;
    std::int64_t m_savedStep = -1;
    bool m_shrunk = false;
    std::unique_ptr<Pace> m_pace; ///< since advance() was first called for its goal
    Due m_due;
};

} // namespace underpaint::train
