// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/training/training_plan.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/file_lock.h"
#include "engine/base/make_folder.h"
#include "engine/base/whole_file.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <utility>

namespace underpaint::run {

namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

std::string contentOf(const fs::path& path) {
    const MappedFile file = openWholeFile(path);
    const auto bytes = file.bytes();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

CurvePoint pointOf(const Json& line) {
    return {line.at("step").get<std::int64_t>(),
            line.value("losses", std::map<std::string, double>()),
            line.value("measures", std::map<std::string, double>())};
}

/// When it was planned; nothing when it was not: the plan comes after the pairs.
std::optional<fs::file_time_type> plannedAt(const fs::path& folder) {
    std::error_code missing;
    const auto time = fs::last_write_time(TrainingFolder(folder).planFile(), missing);
    return missing ? std::nullopt : std::optional(time);
}

} // namespace

TrainingPlan parseTrainingPlan(std::string_view json, const std::string& where) {
    try {
        const Json plan = Json::parse(json);
        return {.name = plan.at("name").get<std::string>(),
                .base = plan.at("base").get<std::string>(),
                .baseName = plan.at("base_name").get<std::string>(),
                .source = plan.at("source").get<std::string>(),
                .steps = plan.at("steps").get<std::int64_t>(),
                .strength = plan.at("strength").get<double>(),
                .classes = plan.at("classes").get<std::vector<std::string>>(),
                .seed = plan.at("seed").get<std::uint64_t>(),
                .pairs = plan.at("pairs").get<std::size_t>()};
    } catch (const nlohmann::json::exception&) {
        throw Error("is no plan of a fine-tuning", where, "Discard this fine-tuning");
    }
}

std::string trainingPlanText(const TrainingPlan& plan) {
    return Json{{"name", plan.name},          {"base", plan.base.string()},
                {"base_name", plan.baseName}, {"source", plan.source},
                {"steps", plan.steps},        {"strength", plan.strength},
                {"classes", plan.classes},    {"seed", plan.seed},
                {"pairs", plan.pairs}}
               .dump(2, ' ', false, Json::error_handler_t::replace) +
           "\n";
}

TrainingPlan TrainingFolder::plan() const {
    return parseTrainingPlan(contentOf(planFile()), planFile().string());
}

void TrainingFolder::writePlan(const TrainingPlan& plan) const {
    writeFileAtomically(planFile(), trainingPlanText(plan));
}

std::optional<std::int64_t> TrainingFolder::resultStep() const {
    std::int64_t step = 0;
    std::ifstream in(resultStepFile());
    std::error_code unknown;
    return in >> step && fs::exists(result(), unknown) ? std::optional(step) : std::nullopt;
}

void TrainingFolder::noteResult(std::int64_t step) const {
    writeFileAtomically(resultStepFile(), std::to_string(step));
}

std::vector<CurvePoint> TrainingFolder::curve() const {
    std::vector<CurvePoint> points;
    std::ifstream in(curveFile());
    std::string line;
    while (std::getline(in, line)) {
        try {
            CurvePoint point = pointOf(Json::parse(line));
            while (!points.empty() && points.back().step > point.step) {
                points.pop_back();
            }
            if (!points.empty() && points.back().step == point.step) {
                points.back().losses.merge(point.losses);
                points.back().measures.merge(point.measures);
            } else {
                points.push_back(std::move(point));
            }
        } catch (const nlohmann::json::exception&) {
            continue; // a process was killed while it wrote this
        }
    }
    return points;
}

void TrainingFolder::addToCurve(const CurvePoint& point) const {
    std::ofstream out(curveFile(), std::ios::app);
    out << Json{{"step", point.step}, {"losses", point.losses}, {"measures", point.measures}}.dump()
        << "\n"
        << std::flush;
    if (!out) {
        throw Error("cannot be written", curveFile().string(), "Make room on the disk");
    }
}

std::vector<TrainingFolder> trainingFolders(const fs::path& runs) {
    std::vector<std::pair<fs::file_time_type, fs::path>> found;
    std::error_code unreadable;
    for (const auto& entry : fs::directory_iterator(runs, unreadable)) {
        if (const auto time = plannedAt(entry.path())) {
            found.emplace_back(*time, entry.path());
        }
    }
    std::ranges::sort(found, std::greater<>());
    std::vector<TrainingFolder> folders;
    for (const auto& [time, path] : found) {
        folders.emplace_back(path);
    }
    return folders;
}

void removeUnprepared(const fs::path& runs) {
    std::error_code unreadable;
    std::vector<fs::path> unprepared;
    for (const auto& entry : fs::directory_iterator(runs, unreadable)) {
        if (entry.is_directory(unreadable) && !plannedAt(entry.path())) {
            unprepared.push_back(entry.path());
        }
    }
    for (const fs::path& folder : unprepared) {
        try {
            if (FileLock::take(TrainingFolder(folder).lockFile())) {
                fs::remove_all(folder, unreadable);
            }
        } catch (const Error&) {
            continue; // nobody can write there, we neither
        }
    }
}

TrainingFolder makeTrainingFolder(const fs::path& runs, const std::string& name) {
    fs::path folder = runs / name;
    for (int number = 2; fs::exists(folder); ++number) {
        folder = runs / (name + "-" + std::to_string(number));
    }
    makeFolder(folder);
    return TrainingFolder(folder);
}

} // namespace underpaint::run
