// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/model_folders.h"
#include "app/cli/replaced_inputs.h"
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/make_folder.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/components.h"
#include "engine/imaging/folder_walk.h"
#include "engine/translate/segmentation.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* segmentExample =
    "  underpaint segment --model street-segmenter photo.jpg -o labels.png --instances inst.png\n"
    "  writes the class of every pixel, and the cars and pedestrians as instances.\n"
    "  underpaint segment --model street-segmenter photos/ -o labels/\n"
    "  does every photo of a folder.";

/// Where the results of one photo go; empty = not wanted.
struct Target {
    fs::path photo;
    fs::path labels;
    fs::path instances;
    fs::path confidence;
};

std::vector<fs::path> photosOf(const std::vector<std::string>& arguments) {
    std::vector<fs::path> photos;
    for (const fs::path path : arguments) {
        if (!fs::is_directory(path)) {
            photos.push_back(path);
            continue;
        }
        std::vector<fs::path> inside;
        for (const fs::path& file : imaging::visibleFiles(path, imaging::Depth::Folder)) {
            if (imaging::hasImageExtension(file)) {
                inside.push_back(file);
            }
        }
        if (inside.empty()) {
            throw Error("holds no photo", path.string(), "Name a folder of photos");
        }
        photos.insert(photos.end(), inside.begin(), inside.end());
    }
    return photos;
}

class SegmentCommand final : public Command {
public:
    explicit SegmentCommand(CLI::App& root)
        : Command(root, "segment", "Photo to label map", segmentExample) {
        app()
            .add_option("photos", m_photos, "Photos, or folders of photos")
            ->required()
            ->check(CLI::ExistingPath);
        app()
            .add_option("--model", m_model,
                        "Package with a segmenter: a path, or an id in the model folders")
            ->required();
        app()
            .add_option("-o,--output", m_output,
                        "Label map (PNG of class ids); a folder where there are several photos")
            ->required();
        app().add_option("--instances", m_instances,
                         "Instance map, or folder of these: the connected parts of each class "
                         "whose objects can be counted (16-bit PNG)");
        app()
            .add_option("--smallest", m_smallest,
                        "Parts of fewer pixels are no instances; default: 16")
            ->check(CLI::Range(1, 1 << 30));
        app().add_option("--confidence", m_confidence,
                         "Picture of how sure each pixel is, or folder of these (255 = certain)");
        app().add_option("--size", m_size,
                         "WxH at which the network sees the photos; default: what suits the model");
        app().add_flag("--replace-input", m_replaceInput,
                       "An output may be one of the photos, which is then replaced");
        app().add_flag("--colours", m_colours,
                       "The label map is a palette PNG in the colours of the classes");
    }

    int run(Context& context) override {
        m_settings.size = parseSize(m_size);
        m_settings.confidence = !m_confidence.empty();
        const std::vector<Target> targets = this->targets();
        std::vector<fs::path> inputs{m_model};
        for (const Target& target : targets) {
            inputs.push_back(target.photo);
        }
        for (const Target& target : targets) {
            refuseReplacedInputs(m_replaceInput ? std::vector<fs::path>() : inputs,
                                 {target.labels, target.instances, target.confidence},
                                 orReplaceInput);
        }
        translate::Segmentation model(
            openModel(m_model),
            {context.common.device, context.common.precision(), context.common.threads});
        if (m_colours) {
            checkPalette(model.manifest());
        }
        Json outputs = Json::array();
        Json failures = m_clashes;
        for (const std::string& clash : m_clashes) {
            context.reporter.error(clash);
        }
        for (const Target& target : targets) {
            context.cancel.check();
            try {
                outputs.push_back(segment(model, target, context));
            } catch (const Error& error) {
                if (targets.size() == 1 && m_clashes.empty()) {
                    throw;
                }
                context.reporter.error(error.message());
                failures.push_back(error.message());
            }
        }
        context.reporter.result(
            {{"model", model.manifest().id}, {"outputs", outputs}, {"failures", failures}});
        return failures.empty() ? exitDone : exitWrongUse;
    }

private:
    /// Where everything goes; photos of one name are left out and noted.
    std::vector<Target> targets() {
        const std::vector<fs::path> photos = photosOf(m_photos);
        const bool several =
            photos.size() > 1 || fs::is_directory(m_photos.front()) || fs::is_directory(m_output);
        std::map<std::string, int> stems;
        for (const fs::path& photo : photos) {
            ++stems[photo.stem().string()];
        }
        std::vector<Target> targets;
        for (const fs::path& photo : photos) {
            const std::string stem = photo.stem().string();
            if (stems[stem] > 1) {
                m_clashes.push_back(photo.string() + ": another photo has the name " + stem +
                                    ", too. Segment them into different folders");
                continue;
            }
            const auto place = [&](const std::string& given) {
                return several && !given.empty() ? fs::path(given) / (stem + ".png")
                                                 : fs::path(given);
            };
            targets.push_back({photo, place(m_output), place(m_instances), place(m_confidence)});
        }
        for (const std::string& given : {m_output, m_instances, m_confidence}) {
            if (several && !given.empty()) {
                makeFolder(given, "Choose another one");
            } else if (!given.empty() && fs::path(given).extension() != ".png") {
                throw Error("is no name of a PNG file", given, "Maps are written as .png");
            }
        }
        return targets;
    }

