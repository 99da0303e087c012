// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/instance_choice.h"
#include "app/cli/model_folders.h"
#include "app/cli/output_pattern.h"
#include "app/cli/replaced_inputs.h"
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/make_folder.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/instance_masks.h"
#include "engine/translate/photo_translator.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* translateExample =
    "  underpaint translate --model sheep-giraffe photo.jpg --masks photo_0.png photo_1.png "
    "-o out.png\n"
    "  turns these two instances into the other kind and leaves the rest of the photo alone.\n"
    "  underpaint translate --model sheep-giraffe --batch photos/ --masks masks/ -o out/\n"
    "  does every photo NAME of a folder with its masks NAME_0.png, NAME_1.png ...";

/// One photo and the files that belong to it.
struct PhotoTask {
    fs::path photo;
    InstanceSource source;
    fs::path output;
};

class TranslateCommand final : public Command {
public:
    explicit TranslateCommand(CLI::App& root)
        : Command(root, "translate",
                  "Instances of a photo, or whole photos, to those of another kind",
                  translateExample) {
        app().add_option("photo", m_photo, "Photo")->check(CLI::ExistingFile);
        app()
            .add_option("--batch", m_batch,
                        "A folder of photos instead of one; --masks, --labels and --instances are "
                        "folders of files of the same names then, and so is the output")
            ->check(CLI::ExistingDirectory);
        app()
            .add_option("--model", m_model,
                        "InstaGAN or CycleGAN package: a path, or an id in the model folders")
            ->required();
        app().add_option("-o,--output", m_output, "Photo, or folder with --batch")->required();
        addInstanceOptions();
        addWayOptions();
        app().add_option("--output-masks", m_outputMasks,
                         "Folder for the masks as they are afterwards, NAME_0.png ...");
        app().add_option("--output-instances", m_outputInstances,
                         "Instance map as it is afterwards (16-bit PNG); needs --labels or "
                         "--instances");
        app().add_option("--changed", m_changed,
                         "Picture of how much of each pixel was replaced (0 = as it was), or "
                         "folder of these");
        app().add_flag("--replace-input", m_replaceInput,
                       "An output may be one of the photos, which is then replaced");
    }

    int run(Context& context) override {
        const std::vector<PhotoTask> tasks = m_batch.empty() ? oneTask() : folderTasks(context);
        checkOutputs(tasks);
        const auto translator = translate::openPhotoTranslator(
            openModel(m_model),
            {context.common.device, context.common.precision(), context.common.threads});
        const translate::TranslationSettings settings = settingsFor(*translator);
        Json outputs = Json::array();
        for (const PhotoTask& task : tasks) {
            context.cancel.check();
            try {
                outputs.push_back(translateOne(*translator, task, settings, context));
            } catch (const Error& error) {
                if (m_batch.empty()) {
                    throw;
                }
                context.reporter.error(task.photo.filename().string() + ": " + error.message());
                m_failures.push_back(error.message());
            }
        }
        const translate::Domains domains = translate::domainsOf(translator->manifest());
        context.reporter.result({{"model", translator->manifest().id},
                                 {"from", domains.from(settings.direction)},
                                 {"to", domains.to(settings.direction)},
                                 {"outputs", outputs},
                                 {"failures", m_failures}});
        return m_failures.empty() ? exitDone : exitWrongUse;
    }

private:
    void addInstanceOptions() {
        app().add_option("--masks", m_masks,
                         "Masks of the instances, one file each: white on the instance, black "
                         "elsewhere; or a folder with NAME_0.png, NAME_1.png ...");
        app().add_option("--labels", m_labels, "Label map of the photo, with --class");
        app().add_option("--class", m_class,
                         "Class whose instances are translated: its number, or its name with "
                         "--label-set; without an instance map each of its parts is one");
        app().add_option("--label-set", m_labelSet,
                         "Classes of the label map: the name of a known set, or a labels.json");
        app().add_option("--instances", m_instances,
                         "Instance map: every number but 0 is an instance");
        app()
            .add_option("--instance", m_chosen,
                        "Only this instance: its number in the map, or that of its mask from 1 on. "
                        "Repeatable")
            ->allow_extra_args(false);
    }

