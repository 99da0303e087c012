// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/code_options.h"
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/dataset_options.h"
#include "app/cli/exemplar_options.h"
#include "app/cli/kept_base.h"
#include "app/cli/model_folders.h"
#include "app/cli/output_pattern.h"
#include "app/cli/photo_output.h"
#include "app/cli/render_scene.h"
#include "app/cli/render_sequence.h"
#include "app/cli/replaced_inputs.h"
#include "app/cli/scene_folder_report.h"
#include "app/cli/scene_for_model.h"
#include "engine/base/error.h"
#include "engine/base/file_lock.h"
#include "engine/base/file_name.h"
#include "engine/base/make_folder.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/scene_folder.h"
#include "engine/imaging/video_writer.h"
#include "engine/run/memory_fallback.h"
#include "engine/run/package_models.h"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <map>
#include <memory>
#include <optional>
#include <sstream>

namespace underpaint::app {

namespace {

constexpr const char* renderExample =
    "  underpaint render --model cityscapes.underpaint-model --labels street_labelIds.png \\\n"
    "    --instances street_instanceIds.png --style car=2 -o street.png\n"
    "  renders the scene with style 2 for every car. `--batch DIR -o DIR` does a whole folder,\n"
    "  `--project street.underpaint -o street.png` what the editor exports,\n"
    "  `--sequence DIR -o drive.mp4` a video whose frames belong together.";

std::string fixed(double value, int decimals) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(decimals) << value;
    return text.str();
}

class RenderCommand final : public Command {
public:
    explicit RenderCommand(CLI::App& root)
        : Command(root, "render", "Label map to photo", renderExample) {
        declareScene();
        app()
            .add_option("-o,--output", m_output,
                        "Photo, or folder with --batch; %03d numbers. NAME.ora becomes an "
                        "OpenRaster file, with the label map in layers below the photo")
            ->required();
        app()
            .add_option("--layers", m_layers,
                        "Of an OpenRaster file, or of a TIFF file, which has none without: one "
                        "each class or instance")
            ->check(CLI::IsMember({"class", "instance"}));
        app()
            .add_option("--depth", m_depth,
                        "Bits of a channel: 8, or 16 for PNG and TIFF, with the steps between that "
                        "the model paints")
            ->check(CLI::IsMember({8, 16}));
        app().add_option("--size", m_size, "WxH of the photo; default: that of the label map");
        app()
            .add_option("--samples", m_samples, "Several photos, each with the next seed")
            ->check(CLI::Range(1, 100000));
        app().add_flag("--paper", m_paper,
                       "As the official pix2pix test: dropout and this picture's batch statistics");
        app().add_flag("--replace-input", m_replaceInput,
                       "-o may name one of the inputs, which is then replaced");
        app()
            .add_option("--batch", m_batch,
                        "Folder of label maps, or a data set. Finished photos are skipped; "
                        "several processes may share one folder")
            ->excludes(app().get_option("--project"))
            ->excludes(app().get_option("--base"))
            ->excludes(app().get_option("--keep"));
        m_dataset.declareFolders(app(), "all of them");
        m_sequence.declare(app());
        SequenceOptions::exclude(app(), {"--project", "--labels", "--instances", "--photo",
                                         "--base", "--keep", "--batch", "--samples",
                                         "--interpolate", "--paper", "--depth"});
    }

