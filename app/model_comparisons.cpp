// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_comparisons.h"

#include "engine/base/error.h"
#include "engine/base/make_folder.h"
#include "engine/imaging/codec.h"
#include "engine/project/package/model_labels.h"
#include "engine/run/loaded_model.h"
#include "engine/run/memory_fallback.h"

#include <QDateTime>
#include <QPointer>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <string>
#include <utility>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

/// Groups of comparisons lie beyond those of other work.
constexpr std::uint64_t modelComparisons = std::uint64_t{9} << 59U;
constexpr run::DocumentId beside = 0; // of no scene
constexpr std::array sides = {"first", "second"};

/// What stays on the engine's thread from one photo to the next.
struct ComparedModel {
    fs::path package;
    std::shared_ptr<run::LoadedModel> model;
};

struct ListedScenes {
    std::vector<ComparedScene> scenes;
    std::vector<std::string> notes;
};

/// Why a scene has no photo by a model; empty: it has one.
struct PaintedScene {
    std::string problem;
    std::string model; ///< its name
};

void removeOld(const fs::path& folder) {
    constexpr std::chrono::hours month(24 * 30);
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (entry.last_write_time(ignored) + month < fs::file_time_type::clock::now() && !ignored) {
            fs::remove_all(entry.path(), ignored);
        }
    }
}

/// Throws Error.
run::LoadedModel& modelFor(const fs::path& package, const run::ModelSource& models,
                           run::WorkContext& context) {
    auto& kept = context.kept<ComparedModel>();
    if (!kept.model || kept.package != package) {
        kept.model = nullptr; // two at a time may not fit into memory
        kept.model = std::make_shared<run::LoadedModel>(
            models, run::ModelRequest{package, context.complete({})});
        kept.package = package;
    }
    return *kept.model;
}

/// Throws Error when the model cannot be loaded, Cancelled.
PaintedScene painted(const ComparedScene& scene, const fs::path& package, const fs::path& file,
                     const run::ModelSource& models, run::WorkContext& context) {
    run::LoadedModel& model = modelFor(package, models, context);
    const project::Manifest& manifest = model.translator().manifest();
    try {
        run::RenderRequest render{.scene = scene::SceneSnapshot(scene.read(manifest))};
        render.quality = run::Quality::Export;
        render.cancel = context.cancel();
        imaging::writePhoto(file, *run::renderWithinMemory(model, render, {}).image);
        return {{}, manifest.name};
    } catch (const Error& error) {
        return {error.message(), manifest.name}; // that costs this scene alone
    }
}

} // namespace

struct ModelComparisons::Running {
    std::uint64_t group = 0;
    ui::ModelComparison asked;
    std::vector<ComparedScene> scenes = {}; ///< those that a model could not paint are empty
    ui::ComparedModels made = {};
    int photos = 0;
};

ModelComparisons::ModelComparisons(EngineBridge& bridge,
                                   std::shared_ptr<project::PackageCatalogue> catalogue,
                                   run::ModelSource models, QObject* parent)
    : ModelComparing(parent),
      m_bridge(bridge),
      m_catalogue(std::move(catalogue)),
      m_models(std::move(models)),
      m_last(modelComparisons) {}

void ModelComparisons::setFolder(fs::path folder) {
    m_folder = std::move(folder);
}

ClassesOfModel ModelComparisons::classes() const {
    // A copy: the catalogue belongs to this thread.
    std::map<std::string, scene::LabelSet> known;
    constexpr std::chrono::milliseconds patience(150);
    for (const project::KnownPackage& package : m_catalogue->packages(patience)) {
        if (package.manifest && !package.manifest->classes.empty()) {
            known.emplace(package.manifest->id, project::labelSetOf(*package.manifest));
        }
    }
    return [known = std::move(known)](const std::string& id) {
        const auto found = known.find(id);
        return found == known.end() ? std::nullopt : std::optional(found->second);
    };
}

