// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_sources.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/name_forms.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

std::string lowerExtension(const fs::path& file) {
    return foldedName(file.extension().string());
}

bool holds(const fs::path& folder, FileFilter filter, Depth depth = Depth::Folder) {
    return holdsVisibleFile(folder, depth,
                            [filter](const fs::path& file) { return passesFilter(file, filter); });
}

/// {phase}_photo, {phase}_label, {phase}_inst with the given endings ("" = has none).
std::vector<PhaseSource> suffixed(const fs::path& folder, std::string_view photo,
                                  std::string_view label, std::string_view instance) {
    std::set<std::string> phases;
    for (const std::string& name : visibleFolders(folder)) {
        for (const std::string_view ending : {photo, label}) {
            if (name.ends_with(ending) && name.size() > ending.size()) {
                phases.insert(name.substr(0, name.size() - ending.size()));
            }
        }
    }
    std::vector<PhaseSource> sources;
    for (const std::string& phase : phases) {
        PhaseSource source;
        source.phase = phase;
        source.photos = existingFolder(folder / (phase + std::string(photo)));
        source.labels = existingFolder(folder / (phase + std::string(label)));
        if (!instance.empty()) {
            source.instances = existingFolder(folder / (phase + std::string(instance)));
        }
        sources.push_back(source);
    }
    return sources;
}

/// images/{phase} and annotations/{phase}.
std::vector<PhaseSource> twoTrees(const fs::path& photos, const fs::path& labels) {
    std::vector<PhaseSource> sources;
    for (const std::string& phase : visibleFolders(labels)) {
        PhaseSource source;
        source.phase = phase;
        source.photos = existingFolder(photos / phase);
        source.labels = existingFolder(labels / phase);
        sources.push_back(source);
    }
    return sources;
}

std::vector<PhaseSource> cityscapesTree(const fs::path& folder) {
    std::vector<PhaseSource> sources;
    for (const std::string& phase : visibleFolders(folder / "gtFine")) {
        PhaseSource source;
        source.phase = phase;
        source.photos = existingFolder(folder / "leftImg8bit" / phase);
        source.labels = existingFolder(folder / "gtFine" / phase, FileFilter::CityscapesLabels);
        source.instances =
            existingFolder(folder / "gtFine" / phase, FileFilter::CityscapesInstances);
        sources.push_back(source);
    }
    return sources;
}

/// The label maps of COCO-Stuff as they are unpacked: stuffthingmaps/{phase}, or
/// stuffthingmaps_{phase} beside the photos.
std::vector<PhaseSource> stuffThingMaps(const fs::path& folder) {
    const fs::path maps = folder / "stuffthingmaps";
    const bool inImages = fs::is_directory(folder / "images");
    std::vector<PhaseSource> sources = twoTrees(inImages ? folder / "images" : folder, maps);
    constexpr std::string_view start = "stuffthingmaps_";
    for (const std::string& name : visibleFolders(folder)) {
        if (name.starts_with(start) && name.size() > start.size()) {
            PhaseSource source;
            source.phase = name.substr(start.size());
            const fs::path beside = folder / source.phase;
            source.photos = existingFolder(
                fs::is_directory(beside) ? beside : folder / "images" / source.phase);
            source.labels = existingFolder(folder / name);
            sources.push_back(source);
        }
    }
    return sources;
}

std::vector<PhaseSource> cocoStuff(const fs::path& folder) {
    auto sources = suffixed(folder, "_img", "_label", "_inst");
    if (sources.empty()) {
        sources = stuffThingMaps(folder);
    }
    return sources.empty() ? twoTrees(folder / "images", folder / "annotations") : sources;
}

std::vector<PhaseSource> camVid(const fs::path& folder) {
    std::vector<PhaseSource> sources;
    if (fs::is_directory(folder / "LabeledApproved_full")) {
        PhaseSource source;
        source.phase = "train";
        source.photos = existingFolder(folder / "701_StillsRaw_full");
        source.labels = existingFolder(folder / "LabeledApproved_full");
        return {source};
    }
    constexpr std::string_view ending = "annot";
    for (const std::string& name : visibleFolders(folder)) {
        if (name.ends_with(ending) && name.size() > ending.size()) {
            PhaseSource source;
            source.phase = name.substr(0, name.size() - ending.size());
            source.photos = existingFolder(folder / source.phase);
            source.labels = existingFolder(folder / name);
            sources.push_back(source);
        }
    }
    return sources;
}

