// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/scene_folder.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_sources.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/labelme_photos.h"
#include "engine/imaging/name_forms.h"

#include <algorithm>
#include <map>
#include <set>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

using FilesByStem = std::map<std::string, std::vector<fs::path>>;

bool isInstancesFile(const fs::path& path) {
    const std::string stem = path.stem().string();
    return stem.find("instanceIds") != std::string::npos || stem.ends_with("_inst") ||
           stem.ends_with("_instances");
}

/// A description of the classes is no label map.
bool isLabelJson(const fs::path& path) {
    return passesFilter(path, FileFilter::Json) && path.filename() != "labels.json";
}

/// The name that pairs files of a folder.
std::string sceneStem(const fs::path& path) {
    std::string stem = pairingStem(path.filename());
    for (const std::string_view suffix : {"_inst", "_instances", "_label", "_labels"}) {
        if (stem.ends_with(suffix)) {
            stem.resize(stem.size() - suffix.size());
            break;
        }
    }
    return stem;
}

FilesByStem filesByStem(const fs::path& folder, const auto& wanted) {
    FilesByStem files;
    for (const fs::path& path : visibleFiles(folder, Depth::Folder)) {
        if (wanted(path)) {
            files[sceneStem(path)].push_back(path);
        }
    }
    return files;
}

/// Lists a folder of label maps or photos.
class PlainFolder {
public:
    explicit PlainFolder(const SceneFolderRequest& request) : m_request(request) {}

    SceneFolder list() {
        const bool photos = m_request.photos;
        const auto files = filesByStem(m_request.folder, [photos](const fs::path& path) {
            return photos
                       ? hasImageExtension(path)
                       : isLabelJson(path) || (hasImageExtension(path) && !isInstancesFile(path));
        });
        collectInstances();
        for (const auto& [stem, candidates] : files) {
            addItem(stem, candidates);
        }
        return std::move(m_found);
    }

private:
    void collectInstances() {
        if (m_request.photos && m_request.instances.empty()) {
            return;
        }
        const bool beside = m_request.instances.empty();
        const fs::path& folder = beside ? m_request.folder : m_request.instances;
        for (const auto& [stem, files] : filesByStem(folder, [beside](const fs::path& path) {
                 return hasImageExtension(path) && (!beside || isInstancesFile(path));
             })) {
            if (files.size() > 1) {
                addClash(files);
            } else {
                m_instances[foldedName(stem)] = files.front();
            }
        }
    }

    void addItem(const std::string& stem, std::vector<fs::path> candidates) {
        SceneFiles item;
        item.output = stem + ".png";
        if (!m_request.photos) {
            dropOtherJson(candidates);
            item.photo = takePhotoOfDocument(candidates);
        }
        if (candidates.size() > 1) {
            addClash(candidates);
            return;
        }
        if (candidates.empty()) {
            return;
        }
        (m_request.photos ? item.photo : item.labels) = candidates.front();
        const auto found = m_instances.find(foldedName(stem));
        if (found != m_instances.end()) {
            item.instances = found->second;
        } else if (!m_request.instances.empty()) {
            m_found.problems.push_back(candidates.front().string() + ": there is no instance map " +
                                       "of this name in " + m_request.instances.string());
            return;
        }
        m_found.items.push_back(std::move(item));
    }

    /// JSON files of other programs.
    void dropOtherJson(std::vector<fs::path>& candidates) {
        std::erase_if(candidates, [this](const fs::path& path) {
            const bool other = isLabelJson(path) && !isLabelmeFile(path);
            if (other) {
                m_found.notices.push_back(path.string() +
                                          ": is no labelme file (it has no shapes) and not read");
            }
            return other;
        });
    }

    /// Of a labelme document and the picture that it annotates the picture, which leaves the list.
    static fs::path takePhotoOfDocument(std::vector<fs::path>& candidates) {
        if (candidates.size() != 2 || isLabelJson(candidates[0]) == isLabelJson(candidates[1])) {
            return {};
        }
        const std::size_t document = isLabelJson(candidates[0]) ? 0 : 1;
        const auto named = labelmeImagePath(candidates[document]);
        fs::path picture = candidates[1 - document];
        const std::string name =
            named ? named->substr(named->find_last_of("/\\") + 1) : std::string();
        if (foldedName(name) != foldedName(picture.filename().string())) {
            return {};
        }
        candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(1 - document));
        return picture;
    }

    void addClash(const std::vector<fs::path>& files) {
        for (const fs::path& path : files) {
            const fs::path& other = path == files[0] ? files[1] : files[0];
            m_found.problems.push_back(path.string() + ": has the same name as " +
                                       other.filename().string() +
                                       ", so that both are left out. Rename one of them");
        }
    }

    const SceneFolderRequest& m_request;
    std::map<std::string, fs::path> m_instances; ///< by folded stem
    SceneFolder m_found;
};

SceneFolder listDatasetFolder(const SceneFolderRequest& request) {
    const DatasetListing listing = listDataset(request.folder, request.reading);
    std::vector<DatasetItem> all = listing.items;
    all.insert(all.end(), listing.withoutPhoto.begin(), listing.withoutPhoto.end());
    std::set<std::string> phases;
    for (const DatasetItem& found : all) {
        phases.insert(found.phase);
    }
    SceneFolder batch;
    batch.reader = itemReader(request.folder, listing, request.reading);
    for (const DatasetItem& found : all) {
        if ((request.photos ? found.photo : found.labels).empty()) {
            continue;
        }
        // Only several phases can have items of one name.
        const fs::path below = phases.size() > 1 ? found.phase : std::string();
        batch.items.push_back(
            {below / (found.stem + ".png"), found.labels, found.instances, found.photo});
    }
    for (const PairingProblem& problem : listing.problems) {
        batch.notices.push_back(problem.file.string() + ": " + problem.problem);
    }
    for (const PairingProblem& notice : listing.notices) {
        batch.notices.push_back(notice.file.string() + ": " + notice.problem);
    }
    return batch;
}

} // namespace

SceneFolder listSceneFolder(const SceneFolderRequest& request) {
    const std::string folder = request.folder.string();
    if (!fs::is_directory(request.folder)) {
        throw Error("is no folder", folder, "Name a folder of label maps");
    }
    if (!request.instances.empty() && !fs::is_directory(request.instances)) {
        throw Error("is no folder", request.instances.string(), "Name a folder of instance maps");
    }
    SceneFolder batch = request.dataset ? listDatasetFolder(request) : PlainFolder(request).list();
    const bool nothing = batch.items.empty() && batch.problems.empty();
    if (!request.dataset && nothing && !visibleFolders(request.folder).empty()) {
        batch = listDatasetFolder(request);
    }
    if (batch.items.empty() && batch.problems.empty()) {
        throw Error(request.photos ? "there are no photos" : "there are no label maps", folder);
    }
    return batch;
}

} // namespace underpaint::imaging