    void addWayOptions() {
        app().add_option("--direction", m_direction,
                         "a-to-b, b-to-a, or the name of what instances become; default: a-to-b, "
                         "or the only one that the model knows");
        app()
            .add_option("--order", m_order,
                        "Which instance comes first: largest (default), smallest or given")
            ->check(CLI::IsMember({"largest", "smallest", "given"}));
        auto* perStep = app()
                            .add_option("--per-step", m_perStep,
                                        "How many instances the network sees at a time; default: 2")
                            ->check(CLI::Range(1, 10000));
        app().add_flag("--one-step", m_oneStep, "All instances at once")->excludes(perStep);
        app().add_flag("--crop,!--no-crop", m_crop,
                       "Translate instances in a part of the photo around them (default), or the "
                       "whole photo every time");
        app()
            .add_option("--surroundings", m_settings.surroundings,
                        "How much such a part shows on every side, as a share of the instance; "
                        "default: 0.5")
            ->check(CLI::Range(0.0, 100.0));
        app().add_flag("--native-size", m_settings.nativeSize,
                       "The network sees no more pixels than it was trained with");
        app()
            .add_option("--feather", m_settings.feather,
                        "Pixels of transition around the pasted instances; default: 8")
            ->check(CLI::Range(0, 1024));
        app()
            .add_option("--strength", m_settings.strength,
                        "How much of the result is seen, 0..1; default: 1")
            ->check(CLI::Range(0.0, 1.0));
        app().add_flag("--no-paste", m_noPaste,
                       "The photo as the network leaves it, background and all, as the official "
                       "code does; implies --no-crop");
    }

    std::vector<PhotoTask> oneTask() {
        if (m_photo.empty()) {
            throw Error("there is no photo", "translate", "Name one, or a folder with --batch");
        }
        PhotoTask task{.photo = m_photo, .source = commonSource(), .output = m_output};
        if (m_masks.size() == 1 && fs::is_directory(m_masks.front())) {
            task.source.masks = masksIn(m_masks.front(), task.photo);
        } else {
            task.source.masks.assign(m_masks.begin(), m_masks.end());
        }
        task.source.labels = m_labels;
        task.source.instances = m_instances;
        return {task};
    }

    std::vector<PhotoTask> folderTasks(Context& context) {
        if (!m_photo.empty()) {
            throw Error("stands beside --batch " + m_batch, m_photo, "Leave one of them out");
        }
        for (const std::string& folder : folders()) {
            if (!fs::is_directory(folder)) {
                throw Error("is no folder", folder, "With --batch, give folders");
            }
        }
        if (m_masks.size() > 1) {
            throw Error("more than one folder", "--masks", "With --batch, give one");
        }
        std::vector<PhotoTask> tasks;
        std::map<std::string, int> stems;
        std::vector<fs::path> photos;
        for (const fs::path& file : imaging::visibleFiles(m_batch, imaging::Depth::Folder)) {
            if (imaging::hasImageExtension(file)) {
                photos.push_back(file);
                ++stems[file.stem().string()];
            }
        }
        if (photos.empty()) {
            throw Error("holds no photo", m_batch, "Name a folder of photos");
        }
        for (const fs::path& photo : photos) {
            try {
                if (stems[photo.stem().string()] > 1) {
                    throw Error("another photo has this name, too", photo.string(),
                                "Translate them into different folders");
                }
                tasks.push_back(taskOf(photo));
            } catch (const Error& error) {
                context.reporter.error(error.message());
                m_failures.push_back(error.message());
            }
        }
        return tasks;
    }

    /// Folders that are read with --batch.
    std::vector<std::string> folders() const {
        std::vector<std::string> all = m_masks;
        for (const std::string& folder : {m_labels, m_instances}) {
            if (!folder.empty()) {
                all.push_back(folder);
            }
        }
        return all;
    }

    PhotoTask taskOf(const fs::path& photo) const {
        PhotoTask task{.photo = photo,
                       .source = commonSource(),
                       .output = fs::path(m_output) / (photo.stem().string() + ".png")};
        if (!m_masks.empty()) {
            task.source.masks = masksIn(m_masks.front(), photo);
        }
        task.source.labels = mapIn(m_labels, photo);
        task.source.instances = mapIn(m_instances, photo);
        return task;
    }