/// Photo and label map in one file. Our own output keeps folders below the phases.
std::vector<PhaseSource> sideBySide(const fs::path& folder, bool everyFolder) {
    const Depth depth = everyFolder ? Depth::Tree : Depth::Folder;
    std::vector<PhaseSource> sources;
    const auto add = [&](const std::string& phase, const fs::path& path) {
        PhaseSource source;
        source.phase = phase;
        source.combined = {path, FileFilter::Pictures, everyFolder};
        sources.push_back(source);
    };
    for (const std::string& name : visibleFolders(folder)) {
        if (holds(folder / name, FileFilter::Pictures, depth)) {
            add(name, folder / name);
        }
    }
    if (sources.empty() && holds(folder, FileFilter::Pictures)) {
        const std::string own = folder.filename().string();
        add(isPhaseName(own) ? own : "train", folder);
    }
    return sources;
}

std::vector<PhaseSource> facades(const fs::path& folder, bool everyFolder) {
    const fs::path base = folder / "base";
    if (!everyFolder && holds(base, FileFilter::Png) && holds(base, FileFilter::Jpeg)) {
        PhaseSource source;
        source.phase = "train";
        source.photos = {base, FileFilter::Jpeg, false};
        source.labels = {base, FileFilter::Png, false};
        return {source};
    }
    return sideBySide(folder, everyFolder);
}

std::vector<PhaseSource> labelme(const fs::path& folder, bool everyFolder) {
    std::vector<std::string> phases;
    for (const std::string& name : visibleFolders(folder)) {
        if (holds(folder / name, FileFilter::Json, Depth::Tree)) {
            phases.push_back(name);
        }
    }
    const auto source = [](const std::string& phase, const fs::path& path) {
        PhaseSource found;
        found.phase = phase;
        found.photos = {path, FileFilter::Pictures};
        found.labels = {path, FileFilter::Json};
        return found;
    };
    const bool phased =
        !holds(folder, FileFilter::Json) &&
        (everyFolder || std::all_of(phases.begin(), phases.end(),
                                    [](const std::string& name) { return isPhaseName(name); }));
    if (!phased) {
        // One folder of annotations: names count from there. Several: names begin with theirs.
        const bool one = phases.size() == 1 && !holds(folder, FileFilter::Json);
        return {source("train", one ? folder / phases.front() : folder)};
    }
    std::vector<PhaseSource> sources;
    std::transform(phases.begin(), phases.end(), std::back_inserter(sources),
                   [&](const std::string& name) { return source(name, folder / name); });
    return sources;
}

bool isJson(const fs::path& file) {
    // labels.json describes a data set, it annotates no photo.
    return lowerExtension(file) == ".json" && file.filename() != "labels.json";
}

/// A folder that the user named: in the data set's folder, or anywhere.
fs::path namedFolder(const fs::path& folder, const fs::path& name, std::string_view option) {
    if (name.empty()) {
        return {};
    }
    for (const fs::path& path : {folder / name, name}) {
        if (fs::is_directory(path)) {
            return path;
        }
    }
    throw Error("there is no such folder in " + folder.string(),
                std::string(option) + " " + name.string(), "Name a folder below the data set's");
}

} // namespace

std::vector<fs::path> SourceFolder::files() const {
    std::vector<fs::path> found;
    if (present()) {
        found = visibleFiles(folder, recursive ? Depth::Tree : Depth::Folder);
        std::erase_if(found, [this](const fs::path& file) {
            return !passesFilter(file, filter) || without.contains(file);
        });
    }
    return found;
}

bool SourceFolder::holdsFiles() const {
    return present() && holds(folder, filter, recursive ? Depth::Tree : Depth::Folder);
}

bool isPhaseName(std::string_view name) {
    std::string word = foldedName(name);
    const auto isDigit = [](unsigned char c) { return std::isdigit(c) != 0; };
    const std::size_t year = 4;
    if (word.size() > year && std::all_of(word.end() - year, word.end(), isDigit)) {
        word.resize(word.size() - year); // train2017
    }
    constexpr std::array<std::string_view, 12> known{
        "train",   "training", "val",        "valid",       "validation", "test",
        "testing", "trainval", "trainextra", "train_extra", "minival",    "eval"};
    return std::find(known.begin(), known.end(), word) != known.end();
}