    int run(Context& context) override {
        const translate::EngineSettings settings{context.common.device, context.common.precision(),
                                                 context.common.threads};
        m_photoSize = parseSize(m_size);
        m_scene = sceneRequest();
        const OutputPattern outputs(m_batch.empty() ? m_output : std::string());
        if (m_batch.empty() && !m_sequence.named()) {
            const bool video = m_codes.interpolates() && imaging::isVideoName(m_output);
            video ? checkVideoOutput(m_output) : checkLayeredOutput(outputs.name(1));
            checkInputs(outputs);
            checkDepth(video ? std::filesystem::path(m_output) : outputs.name(1));
        }
        if (!m_project.empty()) {
            m_projectScene = readProjectScene(m_project);
        }
        const std::filesystem::path model = modelPath(context);
        m_loaded = std::make_unique<run::LoadedModel>(run::packageModels(),
                                                      run::ModelRequest{model, settings});
        m_codes.check(translator());
        readExemplars(context, model, settings);
        if (m_sequence.named()) {
            return renderSequence(*m_loaded, sequenceJob(context, settings), context);
        }
        checkSamples(outputs);
        return m_batch.empty() ? renderOne(context, outputs) : renderFolder(context);
    }

private:
    void declareScene() {
        app().add_option("--model", m_model,
                         "Package: a path, or an id in the model folders. Default: the project's");
        CLI::Option* project =
            app().add_option("--project", m_project, "Scene: a project of the editor");
        app().add_option("--labels", m_labels, "Scene: a label map, PNG or labelme JSON");
        app().add_option("--instances", m_instances,
                         "Instance map of the same size: one number or colour per object; default: "
                         "derived from the labels");
        app().add_option(
            "--format", m_format,
            "Format of the label map: auto, index, colour, cityscapes, cityscapes-train, "
            "coco-stuff, ade20k, camvid, facades, labelme");
        app().add_option("--label-classes", m_labelClasses,
                         "Classes of the label map where they are not the model's, a known set or "
                         "a labels.json: they become the model's by their names");
        app().add_flag("--repair", m_repair,
                       "Label values without a class become unlabelled instead of an error");
        app().add_option("--photo", m_photo, "Reference photo, for models that translate one");
        app()
            .add_option("--style", m_styles,
                        "ID=STYLE: style, by number or name, of an instance id or of all instances "
                        "of a class. Repeatable")
            ->allow_extra_args(false);
        app().add_option("--style-from", m_styleFrom,
                         "Photo whose instances lend their styles (needs an encoder)");
        m_exemplars.declare(app());
        m_base.declare(app());
        m_codes.declare(app());
        std::vector<std::string> ofFiles = ExemplarOptions::names();
        ofFiles.insert(ofFiles.end(), {"--labels", "--instances", "--format", "--label-classes",
                                       "--repair", "--photo", "--style", "--style-from"});
        for (const std::string& name : ofFiles) {
            project->excludes(app().get_option(name));
        }
    }

    /// The photos may not take the place of what they are made of.
    void checkInputs(const OutputPattern& outputs) const {
        const int photos = m_codes.interpolates() ? m_codes.frames() : m_samples;
        const int count = outputs.isNumbered() ? photos : 1;
        for (int number = 1; number <= count && !m_replaceInput; ++number) {
            std::vector<std::filesystem::path> inputs = m_base.inputs();
            inputs.insert(inputs.end(),
                          {m_labels, m_instances, m_photo, m_styleFrom, m_project, m_model});
            for (const auto& lenders : {m_codes.inputs(), m_exemplars.inputs()}) {
                inputs.insert(inputs.end(), lenders.begin(), lenders.end());
            }
            refuseReplacedInputs(inputs, {outputs.name(number)}, orReplaceInput);
        }
    }

    bool deep() const { return m_depth == 16; }

    void checkDepth(const std::filesystem::path& output) const {
        if (deep() && !imaging::holdsDeepPhotos(output)) {
            throw Error("holds 8 bits a channel at most", output.string(),
                        "Name a .png or .tif file, or leave --depth out");
        }
        if (deep() && !m_layers.empty()) {
            throw Error("layers have 8 bits a channel", output.string(),
                        "Leave either --layers or --depth out");
        }
    }

    translate::Translator& translator() const { return m_loaded->translator(); }

    /// Once for all scenes of a batch.
    void readExemplars(Context& context, const std::filesystem::path& model,
                       const translate::EngineSettings& settings) {
        if (!m_exemplars.named()) {
            return;
        }
        if (!translator().capabilities().exemplars) {
            throw Error("the model takes no exemplars", translator().manifest().name,
                        "Leave --exemplar out");
        }
        m_scene.exemplars =
            m_exemplars.read({project::ModelPackage::open(model), settings, m_scene},
                             context.cancel, context.reporter);
    }

    std::filesystem::path modelPath(const Context& context) const {
        if (!m_model.empty()) {
            return findModel(m_model);
        }
        if (!m_projectScene) {
            throw Error("there is no model to render with", m_project, "Name one with --model");
        }
        if (m_projectScene->modelId.empty()) {
            // Saved before the editor had found its models.
            const std::filesystem::path model = findSuitableModel(m_projectScene->labelSet);
            context.reporter.note("the project names no model; " + model.stem().string() +
                                  " has its classes");
            return model;
        }
        return findModel(m_projectScene->modelId);
    }

