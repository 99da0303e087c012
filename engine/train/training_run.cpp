// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/training_run.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/base/out_of_memory.h"
#include "engine/train/optimise/freed_memory.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

namespace underpaint::train {

namespace {

using OrderedJson = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr std::int64_t reportEvery = 50;

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace

Size smallerSize(Size size, int multiple) {
    const auto part = [multiple](int extent) {
        const int units = (2 * extent / 3 + multiple / 2) / multiple;
        return std::min(units * multiple, extent);
    };
    const Size smaller{part(size.width), part(size.height)};
    return smaller == size ? Size() : smaller;
}

/// Measures since the last report and since the start.
struct TrainingRun::Pace {
    explicit Pace(const Trainer& trainer, std::int64_t goal)
        : goalStep(goal),
          start(now()),
          last(start),
          lastStep(trainer.stepsDone()),
          waitedBefore(trainer.secondsWaited()) {}

    std::int64_t goalStep;
    double start;
    double last;
    std::int64_t lastStep;
    double waitedBefore;
    std::map<std::string, double> sums;
};

fs::path TrainingRun::checkpointOf(const fs::path& folder) {
    return folder / "checkpoint.safetensors";
}

fs::path TrainingRun::recipeOf(const fs::path& folder) {
    return folder / "recipe.json";
}

TrainingRun::TrainingRun(fs::path folder, Trainer& trainer, bool resume)
    : m_folder(std::move(folder)), m_trainer(trainer) {
    if (m_trainer.leads()) {
        open(resume);
    }
    m_trainer.takeOver(checkpointOf(m_folder));
    m_savedStep = m_trainer.stepsDone();
}

TrainingRun::~TrainingRun() = default;

void TrainingRun::checkFolder(const fs::path& folder, bool resume) {
    std::error_code unknown;
    const bool exists = fs::exists(checkpointOf(folder), unknown);
    if (exists && !resume) {
        throw Error("already holds a training run", folder.string(),
                    "Go on with --resume, or choose another folder");
    }
    if (!exists && resume) {
        throw Error("holds no training run to go on with", folder.string(),
                    "Start one without --resume");
    }
}

void TrainingRun::open(bool resume) {
    const fs::path checkpoint = checkpointOf(m_folder);
    checkFolder(m_folder, resume);
    std::error_code failure;
    fs::create_directories(m_folder / "samples", failure);
    if (failure) {
        throw Error("cannot be made (" + failure.message() + ")", m_folder.string(),
                    "Choose a folder that is writable");
    }
    removeLeftovers(m_folder);
    if (resume) {
        m_trainer.restore(checkpoint);
        m_savedStep = m_trainer.stepsDone();
    }
    writeFileAtomically(recipeOf(m_folder), recipeText(m_trainer.recipe()));
    log(OrderedJson{{"event", resume ? "resumed" : "started"},
                    {"step", m_trainer.stepsDone()},
                    {"trainer", m_trainer.description()}}
            .dump());
    if (!resume) {
        save(); // somewhere to return to when the first steps fail
    }
}

void TrainingRun::log(const std::string& line) const {
    if (!m_trainer.leads()) {
        return;
    }
    std::ofstream out(m_folder / "log.jsonl", std::ios::app);
    out << line << "\n" << std::flush;
    if (!out) {
        throw Error("cannot be written", (m_folder / "log.jsonl").string(),
                    "Make room on the disk");
    }
}

void TrainingRun::save() {
    if (m_savedStep != m_trainer.stepsDone()) {
        if (m_trainer.leads()) {
            m_trainer.save(checkpointOf(m_folder));
        }
        m_savedStep = m_trainer.stepsDone();
    }
}

void TrainingRun::recover(const RunListener& listener) {
    const std::int64_t failed = m_trainer.stepsDone();
    if (m_trainer.rateScale() < 1) {
        throw Error("training diverged again at step " + std::to_string(failed) +
                        " although the learning rates were halved",
                    m_folder.string(),
                    "Use lower rates in the recipe or fp32 precision; the last good state is kept");
    }
    if (m_trainer.leads()) {
        m_trainer.restore(checkpointOf(m_folder));
        m_trainer.setRateScale(0.5);
        // The halving belongs to the state: a restart must not try the old rates again.
        m_trainer.save(checkpointOf(m_folder));
    }
    m_trainer.takeOver(checkpointOf(m_folder));
    const std::string text = "weights or losses were no numbers any more at step " +
                             std::to_string(failed) + "; went back to step " +
                             std::to_string(m_trainer.stepsDone()) + " and halved the rates";
    log(OrderedJson{{"event", "diverged"}, {"step", failed}, {"text", text}}.dump());
    if (listener.note && m_trainer.leads()) {
        listener.note(text);
    }
}

std::optional<StepResult> TrainingRun::step(const RunListener& listener) {
    try {
        return m_trainer.step();
    } catch (const std::exception& failure) {
        if (!meansOutOfMemory(failure)) {
            throw;
        }
    }
    // What the failed step held is free by now.
    shrink(listener);
    return std::nullopt;
}

void TrainingRun::shrink(const RunListener& listener) {
    const std::int64_t failed = m_trainer.stepsDone();
    const auto sizeText = [this] {
        const Size size = m_trainer.recipe().augmentation.size;
        return std::to_string(size.width) + "x" + std::to_string(size.height);
    };
    const std::string before = sizeText();
    // A step may have changed some of the weights before it failed.
    if (m_trainer.leads()) {
        m_trainer.restore(checkpointOf(m_folder));
    }
    m_trainer.takeOver(checkpointOf(m_folder));
    if (!m_trainer.agreed(!m_shrunk && m_trainer.shrink())) {
        throw OutOfMemory("training at " + before + ", step " + std::to_string(failed),
                          "Use a smaller size, smaller networks or a smaller batch in the recipe, "
                          "close other programs, or use another device; the run is kept");
    }
    m_shrunk = true;
    if (m_trainer.leads()) {
        writeFileAtomically(recipeOf(m_folder), recipeText(m_trainer.recipe()));
    }
    const std::string text = "not enough memory at step " + std::to_string(failed) +
                             "; went back to step " + std::to_string(m_trainer.stepsDone()) +
                             " and on with pictures of " + sizeText() + " instead of " + before;
    log(OrderedJson{{"event", "shrunk"}, {"step", failed}, {"text", text}}.dump());
    if (listener.note && m_trainer.leads()) {
        listener.note(text);
    }
}

void TrainingRun::report(Pace& pace, const RunListener& listener) {
    const std::int64_t done = m_trainer.stepsDone();
    const double time = now();
    const auto steps = static_cast<double>(done - pace.lastStep);
    RunProgress progress;
    progress.step = done;
    progress.steps = pace.goalStep;
    progress.secondsPerStep = (time - pace.last) / steps;
    progress.secondsLeft = progress.secondsPerStep * static_cast<double>(pace.goalStep - done);
    progress.waitedShare =
        (m_trainer.secondsWaited() - pace.waitedBefore) / std::max(time - pace.start, 1e-9);
    for (const auto& [name, sum] : pace.sums) {
        progress.losses[name] = sum / steps;
    }
    pace.last = time;
    pace.lastStep = done;
    pace.sums.clear();
    log(OrderedJson{{"step", done},
                    {"losses", progress.losses},
                    {"seconds_per_step", progress.secondsPerStep},
                    {"waited_share", progress.waitedShare}}
            .dump());
    if (listener.progress && m_trainer.leads()) {
        listener.progress(progress);
    }
}

void TrainingRun::showSheet(const RunListener& listener) const {
    constexpr int rows = 8;
    constexpr std::size_t digits = 7;
    if (!listener.sheet || !m_trainer.leads()) {
        return;
    }
    std::string number = std::to_string(m_trainer.stepsDone());
    number.insert(0, digits - std::min(digits, number.size()), '0');
    listener.sheet(m_trainer.sampleSheet(rows), m_folder / "samples" / ("step-" + number));
}

void TrainingRun::interrupt() {
    if (m_trainer.finite()) {
        save();
    }
}

void TrainingRun::doWhatIsDue(const RunListener& listener) {
    const Due due = std::exchange(m_due, {});
    if (due.checkpoint) {
        save();
    }
    if (due.sheet) {
        showSheet(listener);
    }
}

bool TrainingRun::advance(std::int64_t steps, const RunListener& listener) {
    if (m_due.any()) {
        doWhatIsDue(listener);
        return m_trainer.stepsDone() < steps;
    }
    if (m_trainer.stepsDone() >= steps) {
        return false;
    }
    if (!m_pace || m_pace->goalStep != steps) {
        keepFreedMemory();
        m_pace = std::make_unique<Pace>(m_trainer, steps);
    }
    const Recipe& recipe = m_trainer.recipe();
    const std::optional<StepResult> result = step(listener);
    if (!result) {
        m_pace.reset();
        return true;
    }
    const std::int64_t done = m_trainer.stepsDone();
    const bool last = done == steps;
    m_due = {.checkpoint = last || done % recipe.checkpointEvery == 0,
             .sheet = last || done % recipe.sampleEvery == 0};
    if (!result->finite || (m_due.checkpoint && !m_trainer.agreed(m_trainer.finite()))) {
        m_due = {};
        m_pace.reset();
        recover(listener);
        return true;
    }
    for (const auto& [name, loss] : result->losses) {
        m_pace->sums[name] += loss;
    }
    if (listener.stepped && m_trainer.leads()) {
        listener.stepped(done, *result);
    }
    if (last || done % reportEvery == 0) {
        report(*m_pace, listener);
    }
    return !last || m_due.any();
}

void TrainingRun::train(std::int64_t steps, const CancelToken& cancel,
                        const RunListener& listener) {
    m_pace.reset(); // the time is that of this call
    bool more = m_trainer.stepsDone() < steps;
    while (more) {
        if (!m_trainer.agreed(!cancel.cancelled())) {
            interrupt();
            throw Cancelled();
        }
        more = advance(steps, listener);
    }
}

} // namespace underpaint::train