void ModelComparisons::start(const ui::ModelComparison& comparison) {
    cancel();
    m_running = std::make_shared<Running>(Running{.group = ++m_last, .asked = comparison});
    // Beside others that begin in the same second.
    const QString name = QDateTime::currentDateTimeUtc().toString("yyyyMMdd-hhmmss") + '-' +
                         QString::number(QDateTime::currentMSecsSinceEpoch() % 1000);
    const fs::path folder = m_folder / name.toStdString();
    for (std::size_t side = 0; side < sides.size(); ++side) {
        m_running->made.folders.at(side) = folder / sides.at(side);
    }
    run::Work<ListedScenes> work;
    work.place = {.document = beside, .group = m_running->group};
    work.compute = [running = m_running, below = m_folder, known = classes()](run::WorkContext&) {
        removeOld(below);
        for (const fs::path& folder : running->made.folders) {
            makeFolder(folder);
        }
        ListedScenes listed;
        listed.scenes = comparedScenes(running->asked, known, listed.notes);
        return listed;
    };
    work.ended = [guard = QPointer(this), running = m_running](const auto& listed) {
        if (!guard || guard->m_running != running) {
            return;
        }
        if (!listed.result) {
            guard->fail(listed.failure ? QString::fromStdString(listed.failure->message())
                                       : QString());
            return;
        }
        for (const std::string& note : listed.result->notes) {
            running->made.notes << QString::fromStdString(note);
        }
        guard->paint(listed.result->scenes);
    };
    m_bridge.submit(std::move(work));
}

void ModelComparisons::paint(std::vector<ComparedScene> scenes) {
    m_running->scenes = std::move(scenes);
    Q_EMIT progressed(0, static_cast<int>(2 * m_running->scenes.size()));
    submit(0, 0);
}

void ModelComparisons::submit(std::size_t scene, int model) {
    const std::vector<ComparedScene>& scenes = m_running->scenes;
    while (scene < scenes.size() && !scenes[scene].read) {
        ++scene;
    }
    if (scene == scenes.size()) {
        model == 0 ? submit(0, 1) : end();
        return;
    }
    const auto side = static_cast<std::size_t>(model);
    const fs::path file = m_running->made.folders.at(side) / (scenes[scene].name + ".png");
    run::Work<PaintedScene> work;
    work.place = {.document = beside, .group = m_running->group, .repeatable = true};
    work.compute = [one = scenes[scene], file, package = m_running->asked.packages.at(side),
                    models = m_models](run::WorkContext& context) {
        return painted(one, package, file, models, context);
    };
    work.ended = [guard = QPointer(this), running = m_running, scene, side](const auto& end) {
        if (!guard || guard->m_running != running) {
            return;
        }
        if (!end.result) {
            guard->fail(end.failure ? QString::fromStdString(end.failure->message()) : QString());
            return;
        }
        running->made.names.at(side) = end.result->model;
        guard->take(scene, QString::fromStdString(end.result->problem));
        guard->submit(scene + 1, static_cast<int>(side));
    };
    m_bridge.submit(std::move(work));
}

void ModelComparisons::take(std::size_t scene, const QString& problem) {
    ComparedScene& one = m_running->scenes[scene];
    if (!problem.isEmpty()) {
        m_running->made.notes << QString::fromStdString(one.name) + ": " + problem;
        one.read = nullptr;
    }
    ++m_running->photos;
    Q_EMIT progressed(m_running->photos, static_cast<int>(2 * m_running->scenes.size()));
}

void ModelComparisons::end() {
    const ui::ComparedModels made = m_running->made;
    const bool any =
        std::ranges::any_of(m_running->scenes, [](const ComparedScene& one) { return !!one.read; });
    if (!any) {
        fail(made.notes.join('\n'));
        return;
    }
    m_running = nullptr;
    release();
    Q_EMIT ended(made);
}

void ModelComparisons::fail(const QString& failure) {
    ui::ComparedModels told;
    told.failure = failure.isEmpty() ? tr("The photos were not finished.") : failure;
    cancel();
    Q_EMIT ended(told);
}

void ModelComparisons::cancel() {
    const std::shared_ptr<Running> running = std::exchange(m_running, nullptr);
    if (!running) {
        return;
    }
    m_bridge.cancelGroup(beside, running->group);
    release();
    std::error_code ignored;
    fs::remove_all(running->made.folders.front().parent_path(), ignored);
}

void ModelComparisons::release() {
    run::Work<bool> work;
    work.place = {.document = beside, .group = modelComparisons};
    work.compute = [](run::WorkContext& context) {
        context.kept<ComparedModel>() = {};
        return true;
    };
    m_bridge.submit(std::move(work));
}

} // namespace underpaint::app