    /// A project has a seed of its own, which --seed overrides.
    scene::SceneState sceneToRender(const Context& context) {
        if (!m_projectScene) {
            scene::SceneState state = readScene(m_scene, translator(), context.reporter);
            state.seed = context.common.seed;
            m_base.apply(m_scene, translator(), context.reporter, state);
            return state;
        }
        scene::SceneState state = *m_projectScene;
        if (app().count("--seed") > 0) {
            state.seed = context.common.seed;
        }
        fitToModel(state, translator().manifest(), context.reporter);
        m_base.apply(m_scene, translator(), context.reporter, state);
        return state;
    }

    SceneRequest sceneRequest() const {
        SceneRequest request;
        request.labels = m_labels;
        request.instances = m_instances;
        request.photo = m_photo;
        request.reader.format = imaging::labelFormatFromName(m_format);
        request.fileClasses = parseLabelSet(m_labelClasses);
        request.repair = m_repair;
        request.styles = m_styles;
        request.styleFrom = m_styleFrom;
        return request;
    }

    SequenceJob sequenceJob(Context& context, const translate::EngineSettings& settings) {
        const auto code = m_codes.code(0, translator(), context.cancel);
        SequenceJob job{m_sequence, m_scene,        {}, settings, m_photoSize,
                        m_output,   m_replaceInput, {}, {}};
        job.finish = [code, seed = context.common.seed](scene::SceneState& state) {
            state.seed = seed;
            if (code) {
                state.appearance.code = *code;
            }
        };
        if (app().count("--fps") > 0) {
            job.framesPerSecond = m_codes.framesPerSecond();
        }
        job.looks = "seed " + std::to_string(context.common.seed);
        for (const std::string& style : m_styles) {
            job.looks += ", style " + style;
        }
        for (const char* option : {"--style-from", "--z", "--z-seed", "--z-from", "--exemplar"}) {
            for (const std::string& value : app().get_option(option)->results()) {
                job.looks += ", " + std::string(option) + " " + value;
            }
        }
        return job;
    }

    void checkSamples(const OutputPattern& outputs) const {
        const translate::Capabilities can = translator().capabilities();
        if (m_paper && !can.paperBehaviour) {
            throw Error("the model has neither dropout nor batch norm",
                        translator().manifest().name, "Leave --paper out");
        }
        if (m_codes.interpolates()) {
            const bool video = imaging::isVideoName(m_output);
            if (m_samples > 1 || !m_batch.empty() || !(video || outputs.isNumbered())) {
                throw Error("frames of --interpolate need several names, or a video",
                            "-o " + m_output,
                            "Write %03d.png or .mp4 into the name, and leave --samples and --batch "
                            "out");
            }
            return;
        }
        if (m_samples <= 1) {
            return;
        }
        const bool varies = can.variation && (m_paper || !can.paperBehaviour || can.styles);
        if (!varies) {
            throw Error("another seed gives the same photo of this model",
                        translator().manifest().name,
                        can.paperBehaviour ? "Give --paper, or leave --samples out"
                                           : "Leave --samples out");
        }
        if (!m_batch.empty() || !outputs.isNumbered()) {
            throw Error("several photos need several names", "-o " + m_output,
                        m_batch.empty() ? "Write %03d into the name"
                                        : "Leave --samples out with --batch");
        }
    }

    run::FinishedRender rendered(Context& context, const scene::SceneState& state,
                                 const std::string& title) {
        run::RenderRequest request{.scene = scene::SceneSnapshot(state)};
        request.quality = run::Quality::Export;
        request.size = m_photoSize;
        request.paperBehaviour = m_paper;
        request.deep = deep();
        request.cancel = context.cancel;
        run::FinishedRender result =
            run::renderWithinMemory(*m_loaded, request, context.reporter.progress(title));
        if (!result.note.empty()) {
            context.reporter.warning(title + ": " + result.note);
        }
        m_last = {{"device", result.device},
                  {"precision", result.precision},
                  {"peak_bytes", result.peakBytes}};
        return result;
    }

