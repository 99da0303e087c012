// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_folders.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_detect.h"
#include "engine/imaging/dataset_pairing.h"
#include "engine/imaging/dataset_sources.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/json_document.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<DatasetLayout, std::string_view>, 11> kLayouts{{
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
    {DatasetLayout::Folders, "folders"},
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

bool isAnnotation(const fs::path& file) {
    return passesFilter(file, FileFilter::Pictures) || passesFilter(file, FileFilter::Json);
}

/// Folders of the data set that hold pictures and belong to no phase.
void noteUnread(const fs::path& folder, const std::vector<PhaseSource>& sources,
                DatasetListing& listing) {
    std::set<fs::path> read;
    const auto add = [&](const fs::path& path) {
        const fs::path below = path.lexically_relative(folder);
        if (!path.empty() && !below.empty()) {
            read.insert(*below.begin());
        }
    };
    for (const PhaseSource& source : sources) {
        for (const SourceFolder* one :
             {&source.photos, &source.labels, &source.instances, &source.combined}) {
            add(one->folder);
        }
    }
    for (const DatasetItem& item : listing.items) {
        add(item.photo);
    }
    if (read.contains(".")) {
        return; // the folder itself
    }
    for (const std::string& name : visibleFolders(folder)) {
        if (!read.contains(name) && holdsVisibleFile(folder / name, Depth::Tree, isAnnotation)) {
            listing.notices.push_back(
                {folder / name, "is not read: it is no folder of the layout " +
                                    std::string(datasetLayoutName(listing.layout))});
        }
    }
    const std::vector<fs::path> files = visibleFiles(folder, Depth::Folder);
    const auto beside = std::count_if(files.begin(), files.end(), [](const fs::path& file) {
        return passesFilter(file, FileFilter::Pictures);
    });
    if (beside > 0) {
        listing.notices.push_back({folder, std::to_string(beside) +
                                               (beside == 1 ? " picture" : " pictures") +
                                               " beside the folders are not read"});
    }
}

/// Photos in the folders that labelme documents led to, which no document names.
void notePhotosWithoutDocument(DatasetListing& listing) {
    std::set<fs::path> known;
    std::set<fs::path> folders;
    for (const DatasetItem& item : listing.items) {
        known.insert(item.photo);
        if (!item.photo.empty() && item.photo.parent_path() != item.labels.parent_path()) {
            folders.insert(item.photo.parent_path());
        }
    }
    for (const PairingProblem& problem : listing.problems) {
        known.insert(problem.file);
    }
    for (const fs::path& folder : folders) {
        for (const fs::path& file : visibleFiles(folder, Depth::Folder)) {
            if (passesFilter(file, FileFilter::Pictures) && !known.contains(file)) {
                listing.problems.push_back({file, "no labelme file names this photo"});
            }
        }
    }
}

/// Annotations of other programs have no photo of their name; that they are not read says more.
void nameForeignAnnotations(std::vector<PairingProblem>& problems) {
    for (PairingProblem& problem : problems) {
        if (problem.file.extension() == ".json") {
            problem.problem = foreignAnnotationsIn(problem.file).value_or(problem.problem);
        }
    }
}

std::string phaseNames(const std::vector<PhaseSource>& sources) {
    std::string names;
    for (const PhaseSource& source : sources) {
        names += (names.empty() ? "" : ", ") + source.phase;
    }
    return names;
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

DatasetListing listDataset(const fs::path& folder, const DatasetReading& reading) {
    if (!fs::is_directory(folder)) {
        throw Error("there is no such folder", folder.string(), "Name the folder of a data set");
    }
    const FoundLayout found = findLayout(folder, reading);
    DatasetListing listing;
    listing.layout = found.layout;
    listing.labelsLeft = reading.labelsLeft || found.labelsLeft;
    listing.ownOutput = found.ownOutput;
    for (const PhaseSource& source : found.sources) {
        if (reading.phase.empty() || source.phase == reading.phase) {
            pairPhase(folder, source, listing);
        }
    }
    if (listing.items.empty() && listing.problems.empty()) {
        const std::string phases = phaseNames(found.sources);
        throw Error("no data set of the layout " + std::string(datasetLayoutName(listing.layout)) +
                        (reading.phase.empty() ? "" : " with the phase " + reading.phase) +
                        " was found in this folder" +
                        (phases.empty() ? "" : "; its phases are " + phases),
                    folder.string(), "Name another layout, phase or folder");
    }
    noteUnread(folder, found.sources, listing);
    if (listing.layout == DatasetLayout::Labelme && reading.phase.empty()) {
        notePhotosWithoutDocument(listing);
    }
    nameForeignAnnotations(listing.problems);
    return listing;
}

DatasetListing listDataset(const fs::path& folder, DatasetLayout layout, const std::string& phase) {
    DatasetReading reading;
    reading.layout = layout;
    reading.phase = phase;
    return listDataset(folder, reading);
}

} // namespace underpaint::imaging
