// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/dataset_options.h"
#include "app/cli/model_folders.h"
#include "app/cli/render_scene.h"
#include "app/cli/replaced_inputs.h"
#include "app/cli/scene_folder_report.h"
#include "app/cli/scene_for_model.h"
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/make_folder.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/components.h"
#include "engine/imaging/scene_folder.h"
#include "engine/project/journal/replay.h"
#include "engine/run/memory_fallback.h"
#include "engine/run/package_models.h"
#include "engine/scene/instance_ids.h"

#include <CLI/CLI.hpp>

#include <limits>
#include <memory>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* replayExample =
    "  underpaint replay street.underpaint --on labels/ -o edited/ --model street\n"
    "  does to every label map of the folder what was done in the project, and renders the\n"
    "  results: edited/NAME_labels.png, edited/NAME_instances.png, edited/photos/NAME.png.";

std::string edits(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " edit" : " edits");
}

class ReplayCommand final : public Command {
public:
    explicit ReplayCommand(CLI::App& root)
        : Command(root, "replay", "Apply the edits of a project to other scenes", replayExample) {
        app().add_option("project", m_project, "Project of the editor")->required();
        app()
            .add_option("--on", m_input,
                        "Folder of label maps, with instance maps beside them, or a data set; "
                        "classes of a labels.json there become the project's by their names")
            ->required();
        app()
            .add_option("-o,--output", m_output,
                        "Folder for the edited maps. Scenes that are there already are skipped")
            ->required();
        app()
            .add_option("--frame", m_frame,
                        "Of a project with several frames: replay what was done in this one, from "
                        "1, on every label map; default: the label maps are its frames, in order")
            ->check(CLI::PositiveNumber);
        app().add_option("--model", m_model,
                         "Also render each result with this package: a path, or an id in the "
                         "model folders");
        app().add_option("--format", m_format,
                         "Format of the label maps, as of `render`; default: auto");
        app().add_flag("--repair", m_repair,
                       "Label values without a class become unlabelled instead of an error");
        m_dataset.declareFolders(app(), "all of them");
    }

    int run(Context& context) override {
        (void)imaging::labelFormatFromName(m_format); // before anything is read
        m_source = project::readProject(m_project).project;
        if (m_source.history.empty()) {
            throw Error("the project has no edits to replay", m_project);
        }
        imaging::SceneFolderRequest request;
        request.folder = m_input;
        request.reading = m_dataset.reading();
        request.dataset = m_dataset.nameLayout();
        imaging::SceneFolder batch = imaging::listSceneFolder(request);
        batch.reader.format = imaging::labelFormatFromName(m_format);
        batch.reader.classes = m_source.state.labelSet;
        reportSceneFolder(batch, context.reporter);
        checkFrames(batch);
        makeOutput();
        if (!m_model.empty()) {
            m_loaded = std::make_unique<run::LoadedModel>(
                run::packageModels(),
                run::ModelRequest{
                    findModel(m_model),
                    {context.common.device, context.common.precision(), context.common.threads}});
        }
        if (m_source.forgottenHistory > 0) {
            context.reporter.warning("the project does not hold its first " +
                                     edits(m_source.forgottenHistory) +
                                     " any more; the others are replayed");
        }
        return replayAll(context, batch);
    }

private:
    std::size_t frames() const { return m_source.laterFrames.size() + 1; }

    void checkFrames(const imaging::SceneFolder& batch) const {
        if (m_frame > frames()) {
            throw Error("there is no frame " + std::to_string(m_frame) + " of " +
                            std::to_string(frames()),
                        m_project, "Choose another --frame");
        }
        if (m_frame == 0 && frames() > 1 && batch.items.size() != frames()) {
            throw Error("the project has " + std::to_string(frames()) + " frames, the folder " +
                            std::to_string(batch.items.size()) + " label maps",
                        m_input, "Name a folder of as many, or with --frame whose edits count");
        }
    }

    void makeOutput() const {
        makeFolder(m_model.empty() ? fs::path(m_output) : fs::path(m_output) / "photos",
                   "Choose another -o");
        std::error_code failed;
        if (fs::equivalent(m_input, m_output, failed)) {
            throw Error("the results would lie among the scenes", m_output,
                        "Choose another -o than --on");
        }
    }