    InstanceSource commonSource() const {
        return {.labelSet = m_labelSet,
                .chosenClass = m_class,
                .chosen = {m_chosen.begin(), m_chosen.end()}};
    }

    static std::vector<fs::path> masksIn(const fs::path& folder, const fs::path& photo) {
        const auto files = imaging::maskFilesByStem(folder);
        const auto found = files.find(photo.stem().string());
        if (found == files.end()) {
            throw Error("there is no mask " + photo.stem().string() + "_0.png in " +
                            folder.string(),
                        photo.string(), "Masks are called NAME_0.png, NAME_1.png ...");
        }
        return found->second;
    }

    static fs::path mapIn(const std::string& folder, const fs::path& photo) {
        if (folder.empty()) {
            return {};
        }
        for (const fs::path& file : imaging::visibleFiles(folder, imaging::Depth::Folder)) {
            if (file.stem() == photo.stem() && imaging::hasImageExtension(file)) {
                return file;
            }
        }
        throw Error("there is no map of this name in " + folder, photo.string(),
                    "Call it like the photo");
    }

    /// A file of the task below a folder, or with one photo the file itself.
    fs::path besides(const std::string& given, const PhotoTask& task) const {
        return m_batch.empty() || given.empty()
                   ? fs::path(given)
                   : fs::path(given) / (task.photo.stem().string() + ".png");
    }

    void checkOutputs(const std::vector<PhotoTask>& tasks) const {
        if (!m_outputInstances.empty() && m_labels.empty() && m_instances.empty()) {
            throw Error("needs instances of a map", "--output-instances",
                        "Give --instances or --labels, or ask for --output-masks");
        }
        std::vector<std::string> made{m_outputMasks};
        if (!m_batch.empty()) {
            made.insert(made.end(), {m_output, m_outputInstances, m_changed});
        }
        for (const std::string& folder : made) {
            if (!folder.empty()) {
                makeFolder(folder, "Choose another one");
            }
        }
        for (const PhotoTask& task : tasks) {
            std::vector<fs::path> inputs{task.photo, task.source.labels, task.source.instances};
            inputs.insert(inputs.end(), task.source.masks.begin(), task.source.masks.end());
            refuseReplacedInputs(
                m_replaceInput ? std::vector<fs::path>() : inputs,
                {task.output, besides(m_outputInstances, task), besides(m_changed, task)},
                orReplaceInput);
            checkPhotoOutput(task.output);
        }
    }

    translate::TranslationSettings settingsFor(const translate::PhotoTranslator& translator) const {
        using translate::Direction;
        using translate::InstanceOrder;
        translate::TranslationSettings settings = m_settings;
        const translate::Domains domains = translate::domainsOf(translator.manifest());
        if (m_direction.empty()) {
            settings.direction =
                translator.knows(Direction::AToB) ? Direction::AToB : Direction::BToA;
        } else if (m_direction == "a-to-b" || m_direction == domains.b) {
            settings.direction = Direction::AToB;
        } else if (m_direction == "b-to-a" || m_direction == domains.a) {
            settings.direction = Direction::BToA;
        } else {
            throw Error("is no direction of this model", "--direction " + m_direction,
                        "Say a-to-b (" + domains.a + " to " + domains.b + ") or b-to-a");
        }
        settings.order = m_order == "smallest" ? InstanceOrder::SmallestFirst
                         : m_order == "given"  ? InstanceOrder::AsGiven
                                               : InstanceOrder::LargestFirst;
        settings.instancesPerStep = m_oneStep ? 0 : m_perStep;
        settings.crops = m_crop && !m_noPaste;
        settings.keepsBackground = !m_noPaste;
        return settings;
    }

