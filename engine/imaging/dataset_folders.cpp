// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_folders.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_sources.h"
#include "engine/imaging/json_document.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<DatasetLayout, std::string_view>, 10> kLayouts{{
    {DatasetLayout::Auto, "auto"},
    {DatasetLayout::Ours, "ours"},
    {DatasetLayout::PhaseAB, "phase-ab"},
    {DatasetLayout::SideBySide, "side-by-side"},
    {DatasetLayout::Cityscapes, "cityscapes"},
    {DatasetLayout::CocoStuff, "coco-stuff"},
    {DatasetLayout::Ade20k, "ade20k"},
    {DatasetLayout::CamVid, "camvid"},
    {DatasetLayout::Facades, "facades"},
    {DatasetLayout::Labelme, "labelme"},
}};

/// Longer ones first, since one suffix is removed.
constexpr std::array<std::string_view, 17> kSuffixes{"_gtFine_labelTrainIds",
                                                     "_gtFine_instanceIds",
                                                     "_gtCoarse_instanceIds",
                                                     "_gtCoarse_labelIds",
                                                     "_gtFine_labelIds",
                                                     "_leftImg8bit",
                                                     "_instanceIds",
                                                     "_labelTrainIds",
                                                     "_labelIds",
                                                     "_instances",
                                                     "_labels",
                                                     "_label",
                                                     "_inst",
                                                     "_img",
                                                     "_photo",
                                                     "_seg",
                                                     "_L"};

/// What Auto tries, the most telling first.
constexpr std::array<DatasetLayout, 8> kDetection{
    DatasetLayout::Ours,       DatasetLayout::Cityscapes, DatasetLayout::CamVid,
    DatasetLayout::Ade20k,     DatasetLayout::PhaseAB,    DatasetLayout::Labelme,
    DatasetLayout::SideBySide, DatasetLayout::CocoStuff};

using FilesByStem = std::map<std::string, std::vector<fs::path>>;

bool isForeignPicture(const fs::path& file) {
    constexpr std::array<std::string_view, 8> known{".webp", ".gif", ".heic", ".avif",
                                                    ".jp2",  ".psd", ".exr",  ".tga"};
    return std::find(known.begin(), known.end(), file.extension().string()) != known.end();
}

/// Collects the files of one kind and notes those that cannot be used.
class Collector {
public:
    explicit Collector(std::vector<PairingProblem>& problems) : m_problems(problems) {}

    FilesByStem collect(const SourceFolder& source) {
        FilesByStem files;
        if (!source.present()) {
            return files;
        }
        std::error_code failure;
        if (source.recursive) {
            for (fs::recursive_directory_iterator it(source.folder, failure), end;
                 !failure && it != end; it.increment(failure)) {
                add(it->path(), source, files);
            }
        } else {
            for (fs::directory_iterator it(source.folder, failure), end; !failure && it != end;
                 it.increment(failure)) {
                add(it->path(), source, files);
            }
        }
        if (failure) {
            throw Error("the folder cannot be read (" + failure.message() + ")",
                        source.folder.string(), "Check its permissions");
        }
        dropAmbiguous(files);
        return files;
    }

private:
    void add(const fs::path& path, const SourceFolder& source, FilesByStem& files) {
        std::error_code ignored;
        if (!fs::is_regular_file(path, ignored)) {
            return;
        }
        if (passesFilter(path, source.filter)) {
            files[pairingStem(path.lexically_relative(source.folder))].push_back(path);
        } else if (isForeignPicture(path) && m_foreign.insert(path).second) {
            m_problems.push_back({path, "this picture format cannot be read; convert it to PNG"});
        }
    }

    void dropAmbiguous(FilesByStem& files) {
        for (auto it = files.begin(); it != files.end();) {
            std::vector<fs::path>& candidates = it->second;
            if (candidates.size() == 1) {
                ++it;
                continue;
            }
            std::sort(candidates.begin(), candidates.end());
            for (const fs::path& path : candidates) {
                const fs::path& other = path == candidates[0] ? candidates[1] : candidates[0];
                m_problems.push_back(
                    {path, "its name stands for the same item as " + other.filename().string()});
            }
            it = files.erase(it);
        }
    }

    std::vector<PairingProblem>& m_problems;
    std::set<fs::path> m_foreign;
};

