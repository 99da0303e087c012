// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_items.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/resize.h"
#include "engine/scene/builtin_label_sets.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace underpaint::imaging {

namespace {

std::string sizeText(Size size) {
    return std::to_string(size.width) + " x " + std::to_string(size.height);
}

void addFailure(const Error& failure, const std::filesystem::path& file, LoadedItem& item) {
    const std::string remedy = failure.remedy().empty() ? "" : ". " + failure.remedy();
    item.findings.push_back({FindingKind::Unreadable, file, failure.problem() + remedy});
}

/// Histogram of the stored values where no label set says what they mean.
ImportedMaps mapsOfAnyValue(const std::filesystem::path& labels,
                            const std::filesystem::path& instances) {
    ImportedMaps maps;
    maps.labels = readIndices(labels);
    maps.report.format = LabelFormat::Index;
    maps.report.size = maps.labels.size();
    std::map<std::uint16_t, long long> counts;
    for (const std::uint16_t value : maps.labels.values()) {
        ++counts[value];
    }
    for (const auto& [value, pixels] : counts) {
        maps.report.classes.push_back({value, std::to_string(value), pixels});
    }
    maps.report.exactPixels = maps.report.size.area();
    if (!instances.empty()) {
        maps.instances = readInstanceIds(instances);
    }
    return maps;
}

void addImportFindings(const ImportReport& report, const std::filesystem::path& file,
                       LoadedItem& item) {
    constexpr std::size_t listed = 8;
    for (std::size_t i = 0; i < std::min(listed, report.unknown.size()); ++i) {
        const UnknownValue& value = report.unknown[i];
        item.findings.push_back({FindingKind::IllegalValue, file,
                                 "value " + value.value +
                                     " has no class: " + std::to_string(value.pixels) +
                                     " pixels, the first at (" + std::to_string(value.first.x) +
                                     ", " + std::to_string(value.first.y) + ")"});
    }
    if (report.unknown.size() > listed) {
        item.findings.push_back(
            {FindingKind::IllegalValue, file,
             std::to_string(report.unknown.size() - listed) + " more values have no class"});
    }
    if (report.snappedPixels > 0) {
        item.findings.push_back(
            {FindingKind::Repaired, file,
             std::to_string(report.snappedPixels) +
                 " pixels had no class's colour exactly and took the nearest class"});
    }
    for (const std::string& warning : report.warnings) {
        item.findings.push_back({FindingKind::Notice, file, warning});
    }
}

/// What the layout says about the values of its label files.
LabelFormat formatOf(const ItemReader& reader) {
    if (reader.format != LabelFormat::Auto) {
        return reader.format;
    }
    if (reader.layout == DatasetLayout::CocoStuff) {
        return LabelFormat::CocoStuff;
    }
    return reader.layout == DatasetLayout::Ade20k ? LabelFormat::Ade20k : LabelFormat::Auto;
}

void loadLabels(const DatasetItem& source, const ItemReader& reader, LoadedItem& item) {
    try {
        if (reader.classes) {
            ImportOptions options;
            options.format = formatOf(reader);
            options.deriveInstances = reader.deriveInstances && source.instances.empty();
            // A damaged instance map must not hide the label map, so it comes separately.
            item.maps = importLabels(source.labels, {}, *reader.classes, options);
        } else {
            item.maps = mapsOfAnyValue(source.labels, {});
        }
        addImportFindings(item.maps->report, source.labels, item);
    } catch (const Error& failure) {
        addFailure(failure, source.labels, item);
    }
}

void loadInstances(const DatasetItem& source, LoadedItem& item) {
    try {
        InstancePlane instances = readInstanceIds(source.instances);
        if (!item.maps) {
            return;
        }
        if (instances.size() != item.maps->labels.size()) {
            item.findings.push_back({FindingKind::SizeMismatch, source.instances,
                                     "the instance map has " + sizeText(instances.size()) +
                                         " pixels, its label map " +
                                         sizeText(item.maps->labels.size())});
            return;
        }
        item.maps->instances = std::move(instances);
    } catch (const Error& failure) {
        addFailure(failure, source.instances, item);
    }
}

Image half(const Image& both, bool left) {
    const int width = both.width() / 2;
    return cropPadded(both, {left ? 0 : width, 0, width, both.height()});
}

void loadSideBySide(const DatasetItem& source, const ItemReader& reader, LoadedItem& item) {
    try {
        const Image both = readPhoto(source.photo);
        if (both.width() < 2) {
            throw Error("a picture of one column has no two halves");
        }
        if (both.width() % 2 != 0) {
            item.findings.push_back({FindingKind::SizeMismatch, source.photo,
                                     "the width is odd, the two halves cannot have one size"});
            return;
        }
        item.photo = half(both, !reader.labelsLeft);
        if (reader.classes) {
            StoredImage stored;
            stored.colours = half(both, reader.labelsLeft);
            ImportOptions options;
            options.format =
                reader.format == LabelFormat::Auto ? LabelFormat::Colour : reader.format;
            options.deriveInstances = reader.deriveInstances;
            item.maps = importStored(stored, source.photo.string(), *reader.classes, options);
            addImportFindings(item.maps->report, source.photo, item);
        }
    } catch (const Error& failure) {
        addFailure(failure, source.photo, item);
    }
}

bool isSideBySide(const DatasetItem& item) {
    return !item.photo.empty() && item.photo == item.labels;
}

/// Pairs of pictures whose A side is no label map as far as one knows.
void loadPicturePair(const DatasetItem& source, LoadedItem& item) {
    try {
        const Image condition = readPhoto(source.labels);
        if (item.photo && condition.size() != item.photo->size()) {
            item.findings.push_back({FindingKind::SizeMismatch, source.labels,
                                     "the picture has " + sizeText(condition.size()) +
                                         " pixels, its partner " + sizeText(item.photo->size())});
        }
    } catch (const Error& failure) {
        addFailure(failure, source.labels, item);
    }
}

} // namespace