    Json translateOne(translate::PhotoTranslator& translator, const PhotoTask& task,
                      const translate::TranslationSettings& settings, Context& context) const {
        const std::string title = task.photo.filename().string();
        translate::PhotoTranslationRequest request{
            .photo = imaging::readPhoto(task.photo), .masks = {}, .settings = settings};
        ChosenInstances chosen = chooseInstances(task.source, request.photo.size());
        request.masks = std::move(chosen.masks);
        const translate::PhotoTranslation result =
            translator.translate(request, context.cancel, context.reporter.progress(title));
        context.reporter.endProgress();
        std::vector<std::string> notes = chosen.notes;
        notes.insert(notes.end(), result.notes.begin(), result.notes.end());
        for (const std::string& note : notes) {
            context.reporter.warning(title + ": " + note);
        }
        write(task, chosen, result);
        context.reporter.done("wrote " + task.output.string());
        return describe(task, chosen, result);
    }

    void write(const PhotoTask& task, const ChosenInstances& chosen,
               const translate::PhotoTranslation& result) const {
        // All that belongs to a photo is written, or nothing is.
        std::vector<std::pair<fs::path, std::vector<std::byte>>> contents;
        contents.emplace_back(task.output, imaging::encodePhoto(result.photo, task.output));
        for (std::size_t i = 0; i < result.masks.size() && !m_outputMasks.empty(); ++i) {
            contents.emplace_back(fs::path(m_outputMasks) / (task.photo.stem().string() + "_" +
                                                             std::to_string(i) + ".png"),
                                  imaging::encodePng(result.masks[i]));
        }
        if (!m_outputInstances.empty()) {
            contents.emplace_back(besides(m_outputInstances, task),
                                  imaging::encodeInstancePng(mapAfter(chosen, result)));
        }
        if (!m_changed.empty()) {
            contents.emplace_back(besides(m_changed, task), imaging::encodePng(result.changed));
        }
        std::vector<FileToWrite> files;
        for (const auto& [path, bytes] : contents) {
            files.push_back({path, bytes});
        }
        writeFilesAtomically(files);
    }

    /// What was an instance before and is none now has the number 0.
    static InstancePlane mapAfter(const ChosenInstances& chosen,
                                  const translate::PhotoTranslation& result) {
        InstancePlane map = chosen.map;
        const std::set<std::uint32_t> moved(chosen.numbers.begin(), chosen.numbers.end());
        for (std::uint32_t& number : map.values()) {
            number = moved.contains(number) ? 0 : number;
        }
        constexpr std::uint8_t member = 128;
        for (std::size_t k = 0; k < result.masks.size(); ++k) {
            for (std::size_t i = 0; i < map.values().size(); ++i) {
                if (result.masks[k].values()[i] >= member) {
                    map.values()[i] = chosen.numbers[k];
                }
            }
        }
        return map;
    }

    static Json describe(const PhotoTask& task, const ChosenInstances& chosen,
                         const translate::PhotoTranslation& result) {
        std::size_t changed = 0;
        for (const std::uint8_t level : result.changed.values()) {
            changed += level > 0 ? 1 : 0;
        }
        return {{"photo", task.photo.string()},
                {"output", task.output.string()},
                {"width", result.photo.width()},
                {"height", result.photo.height()},
                {"instances", chosen.numbers},
                {"steps", result.steps},
                {"changed_share", static_cast<double>(changed) /
                                      static_cast<double>(result.changed.values().size())},
                {"seconds", result.seconds},
                {"peak_bytes", result.peakBytes},
                {"device", result.device},
                {"precision", result.precision}};
    }

    std::string m_photo;
    std::string m_batch;
    std::string m_model;
    std::string m_output;
    std::vector<std::string> m_masks;
    std::string m_labels;
    std::string m_class;
    std::string m_labelSet;
    std::string m_instances;
    std::vector<std::uint32_t> m_chosen;
    std::string m_direction;
    std::string m_order = "largest";
    int m_perStep = 2;
    bool m_oneStep = false;
    bool m_crop = true;
    bool m_noPaste = false;
    std::string m_outputMasks;
    std::string m_outputInstances;
    std::string m_changed;
    bool m_replaceInput = false;
    translate::TranslationSettings m_settings;
    std::vector<std::string> m_failures;
};

} // namespace

void addTranslateCommand(CLI::App& root, Commands& commands) {
    commands.push_back(std::make_unique<TranslateCommand>(root));
}

} // namespace underpaint::app
