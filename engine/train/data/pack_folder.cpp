// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/pack_folder.h"

#include "engine/base/colour_photo.h"
#include "engine/base/error.h"
#include "engine/imaging/class_mapping.h"
#include "engine/imaging/components.h"
#include "engine/imaging/dataset_items.h"
#include "engine/imaging/dataset_record.h"
#include "engine/train/data/packed_dataset.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

namespace underpaint::train {

namespace {

namespace fs = std::filesystem;

/// The one phase that is packed.
void checkPhases(const imaging::DatasetListing& listing, const fs::path& folder) {
    std::set<std::string> phases;
    for (const imaging::DatasetItem& item : listing.items) {
        phases.insert(item.phase);
    }
    if (phases.size() > 1) {
        std::string names;
        for (const std::string& phase : phases) {
            names += (names.empty() ? "" : ", ") + phase;
        }
        throw Error("has several parts (" + names + ")", folder.string(),
                    "Choose one with --phase");
    }
}

imaging::ItemReader readerOf(const fs::path& folder, const imaging::DatasetListing& listing,
                             const PackOptions& options) {
    imaging::ItemReader reader = imaging::itemReader(folder, listing, options.reading);
    reader.deriveInstances = true;
    if (!reader.classes) {
        reader.classes = options.into;
    }
    if (!reader.classes) {
        throw Error("does not say which classes it has", folder.string(),
                    "Name them with --labels (a known set or a labels.json)");
    }
    return reader;
}

std::vector<project::PackageClass> classesOf(const scene::LabelSet& set) {
    std::vector<project::PackageClass> classes;
    for (const scene::LabelClass& known : set.classes()) {
        classes.push_back({.id = known.id,
                           .name = known.name,
                           .colour = {known.colour.red, known.colour.green, known.colour.blue},
                           .thing = known.thing});
    }
    return classes;
}

/// A value that is none of the classes.
std::uint16_t freeLabel(const scene::LabelSet& classes) {
    std::uint16_t label = 65535;
    while (classes.find(label) != nullptr) {
        --label;
    }
    return label;
}

/// What is wrong with a loaded item beyond the findings of its files.
void addMissing(const imaging::DatasetItem& source, const imaging::LoadedItem& item,
                std::vector<imaging::DatasetFinding>& findings) {
    if (item.failed()) {
        return;
    }
    if (!item.photo) {
        findings.push_back({imaging::FindingKind::Unpaired, source.labels, "has no photo"});
    } else if (!item.maps) {
        findings.push_back({imaging::FindingKind::Unpaired, source.photo, "has no label map"});
    }
}

void addPair(const std::string& stem, imaging::LoadedItem item, const scene::LabelSet& classes,
             double weight, PackedWriter& writer) {
    if (!item.maps->instances) {
        item.maps->instances =
            imaging::deriveInstances(item.maps->labels, [&classes](std::uint16_t label) {
                return classes.isThing(label);
            }).ids;
    }
    writer.add(stem, inColour(std::move(*item.photo)), item.maps->labels, *item.maps->instances,
               weight);
}

} // namespace

bool PackReport::passed() const {
    return std::none_of(findings.begin(), findings.end(),
                        [](const imaging::DatasetFinding& finding) { return finding.isError(); });
}

std::string PackReport::text() const {
    std::string text;
    std::size_t errors = 0;
    for (const imaging::DatasetFinding& finding : findings) {
        errors += finding.isError() ? 1 : 0;
        text += (finding.isError() ? "error: " : "notice: ") + finding.file.string() + ": " +
                finding.text + "\n";
    }
    return text + (errors == 0 ? std::to_string(pairs) + " pairs packed"
                               : std::to_string(errors) + " errors, nothing was packed");
}

PackReport packFolder(const fs::path& folder, const fs::path& file, const PackOptions& options,
                      const CancelToken& cancel, const ProgressSink& progress) {
    const auto listing = imaging::listDataset(folder, options.reading);
    checkPhases(listing, folder);
    const imaging::ItemReader reader = readerOf(folder, listing, options);
    const scene::LabelSet& classes = options.into ? *options.into : *reader.classes;
    const auto mapping = options.into
                             ? std::optional(imaging::mapClasses(*reader.classes, *options.into))
                             : std::nullopt;
    const auto record = imaging::datasetRecordOf(folder);
    const imaging::DrawWeights weights = record ? record->weights : imaging::DrawWeights();
    PackReport report;
    report.findings = imaging::listingFindings(listing);
    PackedWriter writer(file, classesOf(classes), options.source);
    for (const imaging::DatasetItem& source : listing.items) {
        cancel.check();
        imaging::LoadedItem item = imaging::loadItem(source, reader);
        addMissing(source, item, report.findings);
        std::move(item.findings.begin(), item.findings.end(), std::back_inserter(report.findings));
        item.findings.clear();
        if (item.photo && item.maps && report.passed()) {
            if (mapping && !mapping->unchanged(classes)) {
                item.maps->labels =
                    imaging::mappedLabels(item.maps->labels, *mapping, freeLabel(classes));
                item.maps->instances.reset(); // parts of other classes now
            }
            addPair(source.stem, std::move(item), classes,
                    imaging::drawWeightOf(weights, source.stem), writer);
            ++report.pairs;
        }
        if (progress) {
            const auto done = static_cast<double>(&source - listing.items.data() + 1);
            progress(done / static_cast<double>(listing.items.size()), source.stem);
        }
    }
    if (report.passed()) {
        writer.finish();
    }
    return report;
}

} // namespace underpaint::train