bool LoadedItem::failed() const {
    return std::any_of(findings.begin(), findings.end(), [](const DatasetFinding& finding) {
        return finding.kind == FindingKind::Unreadable || finding.kind == FindingKind::SizeMismatch;
    });
}

LoadedItem loadItem(const DatasetItem& source, const ItemReader& reader) {
    LoadedItem item;
    if (isSideBySide(source)) {
        loadSideBySide(source, reader, item);
        return item;
    }
    if (!source.photo.empty()) {
        try {
            item.photo = readPhoto(source.photo);
        } catch (const Error& failure) {
            addFailure(failure, source.photo, item);
        }
    }
    if (source.labels.empty()) {
        return item;
    }
    if (reader.layout == DatasetLayout::PhaseAB && !reader.classes) {
        loadPicturePair(source, item);
        return item;
    }
    loadLabels(source, reader, item);
    if (!source.instances.empty()) {
        loadInstances(source, item);
    }
    if (item.photo && item.maps && item.photo->size() != item.maps->labels.size()) {
        item.findings.push_back({FindingKind::SizeMismatch, source.labels,
                                 "the label map has " + sizeText(item.maps->labels.size()) +
                                     " pixels, its photo " + sizeText(item.photo->size())});
    }
    return item;
}

std::optional<scene::LabelSet> labelSetOf(const std::filesystem::path& folder,
                                          const DatasetListing& listing) {
    const std::filesystem::path own = folder / "labels.json";
    if (std::filesystem::exists(own)) {
        return readLabelSet(own);
    }
    const auto cityscapesName = [](const DatasetItem& item) {
        return item.labels.filename().string().find("_gtFine_") != std::string::npos;
    };
    switch (listing.layout) {
    case DatasetLayout::Cityscapes:
        return scene::cityscapesLabels();
    case DatasetLayout::CocoStuff:
        return scene::cocoStuffLabels();
    case DatasetLayout::Ade20k:
        return scene::ade20kLabels();
    case DatasetLayout::CamVid:
        return scene::camvidLabels();
    case DatasetLayout::Facades:
        return scene::facadeLabels();
    default:
        break;
    }
    if (!listing.items.empty() &&
        std::all_of(listing.items.begin(), listing.items.end(), cityscapesName)) {
        return scene::cityscapesLabels();
    }
    return std::nullopt;
}

} // namespace underpaint::imaging