    static void checkPalette(const project::Manifest& manifest) {
        constexpr int paletteSize = 256;
        if (manifest.classes.back().id >= paletteSize) {
            throw Error("a palette has 256 colours, the model has class " +
                            std::to_string(manifest.classes.back().id),
                        "--colours", "Leave it out");
        }
    }

    std::vector<std::byte> encodedLabels(const LabelPlane& labels,
                                         const project::Manifest& manifest) const {
        if (!m_colours) {
            return imaging::encodePng(labels);
        }
        std::vector<scene::Colour> palette(static_cast<std::size_t>(manifest.classes.back().id) +
                                           1);
        for (const project::PackageClass& one : manifest.classes) {
            palette[static_cast<std::size_t>(one.id)] = {one.colour[0], one.colour[1],
                                                         one.colour[2]};
        }
        return imaging::encodePalettePng(labels, palette);
    }

    imaging::DerivedInstances instancesOf(const fs::path& path, const LabelPlane& labels,
                                          const project::Manifest& manifest,
                                          Context& context) const {
        std::set<std::uint16_t> things;
        for (const project::PackageClass& one : manifest.classes) {
            if (one.thing) {
                things.insert(static_cast<std::uint16_t>(one.id));
            }
        }
        imaging::ComponentOptions options;
        options.minimumArea = m_smallest;
        // Class * 1000 + k has to fit into 16 bits, and class 0 has no instances that way.
        const bool fits = things.empty() || (*things.begin() > 0 && *things.rbegin() < 65);
        options.numbering = fits ? imaging::InstanceNumbering::ClassTimes1000
                                 : imaging::InstanceNumbering::Consecutive;
        imaging::DerivedInstances derived = imaging::deriveInstances(
            labels, [&things](std::uint16_t label) { return things.contains(label); }, options);
        for (const std::string& warning : derived.warnings) {
            context.reporter.warning(path.filename().string() + ": " + warning);
        }
        return derived;
    }

    Json segment(translate::Segmentation& model, const Target& target, Context& context) const {
        const Image photo = imaging::readPhoto(target.photo);
        const std::string title = target.photo.filename().string();
        const translate::SegmentedPhoto result =
            model.segment(photo, m_settings, context.cancel, context.reporter.progress(title));
        // All that belongs to a photo is written, or nothing is.
        const std::vector<std::byte> labels = encodedLabels(result.labels, model.manifest());
        std::vector<FileToWrite> files{{target.labels, labels}};
        Json json{
            {"photo", target.photo.string()}, {"labels", target.labels.string()},
            {"width", photo.width()},         {"height", photo.height()},
            {"seconds", result.seconds},      {"shares", shares(result.labels, model.manifest())}};
        std::vector<std::byte> instances;
        if (!target.instances.empty()) {
            const imaging::DerivedInstances derived =
                instancesOf(target.instances, result.labels, model.manifest(), context);
            instances = imaging::encodeInstancePng(derived.ids);
            files.push_back({target.instances, instances});
            json["instances"] = target.instances.string();
            json["instance_count"] = derived.components.size();
        }
        std::vector<std::byte> confidence;
        if (!target.confidence.empty()) {
            confidence = imaging::encodePng(result.confidence);
            files.push_back({target.confidence, confidence});
            json["confidence"] = target.confidence.string();
        }
        writeFilesAtomically(files);
        context.reporter.done("wrote " + target.labels.string());
        return json;
    }

    /// Of the pixels, by class name.
    static Json shares(const LabelPlane& labels, const project::Manifest& manifest) {
        std::map<std::uint16_t, std::size_t> counts;
        for (const std::uint16_t label : labels.values()) {
            ++counts[label];
        }
        Json json = Json::object();
        for (const project::PackageClass& one : manifest.classes) {
            const auto found = counts.find(static_cast<std::uint16_t>(one.id));
            if (found != counts.end()) {
                json[one.name] = static_cast<double>(found->second) /
                                 static_cast<double>(labels.values().size());
            }
        }
        return json;
    }

    std::vector<std::string> m_photos;
    std::string m_model;
    std::string m_output;
    std::string m_instances;
    int m_smallest = 16;
    std::string m_confidence;
    std::string m_size;
    bool m_colours = false;
    bool m_replaceInput = false;
    translate::SegmentationSettings m_settings;
    std::vector<std::string> m_clashes; ///< photos whose results would be one file
};

} // namespace

void addSegmentCommand(CLI::App& root, Commands& commands) {
    commands.push_back(std::make_unique<SegmentCommand>(root));
}

} // namespace underpaint::app