    /// Renders a scene and writes the photo; returns its JSON.
    Json renderTo(Context& context, const scene::SceneState& state,
                  const std::filesystem::path& path) {
        const run::FinishedRender result = rendered(context, state, path.filename().string());
        const Size size = result.image->size();
        writePhotoOutput(path, result, state, layersNamed(m_layers));
        context.reporter.done("wrote " + path.string() + " (" + std::to_string(size.width) + "x" +
                              std::to_string(size.height) + ", " + fixed(result.seconds, 2) +
                              " s)");
        for (const auto& [stage, seconds] : result.stages) {
            context.reporter.detail("  " + stage + ": " + fixed(seconds, 3) + " s");
        }
        context.reporter.detail(
            "  " + result.device + ", " + result.precision + ", peak memory " +
            fixed(static_cast<double>(result.peakBytes) / (1024.0 * 1024.0), 0) + " MiB");
        Json photo{{"file", path.string()}, {"width", size.width},       {"height", size.height},
                   {"seed", state.seed},    {"seconds", result.seconds}, {"stages", result.stages}};
        if (!state.appearance.code.values.empty()) {
            photo["z"] = state.appearance.code.values;
        }
        return photo;
    }

    /// One photo after the other on the way from one code to another.
    Json renderPath(Context& context, scene::SceneState state, const OutputPattern& outputs) {
        const auto codes =
            m_codes.path(state.appearance.code, state.seed, translator(), context.cancel);
        if (imaging::isVideoName(m_output)) {
            return renderVideo(context, std::move(state), codes);
        }
        Json photos = Json::array();
        for (const scene::LatentCode& code : codes) {
            state.appearance.code = code;
            photos.push_back(
                renderTo(context, state, outputs.name(static_cast<int>(photos.size()) + 1)));
        }
        return photos;
    }

    Json renderVideo(Context& context, scene::SceneState state,
                     const std::vector<scene::LatentCode>& codes) {
        std::unique_ptr<imaging::VideoWriter> video;
        Json frames = Json::array();
        for (const scene::LatentCode& code : codes) {
            context.cancel.check();
            state.appearance.code = code;
            const auto frame =
                rendered(context, state, "frame " + std::to_string(frames.size() + 1)).image;
            if (!video) {
                video = std::make_unique<imaging::VideoWriter>(m_output, frame->size(),
                                                               m_codes.framesPerSecond());
            }
            video->add(*frame);
            frames.push_back({{"z", code.values}});
        }
        video->finish();
        context.reporter.done("wrote " + m_output + " (" + std::to_string(frames.size()) +
                              " frames)");
        return {{{"file", m_output}, {"frames", frames}}};
    }

    int renderOne(Context& context, const OutputPattern& outputs) {
        scene::SceneState state = sceneToRender(context);
        Json photos = Json::array();
        if (m_codes.interpolates()) {
            photos = renderPath(context, std::move(state), outputs);
        } else {
            for (int sample = 0; sample < m_samples; ++sample) {
                if (auto code = m_codes.code(sample, translator(), context.cancel)) {
                    state.appearance.code = std::move(*code);
                }
                photos.push_back(renderTo(context, state, outputs.name(sample + 1)));
                state.seed += m_codes.variesCodes() ? 0 : 1;
            }
        }
        Json result{{"model", translator().manifest().id}, {"outputs", photos}};
        result.update(m_last);
        context.reporter.result(result);
        return exitDone;
    }

    enum class ItemOutcome { Rendered, AlreadyThere, Elsewhere };

