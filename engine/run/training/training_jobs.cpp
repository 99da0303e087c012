// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/training/training_jobs.h"

#include "engine/base/error.h"
#include "engine/imaging/components.h"
#include "engine/project/package/model_labels.h"
#include "engine/run/training/fine_tuning_job.h"
#include "engine/train/data/pack_folder.h"
#include "engine/train/recipe/fine_tuning_recipe.h"

#include <utility>

namespace underpaint::run {

namespace {

namespace fs = std::filesystem;

/// As many lines of a report as a message has room for.
std::string firstErrors(const train::PackReport& report) {
    constexpr int shown = 3;
    std::string text;
    int errors = 0;
    for (const imaging::DatasetFinding& finding : report.findings) {
        if (finding.isError() && ++errors <= shown) {
            text +=
                (text.empty() ? "" : "; ") + finding.file.filename().string() + ": " + finding.text;
        }
    }
    return errors > shown ? text + "; and " + std::to_string(errors - shown) + " more" : text;
}

std::size_t packedFolder(const fs::path& folder, const project::Manifest& model,
                         const std::string& source, const fs::path& pack, const CancelToken& cancel,
                         const ProgressSink& progress) {
    train::PackOptions options;
    options.reading.phase = "train";
    options.source = source;
    options.into = project::labelSetOf(model);
    const train::PackReport report = train::packFolder(folder, pack, options, cancel, progress);
    if (!report.passed()) {
        throw Error("cannot be trained on: " + firstErrors(report), folder.string(),
                    "Correct these files, or take them out of the folder");
    }
    return report.pairs;
}

std::size_t packedPairs(const std::vector<TrainingPair>& pairs, const project::Manifest& model,
                        const std::string& source, const fs::path& pack,
                        const CancelToken& cancel) {
    const scene::LabelSet classes = project::labelSetOf(model);
    train::PackedWriter writer(pack, model.classes, source);
    for (const TrainingPair& pair : pairs) {
        cancel.check();
        const auto instances = imaging::deriveInstances(
            pair.labels, [&](std::uint16_t label) { return classes.isThing(label); });
        writer.add(pair.name, pair.photo, pair.labels, instances.ids);
    }
    writer.finish();
    return pairs.size();
}

} // namespace

TrainingEngine packageTraining(fs::path backbones) {
    TrainingEngine engine;
    engine.canBeFineTuned = train::canBeFineTuned;
    engine.canChooseClasses = train::canChooseClasses;
    engine.pack = [](const PairSource& pairs, const project::Manifest& model,
                     const std::string& source, const fs::path& pack, const CancelToken& cancel,
                     const ProgressSink& progress) {
        if (const auto* folder = std::get_if<fs::path>(&pairs)) {
            return packedFolder(*folder, model, source, pack, cancel, progress);
        }
        return packedPairs(std::get<std::vector<TrainingPair>>(pairs), model, source, pack, cancel);
    };
    engine.begin = [backbones = std::move(backbones)](
                       const TrainingFolder& folder,
                       const TrainingListener& listener) -> std::unique_ptr<TrainingJob> {
        return std::make_unique<FineTuningJob>(folder, backbones, listener);
    };
    return engine;
}

} // namespace underpaint::run
