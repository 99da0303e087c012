// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/model_folders.h"
#include "app/cli/render_scene.h"
#include "app/cli/sequence_maps.h"
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/make_folder.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/motion/carry_edit.h"
#include "engine/imaging/motion/scene_cut.h"
#include "engine/project/package/model_labels.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* carryExample =
    "  underpaint carry --sequence maps/ --classes camvid --edit frame10.underpaint@10 -o edited/\n"
    "  underpaint render --model street --sequence edited/labels \\\n"
    "    --instances-folder edited/instances -o edited.mp4\n"
    "  carries what was painted in frame 10 through the scene that it belongs to. A second --edit\n"
    "  corrects it: between both frames it goes from one to the other.";

class CarryCommand final : public Command {
public:
    explicit CarryCommand(CLI::App& root)
        : Command(root, "carry", "An edit of one frame into the others of a sequence",
                  carryExample) {
        app().add_option("--sequence", m_labels, "Folder of label maps, one per frame")->required();
        app().add_option("--instances-folder", m_instances,
                         "Instance maps under the names of the label maps; default: those beside "
                         "them, or derived and followed through the frames");
        app().add_option("--photos-folder", m_photos,
                         "Photos of the frames, whose motion is measured instead of that of the "
                         "label maps");
        app().add_option("--classes", m_classes,
                         "Classes of the label maps: a known set or a labels.json");
        app().add_option("--model", m_model, "Or a package whose classes they are");
        app()
            .add_option("--edit", m_edits,
                        "WHAT@FRAME: what was painted in a frame (its number from 1, or its name): "
                        "a project of the editor, or LABELS.png,INSTANCES.png. Repeatable")
            ->required()
            ->allow_extra_args(false);
        app()
            .add_option("--cuts", m_cuts,
                        "Share of the labels that must change for a new scene to begin, to which "
                        "nothing is carried, 0 to 1 (1 = never); default: 0.25")
            ->check(CLI::Range(0.0, 1.0));
        app()
            .add_option("-o,--output", m_output,
                        "Folder: gets labels/, instances/ and confidence/ (255 = certain)")
            ->required();
    }

    int run(Context& context) override {
        SequenceMaps maps({m_labels, m_instances, m_photos, classes(), m_cuts}, context.cancel,
                          context.reporter);
        prepareOutput();
        std::vector<imaging::KeyFrame> keys;
        for (const std::string& text : m_edits) {
            keys.push_back(keyFrame(text, maps, context));
        }
        std::ranges::sort(keys, {}, &imaging::KeyFrame::frame);
        std::set<std::size_t> written;
        const ProgressSink bar = context.reporter.progress("carry");
        for (std::size_t first = 0; first < keys.size();) {
            const auto [start, end] = maps.sceneOf(keys[first].frame);
            std::vector<imaging::KeyFrame> inScene;
            while (first < keys.size() && keys[first].frame <= end) {
                inScene.push_back(std::move(keys[first++]));
            }
            const imaging::CarryRange range{start, end,
                                            [&](std::size_t frame) { return maps.read(frame); }};
            for (const imaging::KeyFrame& key : inScene) {
                write(maps, key.frame, key.painted, {}, written);
            }
            imaging::carryEdits(
                range, inScene,
                [&](const imaging::CarriedFrame& carried) {
                    write(maps, carried.frame, carried.maps, carried.confidence, written);
                },
                context.cancel, bar);
        }
        const std::size_t carried = written.size();
        for (std::size_t frame = 0; frame < maps.frames(); ++frame) {
            context.cancel.check();
            if (!written.contains(frame)) {
                const imaging::MovingFrame moving = maps.read(frame);
                write(maps, frame, {moving.labels, moving.instances}, {}, written);
            }
        }
        context.reporter.done("wrote " + std::to_string(maps.frames()) + " frames to " + m_output +
                              ", " + std::to_string(carried) + " of them in scenes with edits");
        context.reporter.result(
            {{"output", m_output}, {"frames", maps.frames()}, {"in_scenes_with_edits", carried}});
        return exitDone;
    }

private:
    scene::LabelSet classes() const {
        if (!m_model.empty() && !m_classes.empty()) {
            throw Error("the classes are named twice", "--classes", "Leave it or --model out");
        }
        if (!m_model.empty()) {
            return project::labelSetOf(openModel(m_model).manifest());
        }
        if (auto set = parseLabelSet(m_classes)) {
            return *set;
        }
        throw Error("it is not said what the label maps mean", "carry",
                    "Name their classes with --classes, or a --model");
    }

    void prepareOutput() const {
        for (const char* folder : {"labels", "instances", "confidence"}) {
            const fs::path place = fs::path(m_output) / folder;
            std::error_code ignored; // of what is not there
            for (const fs::path& input : {m_labels, m_instances, m_photos}) {
                if (!input.empty() && fs::equivalent(input, place, ignored)) {
                    throw Error("is what the maps are read from", place.string(),
                                "Choose another -o");
                }
            }
            makeFolder(place, "Choose another -o");
        }
    }

    imaging::KeyFrame keyFrame(const std::string& text, SequenceMaps& maps,
                               Context& context) const {
        const std::size_t at = text.rfind('@');
        if (at == std::string::npos || at == 0) {
            throw Error("does not say in which frame", "--edit " + text,
                        "Write it as WHAT@FRAME: edited.underpaint@10");
        }
        const std::string what = text.substr(0, at);
        imaging::KeyFrame key;
        key.frame = maps.frameNamed(text.substr(at + 1));
        scene::SceneState state;
        state.labelSet = maps.classes();
        const std::size_t comma = what.find(',');
        if (comma == std::string::npos) {
            state = readProjectScene(what);
            if (!(state.labelSet == maps.classes())) {
                throw Error("the project has other classes than the sequence", what,
                            "Name those of the project with --classes");
            }
        } else {
            SceneRequest request;
            request.labels = what.substr(0, comma);
            request.instances = what.substr(comma + 1);
            (void)readSceneMaps(request, context.reporter, state);
        }
        key.painted = maps.underLastingNumbers(key.frame,
                                               {state.labels.toPlane(), state.instances.toPlane()});
        return key;
    }

    void write(const SequenceMaps& maps, std::size_t frame, const imaging::FrameMaps& content,
               const imaging::Share& confidence, std::set<std::size_t>& written) const {
        const std::string name = maps.name(frame) + ".png";
        const fs::path folder = m_output;
        const Size size = content.labels.size();
        Image sure(size.width, size.height);
        for (std::size_t i = 0; i < confidence.values().size(); ++i) {
            sure.values()[i] = static_cast<std::uint8_t>(std::lround(255 * confidence.values()[i]));
        }
        const auto labels = imaging::encodePng(content.labels);
        const auto instances = imaging::encodeInstancePng(content.instances);
        const auto confidences = imaging::encodePng(sure);
        const std::vector<FileToWrite> files{{folder / "labels" / name, labels},
                                             {folder / "instances" / name, instances},
                                             {folder / "confidence" / name, confidences}};
        writeFilesAtomically(files);
        written.insert(frame);
    }

    fs::path m_labels;
    fs::path m_instances;
    fs::path m_photos;
    std::string m_classes;
    std::string m_model;
    std::vector<std::string> m_edits;
    double m_cuts = imaging::usualCut;
    std::string m_output;
};

} // namespace

void addCarryCommand(CLI::App& root, Commands& commands) {
    commands.push_back(std::make_unique<CarryCommand>(root));
}

} // namespace underpaint::app
