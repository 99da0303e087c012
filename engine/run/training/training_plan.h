// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The folder of a fine-tuning: beside what a training run keeps (train::TrainingRun),
//
//     plan.json                 what was asked for
//     data.pack                 the pairs
//     curve.jsonl               what was measured, one JSON object a line
//     result.underpaint-model   the model as it was last looked at, at the step in result.step
namespace underpaint::run {

/// What was asked for, so that another process can go on with it.
struct TrainingPlan {
    std::string name = {};
    std::filesystem::path base = {}; ///< the package that is fine-tuned
    std::string baseName = {};
    std::string source = {}; ///< what the pairs are, for the card of the model
    std::int64_t steps = 300;
    double strength = 1;
    /// Names of the classes that may change; empty: all.
    std::vector<std::string> classes = {};
    std::uint64_t seed = 1;
    std::size_t pairs = 0;

    friend bool operator==(const TrainingPlan&, const TrainingPlan&) = default;
};

/// A point of the curves: means of losses since the point before, measures of now, or both.
struct CurvePoint {
    std::int64_t step = 0;
    std::map<std::string, double> losses = {};
    std::map<std::string, double> measures = {};

    friend bool operator==(const CurvePoint&, const CurvePoint&) = default;
};

/// The folder of one fine-tuning and what is in it. A value.
class TrainingFolder {
public:
    explicit TrainingFolder(std::filesystem::path path) : m_path(std::move(path)) {}

    const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path planFile() const { return m_path / "plan.json"; }
    std::filesystem::path pack() const { return m_path / "data.pack"; }
    std::filesystem::path curveFile() const { return m_path / "curve.jsonl"; }
    std::filesystem::path result() const { return m_path / "result.underpaint-model"; }
    std::filesystem::path lockFile() const { return m_path / ".lock"; }
    std::filesystem::path resultStepFile() const { return m_path / "result.step"; }

    /// Throws Error when there is none or it is damaged.
    TrainingPlan plan() const;
    void writePlan(const TrainingPlan& plan) const;
    /// The step that the result is of; nothing while there is no result.
    std::optional<std::int64_t> resultStep() const;
    void noteResult(std::int64_t step) const;
    /// In the order of the steps, each once: what a killed run had measured beyond the checkpoint
    /// that it goes on from is measured again. Lines that are damaged are left out.
    std::vector<CurvePoint> curve() const;
    void addToCurve(const CurvePoint& point) const;

private:
    std::filesystem::path m_path;
};

/// Throws Error naming `where`.
TrainingPlan parseTrainingPlan(std::string_view json, const std::string& where);
std::string trainingPlanText(const TrainingPlan& plan);

/// Folders below `runs` that hold a planned fine-tuning; the newest first.
std::vector<TrainingFolder> trainingFolders(const std::filesystem::path& runs);

/// Removes what processes have left there that died while they read pairs.
void removeUnprepared(const std::filesystem::path& runs);

/// A folder below `runs` for a fine-tuning of that name, which is not there yet; made. Throws
/// Error.
TrainingFolder makeTrainingFolder(const std::filesystem::path& runs, const std::string& name);

} // namespace underpaint::run