    ItemOutcome renderItem(Context& context, const imaging::ItemReader& reader,
                           const imaging::SceneFiles& item, const std::filesystem::path& path,
                           Json& photos) {
        if (std::filesystem::exists(path)) {
            refuseReplacedInputs({item.labels, item.instances, item.photo}, {path});
            return ItemOutcome::AlreadyThere;
        }
        std::filesystem::create_directories(path.parent_path());
        // Who dies leaves a file behind, but no lock: the next one takes over.
        const auto claim = FileLock::take(withEnding(path, ".claim"));
        if (!claim) {
            return ItemOutcome::Elsewhere;
        }
        if (std::filesystem::exists(path)) { // finished while we were on our way
            return ItemOutcome::AlreadyThere;
        }
        const auto [first, last] = m_leftovers.equal_range(path);
        for (auto leftover = first; leftover != last; ++leftover) {
            std::error_code ignored; // who wrote it is dead: the claim is ours
            std::filesystem::remove(leftover->second, ignored);
        }
        SceneRequest request = m_scene;
        request.reader = reader;
        request.labels = translator().capabilities().labels ? item.labels : "";
        request.instances = request.labels.empty() ? "" : item.instances;
        // Of a picture that is both, the label map needs the photo's name, too.
        const bool both = item.photo == item.labels;
        request.photo = both || translator().capabilities().photoInput ? item.photo : "";
        request.strictStyles = false;
        scene::SceneState state = readScene(request, translator(), context.reporter);
        state.seed = context.common.seed;
        if (auto code = m_codes.code(0, translator(), context.cancel)) {
            state.appearance.code = std::move(*code);
        }
        photos.push_back(renderTo(context, state, path));
        return ItemOutcome::Rendered;
    }

    imaging::SceneFolder listFolder() const {
        imaging::SceneFolderRequest request;
        request.folder = m_batch;
        request.instances = m_instances;
        request.reading = m_dataset.reading();
        request.reading.format = m_scene.reader.format;
        request.dataset = m_dataset.nameLayout();
        request.photos = !translator().capabilities().labels;
        imaging::SceneFolder batch = imaging::listSceneFolder(request);
        batch.reader.format = m_scene.reader.format;
        return batch;
    }

    int renderFolder(Context& context) {
        const imaging::SceneFolder batch = listFolder();
        reportSceneFolder(batch, context.reporter);
        const std::filesystem::path folder = m_output;
        makeFolder(folder, "Choose another -o");
        m_leftovers = leftoversBelow(folder);
        int skipped = 0;
        int elsewhere = 0;
        Json photos = Json::array();
        Json failures = batch.problems;
        for (const imaging::SceneFiles& item : batch.items) {
            context.cancel.check();
            try {
                const ItemOutcome end =
                    renderItem(context, batch.reader, item, folder / item.output, photos);
                skipped += end == ItemOutcome::AlreadyThere ? 1 : 0;
                elsewhere += end == ItemOutcome::Elsewhere ? 1 : 0;
            } catch (const Error& error) {
                context.reporter.error(error.message());
                failures.push_back(error.message());
            }
        }
        context.reporter.done(std::to_string(photos.size()) + " rendered, " +
                              std::to_string(skipped) + " already there, " +
                              std::to_string(elsewhere) + " in work elsewhere, " +
                              std::to_string(failures.size()) + " failed");
        Json result{{"model", translator().manifest().id},
                    {"outputs", photos},
                    {"already_there", skipped},
                    {"in_work_elsewhere", elsewhere},
                    {"failures", failures}};
        result.update(m_last);
        context.reporter.result(result);
        return failures.empty() ? exitDone : exitWrongUse;
    }

    std::string m_model;
    std::string m_project;
    std::string m_labels;
    std::string m_instances;
    std::string m_format = "auto";
    std::string m_labelClasses;
    bool m_repair = false;
    std::string m_photo;
    std::vector<std::string> m_styles;
    std::string m_styleFrom;
    ExemplarOptions m_exemplars;
    CodeOptions m_codes;
    std::string m_output;
    std::string m_layers;
    std::string m_size;
    int m_depth = 8;
    int m_samples = 1;
    bool m_paper = false;
    bool m_replaceInput = false;
    std::string m_batch;
    /// What processes that were killed did not finish, by the photo.
    std::multimap<std::filesystem::path, std::filesystem::path> m_leftovers;
    DatasetOptions m_dataset; ///< of the batch
    SequenceOptions m_sequence;

    std::optional<scene::SceneState> m_projectScene;
    SceneRequest m_scene;
    KeptBase m_base;
    Size m_photoSize; ///< empty: that of the label map
    std::unique_ptr<run::LoadedModel> m_loaded;
    Json m_last = Json::object(); ///< device, precision and memory of the last render
};

} // namespace

void addRenderCommand(CLI::App& root, Commands& commands) {
    commands.push_back(std::make_unique<RenderCommand>(root));
}

} // namespace underpaint::app