/// Takes the file of this stem out of the map; empty when there is none.
fs::path take(FilesByStem& files, const std::string& stem) {
    const auto found = files.find(stem);
    if (found == files.end()) {
        return {};
    }
    const fs::path path = found->second.front();
    files.erase(found);
    return path;
}

void listRest(const FilesByStem& files, const std::string& problem,
              std::vector<PairingProblem>& problems) {
    for (const auto& [stem, paths] : files) {
        problems.push_back({paths.front(), problem});
    }
}

void pairPhase(const PhaseSource& source, DatasetListing& listing) {
    Collector collector(listing.problems);
    for (const auto& [stem, paths] : collector.collect(source.combined)) {
        listing.items.push_back({stem, source.phase, paths.front(), paths.front(), {}});
    }
    FilesByStem photos = collector.collect(source.photos);
    FilesByStem labels = collector.collect(source.labels);
    FilesByStem instances = collector.collect(source.instances);
    const bool needsPhoto = !photos.empty();
    const bool needsInstances = !instances.empty();
    const FilesByStem anchors = labels.empty() ? photos : labels;
    const bool labelled = !labels.empty();
    for (const auto& [stem, paths] : anchors) {
        DatasetItem item{stem, source.phase, take(photos, stem), take(labels, stem),
                         take(instances, stem)};
        if (labelled && needsPhoto && item.photo.empty()) {
            listing.problems.push_back({item.labels, "there is no photo of this name"});
            continue;
        }
        if (needsInstances && item.instances.empty()) {
            listing.problems.push_back(
                {paths.front(), "there is no instance map of this name, other items have one"});
        }
        listing.items.push_back(std::move(item));
    }
    listRest(photos, "there is no label map of this name", listing.problems);
    listRest(instances, "there is no label map of this name", listing.problems);
}

/// Annotations of other programs have no photo of their name; that they are not read says more.
void nameForeignAnnotations(std::vector<PairingProblem>& problems) {
    for (PairingProblem& problem : problems) {
        if (problem.file.extension() == ".json") {
            problem.problem = foreignAnnotationsIn(problem.file).value_or(problem.problem);
        }
    }
}

DatasetLayout detect(const fs::path& folder) {
    for (const DatasetLayout layout : kDetection) {
        if (!findSources(folder, layout).empty()) {
            return layout;
        }
    }
    throw Error("no data set was found in this folder", folder.string(),
                "Put photos and label maps into train_img and train_label, or name the layout");
}

} // namespace

DatasetLayout datasetLayoutFromName(std::string_view name) {
    std::string known;
    for (const auto& [layout, text] : kLayouts) {
        if (text == name) {
            return layout;
        }
        known += (known.empty() ? "" : ", ") + std::string(text);
    }
    throw Error("unknown data set layout", std::string(name), "Choose one of " + known);
}

std::string_view datasetLayoutName(DatasetLayout layout) {
    for (const auto& [candidate, text] : kLayouts) {
        if (candidate == layout) {
            return text;
        }
    }
    return "unknown";
}

std::string pairingStem(const fs::path& relative) {
    std::string stem = (relative.parent_path() / relative.stem()).generic_string();
    for (const std::string_view suffix : kSuffixes) {
        if (stem.size() > suffix.size() && stem.ends_with(suffix)) {
            stem.resize(stem.size() - suffix.size());
            break;
        }
    }
    return stem;
}

DatasetListing listDataset(const fs::path& folder, DatasetLayout layout, const std::string& phase) {
    if (!fs::is_directory(folder)) {
        throw Error("there is no such folder", folder.string(), "Name the folder of a data set");
    }
    DatasetListing listing;
    listing.layout = layout == DatasetLayout::Auto ? detect(folder) : layout;
    std::vector<PhaseSource> sources = findSources(folder, listing.layout);
    std::erase_if(sources, [&](const PhaseSource& source) {
        return !phase.empty() && source.phase != phase;
    });
    for (const PhaseSource& source : sources) {
        pairPhase(source, listing);
    }
    if (listing.items.empty() && listing.problems.empty()) {
        throw Error("no data set of the layout " + std::string(datasetLayoutName(listing.layout)) +
                        (phase.empty() ? "" : " with the phase " + phase) +
                        " was found in this folder",
                    folder.string(), "Name another layout, phase or folder");
    }
    nameForeignAnnotations(listing.problems);
    return listing;
}

} // namespace underpaint::imaging
