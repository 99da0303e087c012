// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_items.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/instance_import.h"
#include "engine/imaging/label_map_text.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/resize.h"
#include "engine/scene/builtin_label_sets.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace underpaint::imaging {

namespace {

void addFailure(const Error& failure, const std::filesystem::path& file, LoadedItem& item) {
    const std::string remedy = failure.remedy().empty() ? "" : ". " + failure.remedy();
    item.findings.push_back({FindingKind::Unreadable, file, failure.problem() + remedy});
}

/// Histogram of the stored values where no label set says what they mean.
ImportedMaps mapsOfAnyValue(const std::filesystem::path& labels) {
    ImportedMaps maps;
    StoredImage stored = readStored(labels);
    if (stored.indices.empty()) {
        throw Error(stored.wideIndices.empty()
                        ? "this picture holds colours, not one number per pixel"
                        : "this picture holds numbers beyond 65535, which are no classes",
                    labels.string(), "Name its label set with --labels");
    }
    if (stored.header.lossy) {
        throw Error("class numbers cannot be read from a file with JPEG or other lossy "
                    "compression: it changes them",
                    labels.string(), "Save the label map as PNG");
    }
    maps.labels = upright(std::move(stored.indices), stored.header.orientation);
    maps.report.format = LabelFormat::Index;
    maps.report.size = maps.labels.size();
    maps.report.warnings = std::move(stored.notes);
    std::map<std::uint16_t, long long> counts;
    for (const std::uint16_t value : maps.labels.values()) {
        ++counts[value];
    }
    for (const auto& [value, pixels] : counts) {
        maps.report.classes.push_back({value, std::to_string(value), pixels});
    }
    maps.report.exactPixels = maps.report.size.area();
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

void loadLabels(const DatasetItem& source, const ItemReader& reader, LoadedItem& item) {
    try {
        if (reader.classes) {
            ImportOptions options;
            options.format = itemFormat(reader);
            options.deriveInstances = reader.deriveInstances && source.instances.empty();
            if (item.photo) {
                options.sizeIfMissing = [size = item.photo->size()] { return size; };
            }
            // A damaged instance map must not hide the label map, so it comes separately.
            item.maps = importLabels(source.labels, {}, *reader.classes, options);
        } else {
            item.maps = mapsOfAnyValue(source.labels);
        }
        addImportFindings(item.maps->report, source.labels, item);
    } catch (const Error& failure) {
        addFailure(failure, source.labels, item);
    }
}

void loadInstances(const DatasetItem& source, const ItemReader& reader, LoadedItem& item) {
    try {
        InstanceNumbers numbers = readInstanceNumbers(source.instances);
        if (!item.maps) {
            return;
        }
        if (numbers.ids.size() != item.maps->labels.size()) {
            item.findings.push_back({FindingKind::SizeMismatch, source.instances,
                                     "the instance map has " + sizeText(numbers.ids.size()) +
                                         " pixels, its label map " +
                                         sizeText(item.maps->labels.size())});
            return;
        }
        FittedInstances fitted = fitInstances(std::move(numbers), item.maps->labels,
                                              reader.classes.value_or(scene::LabelSet()));
        for (std::string& note : fitted.notes) {
            item.findings.push_back({FindingKind::Notice, source.instances, std::move(note)});
        }
        item.maps->instances = std::move(fitted.ids);
    } catch (const Error& failure) {
        addFailure(failure, source.instances, item);
    }
}

Image half(const Image& both, bool left) {
    const int width = both.width() / 2;
    return cropPadded(both, {left ? 0 : width, 0, width, both.height()});
}

/// A picture that can be halved.
Image readBoth(const std::filesystem::path& file) {
    Image both = readPhoto(file);
    if (both.width() < 2) {
        throw Error("a picture of one column has no two halves", file.string());
    }
    if (both.width() % 2 != 0) {
        throw Error("the width is odd, the two halves cannot have one size", file.string());
    }
    return both;
}

ImportedMaps importHalf(const Image& both, const DatasetItem& source, const ItemReader& reader,
                        ImportOptions options) {
    StoredImage stored;
    stored.colours = half(both, reader.labelsLeft);
    stored.header.size = stored.colours.size();
    stored.header.lossy = readImageHeader(source.photo).lossy;
    options.format = reader.format == LabelFormat::Auto ? LabelFormat::Colour : reader.format;
    return importStored(stored, source.photo.string(), *reader.classes, options);
}

/// The maps in the half that is said to hold them. Where only the other half is a label map, the
/// Error says how to name it.
ImportedMaps mapsOfHalf(const Image& both, const DatasetItem& source, const ItemReader& reader,
                        const ImportOptions& options) {
    try {
        return importHalf(both, source, reader, options);
    } catch (const Error& failure) {
        ItemReader mirrored = reader;
        mirrored.labelsLeft = !reader.labelsLeft;
        try {
            (void)importHalf(both, source, mirrored, options);
        } catch (const Error&) {
            throw failure;
        }
        throw Error(std::string("the ") + (reader.labelsLeft ? "left" : "right") +
                        " half is no label map, the other half is one",
                    source.photo.string(),
                    reader.labelsLeft ? "Leave --labels-left out" : "Say --labels-left");
    }
}

void loadSideBySide(const DatasetItem& source, const ItemReader& reader, LoadedItem& item) {
    try {
        const Image both = readBoth(source.photo);
        item.photo = half(both, !reader.labelsLeft);
        if (reader.classes) {
            ImportOptions options;
            options.deriveInstances = reader.deriveInstances;
            item.maps = mapsOfHalf(both, source, reader, options);
            addImportFindings(item.maps->report, source.photo, item);
        }
    } catch (const Error& failure) {
        addFailure(failure, source.photo, item);
    }
}

bool isSideBySide(const DatasetItem& item, const ItemReader& reader) {
    const bool halves =
        reader.layout == DatasetLayout::SideBySide || reader.layout == DatasetLayout::Facades;
    return halves && !item.photo.empty() && item.photo == item.labels;
}

/// Pairs of pictures whose A side is no label map as far as one knows.
void loadPicturePair(const DatasetItem& source, LoadedItem& item) {
    try {
        const Image condition = readPhoto(source.labels);
        if (item.photo && condition.size() != item.photo->size()) {
            item.findings.push_back({FindingKind::SizeMismatch, source.labels,
                                     "the picture has " + sizeText(condition.size()) +
                                         " pixels, its partner " + sizeText(item.photo->size()) +
                                         turnExplanation(source.photo, condition.size())});
        }
    } catch (const Error& failure) {
        addFailure(failure, source.labels, item);
    }
}

} // namespace

ItemReader itemReader(const std::filesystem::path& folder, const DatasetListing& listing,
                      const DatasetReading& reading) {
    ItemReader reader;
    reader.layout = listing.layout;
    reader.format = reading.format;
    reader.classes = reading.classes ? reading.classes : labelSetOf(folder, listing);
    reader.labelsLeft = listing.labelsLeft;
    reader.ownOutput = listing.ownOutput;
    return reader;
}

LabelFormat itemFormat(const ItemReader& reader) {
    if (reader.format != LabelFormat::Auto) {
        return reader.format;
    }
    switch (reader.layout) {
    case DatasetLayout::CocoStuff:
        return LabelFormat::CocoStuff;
    case DatasetLayout::Ade20k:
        return LabelFormat::Ade20k;
    case DatasetLayout::PhaseAB:
        // Black pictures and grey ones could also be numbers, but not when we wrote them.
        return reader.ownOutput ? LabelFormat::Colour : LabelFormat::Auto;
    default:
        return LabelFormat::Auto;
    }
}

ImportedMaps importItem(const DatasetItem& item, const ItemReader& reader,
                        const ImportOptions& options) {
    if (isSideBySide(item, reader)) {
        return mapsOfHalf(readBoth(item.photo), item, reader, options);
    }
    ImportOptions adapted = options;
    adapted.format = itemFormat(reader);
    return importLabels(item.labels, item.instances, *reader.classes, adapted);
}

Image itemPhoto(const DatasetItem& item, const ItemReader& reader) {
    return isSideBySide(item, reader) ? half(readBoth(item.photo), !reader.labelsLeft)
                                      : readPhoto(item.photo);
}

bool LoadedItem::failed() const {
    return std::any_of(findings.begin(), findings.end(), [](const DatasetFinding& finding) {
        return finding.kind == FindingKind::Unreadable || finding.kind == FindingKind::SizeMismatch;
    });
}

LoadedItem loadItem(const DatasetItem& source, const ItemReader& reader) {
    LoadedItem item;
    if (isSideBySide(source, reader)) {
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
        loadInstances(source, reader, item);
    }
    if (item.photo && item.maps && item.photo->size() != item.maps->labels.size()) {
        item.findings.push_back({FindingKind::SizeMismatch, source.labels,
                                 "the label map has " + sizeText(item.maps->labels.size()) +
                                     " pixels, its photo " + sizeText(item.photo->size()) +
                                     turnExplanation(source.photo, item.maps->labels.size())});
    }
    return item;
}

std::optional<std::filesystem::path> labelSetFileIn(const std::filesystem::path& folder) {
    for (const char* name : {"labels.json", "labelmap.txt"}) {
        std::error_code unknown;
        if (std::filesystem::is_regular_file(folder / name, unknown)) {
            return folder / name;
        }
    }
    return std::nullopt;
}

std::optional<std::filesystem::path> labelSetFileBeside(const std::filesystem::path& labels) {
    const std::filesystem::path folder = labels.parent_path();
    const auto own = labelSetFileIn(folder);
    return own ? own : labelSetFileIn(folder.parent_path());
}

scene::LabelSet readLabelSetFile(const std::filesystem::path& path) {
    return path.extension() == ".txt" ? readLabelMapText(path) : readLabelSet(path);
}

std::optional<scene::LabelSet> labelSetIn(const std::filesystem::path& folder) {
    const auto file = labelSetFileIn(folder);
    return file ? std::optional(readLabelSetFile(*file)) : std::nullopt;
}

std::optional<scene::LabelSet> labelSetOf(const std::filesystem::path& folder,
                                          const DatasetListing& listing) {
    if (auto own = labelSetIn(folder)) {
        return own;
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
