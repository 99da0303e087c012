// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_folders.h"

#include "app/cli/resource_folder.h"
#include "engine/base/error.h"
#include "engine/project/package/suitable_model.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace underpaint::app {

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nobody sets variables
    return value == nullptr ? std::string() : value;
}

std::filesystem::path userDataFolder() {
    if (const std::string data = environment("XDG_DATA_HOME"); !data.empty()) {
        return data;
    }
    const std::string home = environment("HOME");
    return home.empty() ? std::filesystem::path() : std::filesystem::path(home) / ".local/share";
}

} // namespace

std::vector<std::filesystem::path> modelFolders() {
    std::vector<std::filesystem::path> folders;
    std::istringstream named(environment("UNDERPAINT_MODELS"));
    std::string folder;
    while (std::getline(named, folder, ':')) {
        if (!folder.empty()) {
            folders.emplace_back(folder);
        }
    }
    if (!userDataFolder().empty()) {
        folders.push_back(userModelFolder());
    }
    std::error_code unknown;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
    if (!unknown) {
        folders.push_back(program.parent_path() / "models");
        folders.push_back(program.parent_path() / "../share/underpaint/models");
    }
    if (const std::filesystem::path resources = resourceFolder(); !resources.empty()) {
        const std::filesystem::path beside = resources.parent_path() / "models";
        const bool listed = std::ranges::any_of(folders, [&](const std::filesystem::path& known) {
            return std::filesystem::equivalent(known, beside, unknown);
        });
        if (!listed) {
            folders.push_back(beside);
        }
    }
    return folders;
}

std::filesystem::path userModelFolder() {
    const std::filesystem::path data = userDataFolder();
    return data.empty() ? modelFolders().front() : data / "underpaint/models";
}

std::filesystem::path findModel(const std::string& pathOrId) {
    const std::filesystem::path path(pathOrId);
    const bool otherFolder =
        std::filesystem::is_directory(path) && !std::filesystem::exists(path / "manifest.json");
    if (std::filesystem::exists(path) && !otherFolder) {
        return path;
    }
    const std::vector<std::filesystem::path> folders = modelFolders();
    for (const project::PackageListing& listing : project::listPackages(folders)) {
        if (listing.id == pathOrId || listing.name == pathOrId) {
            return listing.path;
        }
    }
    if (otherFolder) {
        return path; // its reader says what is missing
    }
    std::string searched;
    for (const std::filesystem::path& folder : folders) {
        searched += (searched.empty() ? "" : ", ") + folder.lexically_normal().string();
    }
    throw Error("there is no such file, and no model of that id in the model folders", pathOrId,
                "Looked in " + searched + "; `underpaint package list` shows what is there");
}

std::filesystem::path findSuitableModel(const scene::LabelSet& labels) {
    std::filesystem::path best;
    int most = project::knowsTheClasses - 1;
    for (const project::PackageListing& listing : project::listPackages(modelFolders())) {
        try {
            const project::Manifest model = project::ModelPackage::open(listing.path).manifest();
            const int score = project::suitability(model, labels);
            if (model.networks.contains("G") && score > most) {
                most = score;
                best = listing.path;
            }
        } catch (const Error&) {
            continue; // `package list` tells of damaged ones
        }
    }
    if (best.empty()) {
        throw Error("the scene names no model, and none of the model folders has its classes",
                    labels.name(), "Name one with --model");
    }
    return best;
}

std::filesystem::path findSegmenter(const project::Manifest& model) {
    for (const project::PackageListing& listing : project::listPackages(modelFolders())) {
        try {
            if (project::segmentsFor(project::ModelPackage::open(listing.path).manifest(), model)) {
                return listing.path;
            }
        } catch (const Error&) {
            continue; // `package list` tells of damaged ones
        }
    }
    return {};
}

std::filesystem::path packageOutput(const std::filesystem::path& model, const std::string& output,
                                    bool overwrite) {
    const std::filesystem::path chosen = output.empty() ? model : std::filesystem::path(output);
    const bool there = std::filesystem::exists(chosen);
    const bool same = there && std::filesystem::equivalent(chosen, model);
    if (there && !same && !overwrite) {
        throw Error("is there already", chosen.string(), "Choose another name, or --overwrite");
    }
    const bool folder = same && std::filesystem::is_directory(chosen) && chosen.has_filename();
    return folder ? chosen / "" : chosen;
}

std::filesystem::path backboneFolder() {
    std::error_code unknown;
    for (const std::filesystem::path& folder : modelFolders()) {
        const std::filesystem::path backbones = folder / "backbones";
        if (std::filesystem::is_directory(backbones, unknown)) {
            return backbones;
        }
    }
    return {};
}

project::ModelPackage openModel(const std::string& pathOrId) {
    return project::ModelPackage::open(findModel(pathOrId));
}

} // namespace underpaint::app
