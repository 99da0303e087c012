// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_sources.h"

#include "engine/imaging/codec.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>
#include <utility>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

bool endsWith(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::set<std::string> subfolders(const fs::path& folder) {
    std::set<std::string> names;
    if (fs::is_directory(folder)) {
        for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (entry.is_directory() && !name.starts_with('.')) {
                names.insert(name);
            }
        }
    }
    return names;
}

bool holdsFiles(const fs::path& folder, FileFilter filter) {
    if (!fs::is_directory(folder)) {
        return false;
    }
    const fs::directory_iterator files(folder);
    return std::any_of(begin(files), end(files), [&](const fs::directory_entry& entry) {
        return entry.is_regular_file() && passesFilter(entry.path(), filter);
    });
}

SourceFolder existing(const fs::path& folder, FileFilter filter = FileFilter::Pictures) {
    return fs::is_directory(folder) ? SourceFolder{folder, filter, true} : SourceFolder{};
}

/// {phase}_photo, {phase}_label, {phase}_inst with the given endings ("" = has none).
std::vector<PhaseSource> suffixed(const fs::path& folder, std::string_view photo,
                                  std::string_view label, std::string_view instance) {
    std::set<std::string> phases;
    for (const std::string& name : subfolders(folder)) {
        for (const std::string_view ending : {photo, label}) {
            if (endsWith(name, ending) && name.size() > ending.size()) {
                phases.insert(name.substr(0, name.size() - ending.size()));
            }
        }
    }
    std::vector<PhaseSource> sources;
    for (const std::string& phase : phases) {
        PhaseSource source;
        source.phase = phase;
        source.photos = existing(folder / (phase + std::string(photo)));
        source.labels = existing(folder / (phase + std::string(label)));
        if (!instance.empty()) {
            source.instances = existing(folder / (phase + std::string(instance)));
        }
        sources.push_back(source);
    }
    return sources;
}

/// images/{phase} and annotations/{phase}.
std::vector<PhaseSource> twoTrees(const fs::path& photos, const fs::path& labels) {
    std::vector<PhaseSource> sources;
    for (const std::string& phase : subfolders(labels)) {
        PhaseSource source;
        source.phase = phase;
        source.photos = existing(photos / phase);
        source.labels = existing(labels / phase);
        sources.push_back(source);
    }
    return sources;
}

std::vector<PhaseSource> cityscapesTree(const fs::path& folder) {
    std::vector<PhaseSource> sources;
    for (const std::string& phase : subfolders(folder / "gtFine")) {
        PhaseSource source;
        source.phase = phase;
        source.photos = existing(folder / "leftImg8bit" / phase);
        source.labels = existing(folder / "gtFine" / phase, FileFilter::CityscapesLabels);
        source.instances = existing(folder / "gtFine" / phase, FileFilter::CityscapesInstances);
        sources.push_back(source);
    }
    return sources;
}

std::vector<PhaseSource> camVid(const fs::path& folder) {
    std::vector<PhaseSource> sources;
    if (fs::is_directory(folder / "LabeledApproved_full")) {
        PhaseSource source;
        source.phase = "train";
        source.photos = existing(folder / "701_StillsRaw_full");
        source.labels = existing(folder / "LabeledApproved_full");
        return {source};
    }
    constexpr std::string_view ending = "annot";
    for (const std::string& name : subfolders(folder)) {
        if (endsWith(name, ending) && name.size() > ending.size()) {
            PhaseSource source;
            source.phase = name.substr(0, name.size() - ending.size());
            source.photos = existing(folder / source.phase);
            source.labels = existing(folder / name);
            sources.push_back(source);
        }
    }
    return sources;
}

/// The phase folders of `folder`, or the folder itself, where files of this kind lie.
std::vector<std::pair<std::string, fs::path>> phaseFolders(const fs::path& folder,
                                                           FileFilter filter) {
    std::vector<std::pair<std::string, fs::path>> found;
    for (const std::string& name : subfolders(folder)) {
        if (holdsFiles(folder / name, filter)) {
            found.emplace_back(name, folder / name);
        }
    }
    if (found.empty() && holdsFiles(folder, filter)) {
        found.emplace_back("train", folder);
    }
    return found;
}

std::vector<PhaseSource> sideBySide(const fs::path& folder) {
    std::vector<PhaseSource> sources;
    for (const auto& [phase, path] : phaseFolders(folder, FileFilter::Pictures)) {
        PhaseSource source;
        source.phase = phase;
        source.combined = {path, FileFilter::Pictures, false};
        sources.push_back(source);
    }
    return sources;
}

std::vector<PhaseSource> facades(const fs::path& folder) {
    const fs::path base = folder / "base";
    if (holdsFiles(base, FileFilter::Png) && holdsFiles(base, FileFilter::Jpeg)) {
        PhaseSource source;
        source.phase = "train";
        source.photos = {base, FileFilter::Jpeg, false};
        source.labels = {base, FileFilter::Png, false};
        return {source};
    }
    return sideBySide(folder);
}

std::vector<PhaseSource> labelme(const fs::path& folder) {
    std::vector<PhaseSource> sources;
    for (const auto& [phase, path] : phaseFolders(folder, FileFilter::Json)) {
        PhaseSource source;
        source.phase = phase;
        source.photos = {path, FileFilter::Pictures, false};
        source.labels = {path, FileFilter::Json, false};
        sources.push_back(source);
    }
    return sources;
}

bool isJson(const fs::path& file) {
    // labels.json describes a data set, it annotates no photo.
    return lower(file.extension().string()) == ".json" && file.filename() != "labels.json";
}

} // namespace

bool passesFilter(const fs::path& file, FileFilter filter) {
    const std::string name = file.filename().string();
    if (name.starts_with('.')) {
        return false;
    }
    const std::string extension = lower(file.extension().string());
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
        return endsWith(name, "_labelIds.png");
    case FileFilter::CityscapesInstances:
        return endsWith(name, "_instanceIds.png");
    }
    return false;
}

std::vector<PhaseSource> findSources(const fs::path& folder, DatasetLayout layout) {
    switch (layout) {
    case DatasetLayout::Auto:
        return {};
    case DatasetLayout::Ours:
        return suffixed(folder, "_img", "_label", "_inst");
    case DatasetLayout::PhaseAB:
        return suffixed(folder, "_B", "_A", "");
    case DatasetLayout::SideBySide:
        return sideBySide(folder);
    case DatasetLayout::Cityscapes: {
        auto sources = cityscapesTree(folder);
        return sources.empty() ? suffixed(folder, "_img", "_label", "_inst") : sources;
    }
    case DatasetLayout::CocoStuff: {
        auto sources = suffixed(folder, "_img", "_label", "_inst");
        if (sources.empty()) {
            sources = twoTrees(folder / "images", folder / "annotations");
        }
        return sources.empty() ? twoTrees(folder / "images", folder / "stuffthingmaps") : sources;
    }
    case DatasetLayout::Ade20k:
        return twoTrees(folder / "images", folder / "annotations");
    case DatasetLayout::CamVid: {
        auto sources = camVid(folder);
        return sources.empty() ? suffixed(folder, "_img", "_label", "_inst") : sources;
    }
    case DatasetLayout::Facades:
        return facades(folder);
    case DatasetLayout::Labelme:
        return labelme(folder);
    }
    return {};
}

} // namespace underpaint::imaging