bool passesFilter(const fs::path& file, FileFilter filter) {
    const std::string name = file.filename().string();
    if (isHiddenName(name)) {
        return false;
    }
    const std::string extension = lowerExtension(file);
    switch (filter) {
    case FileFilter::None:
        return false;
    case FileFilter::Pictures:
        return hasImageExtension(file);
    case FileFilter::Json:
        return isJson(file);
    case FileFilter::Png:
        return extension == ".png";
    case FileFilter::Jpeg:
        return extension == ".jpg" || extension == ".jpeg";
    case FileFilter::CityscapesLabels:
        return name.ends_with("_labelIds.png");
    case FileFilter::CityscapesInstances:
        return name.ends_with("_instanceIds.png");
    }
    return false;
}

SourceFolder existingFolder(const fs::path& folder, FileFilter filter) {
    return fs::is_directory(folder) ? SourceFolder{folder, filter} : SourceFolder{};
}

std::vector<PhaseSource> phasesBelow(const fs::path& photos, const fs::path& labels,
                                     const fs::path& instances, const std::string& usual) {
    const auto source = [&](const std::string& phase, const fs::path& below) {
        const auto within = [&below](const fs::path& folder) {
            return folder.empty()  ? SourceFolder{}
                   : below.empty() ? existingFolder(folder)
                                   : existingFolder(folder / below);
        };
        PhaseSource found;
        found.phase = phase;
        found.photos = within(photos);
        found.labels = within(labels);
        found.instances = within(instances);
        return found;
    };
    const fs::path& leading = labels.empty() ? photos : labels;
    const std::vector<std::string> names = visibleFolders(leading);
    const bool phased = !names.empty() && !holds(leading, FileFilter::Pictures) &&
                        std::all_of(names.begin(), names.end(),
                                    [](const std::string& name) { return isPhaseName(name); });
    if (!phased) {
        return {source(usual, {})};
    }
    std::vector<PhaseSource> sources;
    std::transform(names.begin(), names.end(), std::back_inserter(sources),
                   [&](const std::string& name) { return source(name, name); });
    return sources;
}

std::vector<PhaseSource> namedFolders(const fs::path& folder, const DatasetReading& reading) {
    const fs::path photos = namedFolder(folder, reading.photosIn, "--photos-in");
    const fs::path labels = namedFolder(folder, reading.labelsIn, "--labels-in");
    const fs::path instances = namedFolder(folder, reading.instancesIn, "--instances-in");
    if (photos.empty() && labels.empty()) {
        throw Error("neither the photos' folder nor that of the label maps is named",
                    folder.string(), "Name them with --photos-in and --labels-in");
    }
    return phasesBelow(photos, labels, instances, reading.phase.empty() ? "train" : reading.phase);
}

std::vector<PhaseSource> findSources(const fs::path& folder, DatasetLayout layout,
                                     bool everyFolder) {
    switch (layout) {
    case DatasetLayout::Auto:
    case DatasetLayout::Folders:
        return {};
    case DatasetLayout::Ours:
        return suffixed(folder, "_img", "_label", "_inst");
    case DatasetLayout::PhaseAB:
        return suffixed(folder, "_B", "_A", "");
    case DatasetLayout::SideBySide:
        return sideBySide(folder, everyFolder);
    case DatasetLayout::Cityscapes: {
        auto sources = cityscapesTree(folder);
        return sources.empty() ? suffixed(folder, "_img", "_label", "_inst") : sources;
    }
    case DatasetLayout::CocoStuff:
        return cocoStuff(folder);
    case DatasetLayout::Ade20k:
        return twoTrees(folder / "images", folder / "annotations");
    case DatasetLayout::CamVid: {
        auto sources = camVid(folder);
        return sources.empty() ? suffixed(folder, "_img", "_label", "_inst") : sources;
    }
    case DatasetLayout::Facades:
        return facades(folder, everyFolder);
    case DatasetLayout::Labelme:
        return labelme(folder, everyFolder);
    }
    return {};
}

} // namespace underpaint::imaging
