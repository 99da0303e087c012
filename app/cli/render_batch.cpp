// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/render_batch.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_folders.h"

#include <algorithm>
#include <map>
#include <set>

namespace underpaint::app {

namespace {

bool isInstanceMap(const std::filesystem::path& path) {
    const std::string stem = path.stem().string();
    return stem.find("instanceIds") != std::string::npos || stem.ends_with("_inst") ||
           stem.ends_with("_instances");
}

bool isLabelFile(const std::filesystem::path& path) {
    // labels.json is the list of classes of a data set.
    return imaging::hasImageExtension(path) ||
           (path.extension() == ".json" && path.filename() != "labels.json");
}

/// Files of a folder, by the name that pairs them.
std::map<std::string, std::filesystem::path> filesByStem(const std::filesystem::path& folder,
                                                         bool wantInstances, bool everyFile) {
    std::map<std::string, std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::filesystem::path& path = entry.path();
        if (!entry.is_regular_file() || !isLabelFile(path) ||
            (!everyFile && isInstanceMap(path) != wantInstances)) {
            continue;
        }
        std::string stem = imaging::pairingStem(path.filename());
        for (const char* suffix : {"_inst", "_instances", "_label", "_labels"}) {
            if (stem.ends_with(suffix)) {
                stem.resize(stem.size() - std::string_view(suffix).size());
                break;
            }
        }
        const auto [it, fresh] = files.emplace(stem, path);
        if (!fresh) {
            throw Error("has the same name as " + it->second.filename().string(), path.string(),
                        "Rename one of them: both would become " + stem + ".png");
        }
    }
    return files;
}

std::vector<BatchItem> listPlainFolder(const std::filesystem::path& folder,
                                       const std::filesystem::path& instanceFolder, bool photos) {
    const auto labels = filesByStem(folder, false, photos);
    std::map<std::string, std::filesystem::path> instances;
    if (!instanceFolder.empty()) {
        instances = filesByStem(instanceFolder, true, true);
    } else if (!photos) {
        instances = filesByStem(folder, true, false);
    }
    std::vector<BatchItem> items;
    for (const auto& [stem, path] : labels) {
        BatchItem& item = items.emplace_back();
        item.output = stem + ".png";
        (photos ? item.photo : item.labels) = path;
        if (const auto it = instances.find(stem); it != instances.end()) {
            item.instances = it->second;
        } else if (!instanceFolder.empty()) {
            throw Error("there is no instance map for " + path.filename().string(),
                        instanceFolder.string(), "Instance maps have the names of the label maps");
        }
    }
    return items;
}

bool hasFolders(const std::filesystem::path& folder) {
    return std::any_of(std::filesystem::directory_iterator(folder),
                       std::filesystem::directory_iterator(),
                       [](const auto& entry) { return entry.is_directory(); });
}

std::vector<BatchItem> listDatasetFolder(const std::filesystem::path& folder, bool photos) {
    const imaging::DatasetListing listing = imaging::listDataset(folder);
    std::set<std::string> phases;
    for (const imaging::DatasetItem& found : listing.items) {
        phases.insert(found.phase);
    }
    std::vector<BatchItem> items;
    for (const imaging::DatasetItem& found : listing.items) {
        if ((photos ? found.photo : found.labels).empty()) {
            continue;
        }
        // Only several phases can have items of one name.
        const std::filesystem::path below = phases.size() > 1 ? found.phase : std::string();
        items.push_back(
            {below / (found.stem + ".png"), found.labels, found.instances, found.photo});
    }
    return items;
}

} // namespace

std::vector<BatchItem> listBatch(const std::filesystem::path& folder,
                                 const std::filesystem::path& instances, bool photos) {
    if (!std::filesystem::is_directory(folder)) {
        throw Error("is no folder", folder.string(), "Name a folder of label maps with --batch");
    }
    if (!instances.empty() && !std::filesystem::is_directory(instances)) {
        throw Error("is no folder", instances.string(),
                    "With --batch, --instances names a folder of instance maps");
    }
    std::vector<BatchItem> items = listPlainFolder(folder, instances, photos);
    if (items.empty() && hasFolders(folder)) {
        items = listDatasetFolder(folder, photos);
    }
    if (items.empty()) {
        throw Error(photos ? "there are no photos" : "there are no label maps", folder.string());
    }
    return items;
}

} // namespace underpaint::app