    int replayAll(Context& context, const imaging::SceneFolder& batch) {
        Json scenes = Json::array();
        Json failures = batch.problems;
        int skipped = 0;
        for (const imaging::SceneFiles& item : batch.items) {
            context.cancel.check();
            fs::path name = fs::path(m_output) / item.output;
            name.replace_extension();
            const fs::path labels = name.string() + "_labels.png";
            if (fs::exists(labels)) {
                ++skipped;
                continue;
            }
            try {
                const auto number = static_cast<std::size_t>(&item - batch.items.data());
                const std::size_t frame = m_frame > 0 ? m_frame - 1 : frames() > 1 ? number : 0;
                scenes.push_back(replayOn(context, batch.reader, item, frame, name, labels));
            } catch (const Error& error) {
                context.reporter.error(error.message());
                failures.push_back(error.message());
            }
        }
        context.reporter.done(std::to_string(scenes.size()) + " done, " + std::to_string(skipped) +
                              " already there, " + std::to_string(failures.size()) + " failed");
        context.reporter.result({{"project", m_project},
                                 {"edits", m_source.history.size()},
                                 {"forgotten", m_source.forgottenHistory},
                                 {"scenes", scenes},
                                 {"already_there", skipped},
                                 {"failures", failures}});
        return failures.empty() ? exitDone : exitWrongUse;
    }

    /// The other scene with the classes, model, code and seed of the project.
    scene::SceneState readOther(Context& context, const imaging::ItemReader& reader,
                                const imaging::SceneFiles& item) const {
        scene::SceneState state;
        state.labelSet = m_source.state.labelSet;
        state.classChoices = m_source.state.classChoices;
        state.modelId = m_source.state.modelId;
        state.appearance.code = m_source.state.appearance.code;
        state.seed = m_source.state.seed;
        SceneRequest request;
        request.labels = item.labels;
        request.instances = item.instances;
        request.photo = item.photo;
        request.reader = reader;
        request.repair = m_repair;
        readSceneMaps(request, context.reporter, state);
        return state;
    }

    Json replayOn(Context& context, const imaging::ItemReader& reader,
                  const imaging::SceneFiles& item, std::size_t frame, const fs::path& name,
                  const fs::path& labels) {
        scene::Scene scene(readOther(context, reader, item));
        const project::ReplayResult result = project::replayHistory(scene, m_source.history, frame);
        Json skipped = Json::array();
        const std::string file = item.labels.filename().string();
        for (const project::SkippedEdit& edit : result.skipped) {
            context.reporter.warning(file + ": edit " + std::to_string(edit.index + 1) + " (" +
                                     edit.text + ") is left out: " + edit.reason);
            skipped.push_back(
                {{"edit", edit.index + 1}, {"text", edit.text}, {"reason", edit.reason}});
        }
        const fs::path instances = name.string() + "_instances.png";
        const fs::path photo = fs::path(m_output) / "photos" / item.output;
        refuseReplacedInputs({item.labels, item.instances, item.photo, m_project},
                             {labels, instances, m_loaded ? photo : fs::path()},
                             "Choose another -o than --on");
        Json written{{"source", item.labels.string()},
                     {"applied", result.applied},
                     {"skipped", std::move(skipped)}};
        fs::create_directories(name.parent_path());
        std::vector<std::byte> photoBytes;
        std::vector<FileToWrite> files;
        if (m_loaded) {
            photoBytes = imaging::encodePhoto(render(context, scene, item.output), photo);
            fs::create_directories(photo.parent_path());
            files.push_back({photo, photoBytes});
            written["photo"] = photo.string();
        }
        InstancePlane ids = scene->instances.toPlane();
        constexpr std::uint32_t largestId = std::numeric_limits<std::uint16_t>::max();
        imaging::fitInstanceIds(ids, largestId);
        const std::vector<std::byte> instanceBytes = imaging::encodeInstancePng(ids);
        const std::vector<std::byte> labelBytes = imaging::encodePng(scene->labels.toPlane());
        files.push_back({instances, instanceBytes});
        files.push_back({labels, labelBytes}); // last: it marks the scene as done
        writeFilesAtomically(files);
        written["labels"] = labels.string();
        written["instances"] = instances.string();
        context.reporter.done("wrote " + labels.string() + " (" + edits(result.applied) +
                              " applied, " + std::to_string(result.skipped.size()) + " left out)");
        return written;
    }

    Image render(Context& context, const scene::Scene& scene, const fs::path& output) {
        const std::string title = output.filename().string();
        scene::SceneState painted = *scene;
        fitToModel(painted, m_loaded->translator().manifest(), context.reporter);
        run::RenderRequest request{.scene = scene::Scene(std::move(painted)).snapshot()};
        request.quality = run::Quality::Export;
        request.cancel = context.cancel;
        const run::FinishedRender result =
            run::renderWithinMemory(*m_loaded, request, context.reporter.progress(title));
        if (!result.note.empty()) {
            context.reporter.warning(title + ": " + result.note);
        }
        return *result.image;
    }

    std::string m_project;
    std::string m_input;
    std::string m_output;
    std::string m_model;
    std::string m_format = "auto";
    std::size_t m_frame = 0; ///< from 1; 0: not named
    bool m_repair = false;
    DatasetOptions m_dataset;

    project::Project m_source;
    std::unique_ptr<run::LoadedModel> m_loaded;
};

} // namespace

void addReplayCommand(CLI::App& root, Commands& commands) {
    commands.push_back(std::make_unique<ReplayCommand>(root));
}

} // namespace underpaint::app
