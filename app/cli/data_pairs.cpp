// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/data_pairs.h"

#include "engine/base/colour_photo.h"
#include "engine/base/error.h"
#include "engine/project/package/model_labels.h"
#include "engine/train/data/packed_dataset.h"

#include <algorithm>

#if UNDERPAINT_HAS_IMAGING
#include "engine/imaging/components.h"
#include "engine/imaging/dataset_items.h"

#include <set>
#include <utility>
#endif

namespace underpaint::app {

namespace {

template<class Plane>
Plane planeOf(auto values, Size size, int channels) {
    Plane plane(size.width, size.height, channels, {});
    std::copy(values.begin(), values.end(), plane.data());
    return plane;
}

#if UNDERPAINT_HAS_IMAGING

std::vector<project::PackageClass> classesOf(const scene::LabelSet& set) {
    std::vector<project::PackageClass> classes;
    for (const scene::LabelClass& one : set.classes()) {
        classes.push_back(
            {one.id, one.name, {one.colour.red, one.colour.green, one.colour.blue}, one.thing});
    }
    return classes;
}

/// The part to read: the one that was asked for, the only one, or the usual one.
std::string choosePhase(const imaging::DatasetListing& listing, const DataRequest& request) {
    std::set<std::string> phases;
    std::string names;
    for (const imaging::DatasetItem& item : listing.items) {
        if (phases.insert(item.phase).second) {
            names += (names.empty() ? "" : ", ") + item.phase;
        }
    }
    const std::string& asked = request.reading.phase;
    const std::string wanted = !asked.empty()       ? asked
                               : phases.size() == 1 ? *phases.begin()
                                                    : request.usualPhase;
    if (!phases.contains(wanted)) {
        throw Error(wanted.empty() ? "has several parts (" + names + ")"
                                   : "has no part " + wanted + ", but " + names,
                    request.path.string(), "Choose one with --phase");
    }
    return wanted;
}

void refuseUnpaired(const imaging::DatasetListing& listing, const DataRequest& request,
                    Reporter& reporter) {
    for (const imaging::PairingProblem& notice : listing.notices) {
        reporter.warning(notice.file.string() + ": " + notice.problem);
    }
    for (const imaging::PairingProblem& problem : listing.problems) {
        reporter.error(problem.file.string() + ": " + problem.problem);
    }
    if (!listing.problems.empty()) {
        throw Error(std::to_string(listing.problems.size()) + " files have no partner",
                    request.path.string(), "Complete or remove them");
    }
}

DataPair loadPair(const imaging::DatasetItem& source, const imaging::ItemReader& reader) {
    imaging::LoadedItem item = imaging::loadItem(source, reader);
    for (const imaging::DatasetFinding& finding : item.findings) {
        if (finding.isError()) {
            throw Error(finding.text, finding.file.string(),
                        "`underpaint dataset check` reports all such files");
        }
    }
    if (!item.photo || !item.maps) {
        throw Error(item.photo ? "has no label map" : "has no photo",
                    (item.photo ? source.photo : source.labels).string());
    }
    if (!item.maps->instances) {
        const auto isThing = [&](std::uint16_t label) { return reader.classes->isThing(label); };
        item.maps->instances = imaging::deriveInstances(item.maps->labels, isThing).ids;
    }
    return {source.stem, inColour(std::move(*item.photo)), std::move(item.maps->labels),
            std::move(*item.maps->instances)};
}

#endif

} // namespace

DataPairs DataPairs::open(const DataRequest& request, const project::Manifest& model,
                          Context& context) {
    DataPairs data;
    if (std::filesystem::is_directory(request.path)) {
        data.openFolder(request, model, context);
    } else {
        data.openPack(request);
    }
    return data;
}

void DataPairs::openPack(const DataRequest& request) {
    const auto pack = train::PackedDataset::open(request.path);
    m_classes = pack.classes();
    for (std::size_t i = 0; i < pack.size(); ++i) {
        m_stems.push_back(pack[i].stem);
    }
    m_load = [pack](std::size_t index) {
        const train::PackedPair& pair = pack[index];
        DataPair loaded{pair.stem, planeOf<Image>(pair.photo, pair.size, 3),
                        planeOf<LabelPlane>(pair.labels, pair.size, 1),
                        planeOf<InstancePlane>(pair.instances, pair.size, 1)};
        pack.check();
        return loaded;
    };
}

#if UNDERPAINT_HAS_IMAGING

void DataPairs::openFolder(const DataRequest& request, const project::Manifest& model,
                           Context& context) {
    imaging::DatasetReading reading = request.reading;
    if (reading.photosIn.empty() && reading.labelsIn.empty()) {
        reading.phase.clear(); // which there are is seen first; named folders get the typed one
    }
    const imaging::DatasetListing whole = imaging::listDataset(request.path, reading);
    if (whole.items.empty()) {
        refuseUnpaired(whole, request, context.reporter);
    }
    const std::string phase = choosePhase(whole, request);
    reading.phase = phase;
    const imaging::DatasetListing listing = imaging::listDataset(request.path, reading);
    refuseUnpaired(listing, request, context.reporter);
    imaging::ItemReader reader = imaging::itemReader(request.path, listing, reading);
    reader.deriveInstances = true;
    if (!reader.classes) {
        reader.classes = project::labelSetOf(model);
    }
    if (reader.classes->empty()) {
        throw Error("does not say which classes it has", request.path.string(),
                    "Name them with --labels (a known set or a labels.json)");
    }
    m_classes = classesOf(*reader.classes);
    for (const imaging::DatasetItem& item : listing.items) {
        m_stems.push_back(item.stem);
    }
    context.reporter.detail(request.path.string() + ": " + std::to_string(m_stems.size()) +
                            " pairs" + (phase.empty() ? "" : " of " + phase));
    m_load = [items = listing.items, reader](std::size_t index) {
        return loadPair(items[index], reader);
    };
}

#else

void DataPairs::openFolder(const DataRequest& request, const project::Manifest& /*model*/,
                           Context& /*context*/) {
    throw Error("is a folder, and this build has no image library", request.path.string(),
                "Pack it where there is one (underpaint dataset pack) and name the file");
}

#endif

void warnOfOtherClasses(const DataPairs& data, const project::Manifest& model, Reporter& reporter) {
    for (const project::PackageClass& own : data.classes()) {
        const auto same = std::find_if(model.classes.begin(), model.classes.end(),
                                       [&](const auto& one) { return one.id == own.id; });
        if (same == model.classes.end() || same->name != own.name) {
            reporter.warning("class " + std::to_string(own.id) + " of the data set is " + own.name +
                             (same == model.classes.end()
                                  ? ", which the model does not have"
                                  : ", but " + same->name + " in the model"));
        }
    }
}

} // namespace underpaint::app
