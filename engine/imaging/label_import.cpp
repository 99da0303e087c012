// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/label_import.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/imaging/colour_labels.h"
#include "engine/imaging/components.h"
#include "engine/imaging/instance_import.h"
#include "engine/imaging/label_limits.h"
#include "engine/imaging/label_reading.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/labelme.h"
#include "engine/imaging/labelme_photos.h"
#include "engine/imaging/value_counts.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace underpaint::imaging {

namespace {

bool endsWithJson(const std::string& where) {
    constexpr std::string_view extension = ".json";
    return where.size() >= extension.size() &&
           std::string_view(where).substr(where.size() - extension.size()) == extension;
}

/// The numbers in one channel of a picture in colours.
LabelPlane channelOf(const Image& colours, NumberChannel channel) {
    const int offset = channel == NumberChannel::Green ? 1 : channel == NumberChannel::Blue ? 2 : 0;
    LabelPlane levels(colours.width(), colours.height());
    const std::uint8_t* rgb = colours.data() + offset;
    for (std::uint16_t& level : levels.values()) {
        level = *rgb;
        rgb += 3;
    }
    return levels;
}

LabelPlane labelsFromIndices(const LabelPlane& indices, const scene::LabelSet& classes,
                             std::uint16_t unlabelled, ImportReport& report) {
    struct Entry {
        std::uint16_t id = 0;
        bool known = false;
        bool seen = false;
        std::size_t first = 0;
    };
    const std::vector<long long> counts = countValues(indices);
    std::vector<Entry> table(counts.size());
    for (std::size_t value = 0; value < table.size(); ++value) {
        if (counts[value] == 0) {
            continue;
        }
        const auto id =
            classOfNumber(static_cast<std::uint16_t>(value), report.format, classes, unlabelled);
        table[value].known = id.has_value();
        table[value].id = id.value_or(unlabelled);
    }
    LabelPlane labels(indices.width(), indices.height());
    for (std::size_t i = 0; i < labels.values().size(); ++i) {
        Entry& entry = table[indices.values()[i]];
        entry.first = entry.seen ? entry.first : i;
        entry.seen = true;
        labels.values()[i] = entry.id;
    }
    const auto width = static_cast<std::size_t>(indices.width());
    for (std::size_t value = 0; value < table.size(); ++value) {
        const Entry& entry = table[value];
        if (entry.known) {
            report.exactPixels += counts[value];
        } else if (counts[value] > 0) {
            report.unknownPixels += counts[value];
            report.unknown.push_back(
                {std::to_string(value),
                 counts[value],
                 {static_cast<int>(entry.first % width), static_cast<int>(entry.first / width)}});
        }
    }
    sortUnknown(report);
    return labels;
}

/// The colours as they are read: 16-bit files that hold 8-bit levels count these.
Image coloursOf(const StoredImage& image) {
    const auto values = image.indices.values();
    const bool small =
        image.header.bitsPerChannel > 8 && !image.header.palette &&
        std::all_of(values.begin(), values.end(), [](std::uint16_t value) { return value < 256; });
    if (image.colours.empty() && small) {
        StoredImage levels = image;
        levels.header.bitsPerChannel = 8;
        return shownColours(levels);
    }
    return shownColours(image);
}

LabelPlane convert(const StoredImage& image, const LabelReading& reading, std::uint16_t unlabelled,
                   const scene::LabelSet& classes, ImportReport& report) {
    report.warnings.insert(report.warnings.end(), reading.notes.begin(), reading.notes.end());
    if (reading.byColour) {
        return labelsFromColours(coloursOf(image), reading.codes, unlabelled, report);
    }
    if (!image.colours.empty()) {
        return labelsFromIndices(channelOf(image.colours, reading.channel), classes, unlabelled,
                                 report);
    }
    return labelsFromIndices(image.indices, classes, unlabelled, report);
}

void checkExpectedSize(Size size, const ImportOptions& options, const std::string& where) {
    if (options.expectedSize && *options.expectedSize != size) {
        throw Error("the label map has " + sizeText(size) + " pixels, but " +
                        sizeText(*options.expectedSize) + " are needed",
                    where, "Use maps and photos of one size");
    }
}

void checkStrict(const ImportReport& report, const ImportOptions& options,
                 const std::string& where) {
    if (options.strict && report.unknownPixels > 0) {
        const UnknownValue& worst = report.unknown.front();
        throw Error("the label map has " + std::to_string(report.unknownPixels) +
                        " pixels without a class, the most with value " + worst.value +
                        ", the first of them at (" + std::to_string(worst.first.x) + ", " +
                        std::to_string(worst.first.y) + ")",
                    where,
                    "Choose the label set that the file was made with, or say --repair to make "
                    "such pixels unlabelled");
    }
}

void countClasses(const LabelPlane& labels, const scene::LabelSet& classes, ImportReport& report) {
    const std::vector<long long> counts = countValues(labels);
    for (std::size_t id = 0; id < counts.size(); ++id) {
        if (counts[id] > 0) {
            const scene::LabelClass* found = classes.find(static_cast<std::uint16_t>(id));
            report.classes.push_back({static_cast<std::uint16_t>(id),
                                      found != nullptr ? found->name : "unlabelled", counts[id]});
        }
    }
}

void derive(ImportedMaps& maps, const scene::LabelSet& classes) {
    constexpr int largestOfSixteenBits = 65; // 65 * 1000 + 535
    const bool fits = std::none_of(
        maps.report.classes.begin(), maps.report.classes.end(), [&](const ClassCount& entry) {
            return classes.isThing(entry.id) && (entry.id >= largestOfSixteenBits || entry.id == 0);
        });
    ComponentOptions options;
    options.numbering = fits ? InstanceNumbering::ClassTimes1000 : InstanceNumbering::Consecutive;
    DerivedInstances derived = deriveInstances(
        maps.labels, [&](std::uint16_t id) { return classes.isThing(id); }, options);
    maps.report.instancesDerived = static_cast<long long>(derived.components.size());
    maps.report.warnings.insert(maps.report.warnings.end(), derived.warnings.begin(),
                                derived.warnings.end());
    maps.instances = std::move(derived.ids);
}

} // namespace

ImportedMaps importLabelBytes(std::span<const std::byte> file, const std::string& where,
                              const scene::LabelSet& classes, const ImportOptions& options) {
    const bool labelme = options.format == LabelFormat::Labelme ||
                         (options.format == LabelFormat::Auto && endsWithJson(where));
    if (labelme) {
        ImportedMaps maps = importLabelme({reinterpret_cast<const char*>(file.data()), file.size()},
                                          where, classes, options);
        checkStrict(maps.report, options, where);
        countClasses(maps.labels, classes, maps.report);
        return maps;
    }
    checkExpectedSize(readImageHeader(file, where).uprightSize(), options, where);
    return importStored(decodeStored(file, where), where, classes, options);
}

ImportedMaps importStored(const StoredImage& image, const std::string& where,
                          const scene::LabelSet& classes, const ImportOptions& options) {
    const std::uint16_t unlabelled = options.unlabelled.value_or(unlabelledClass(classes));
    const LabelReading reading = chooseReading(image, where, classes, options.format);
    ImportedMaps maps;
    maps.report.format = reading.format;
    maps.report.warnings = image.notes;
    maps.labels = convert(image, reading, unlabelled, classes, maps.report);
    maps.report.size = maps.labels.size();
    countClasses(maps.labels, classes, maps.report);
    checkLimits(image, reading, maps.labels, maps.report, where, classes, options.format);
    const int orientation = image.header.orientation;
    if (orientation > 1) {
        maps.labels = upright(std::move(maps.labels), orientation);
        maps.report.size = maps.labels.size();
        maps.report.warnings.push_back("turned upright by its EXIF orientation " +
                                       std::to_string(orientation));
    }
    checkExpectedSize(maps.report.size, options, where);
    checkStrict(maps.report, options, where);
    if (options.deriveInstances) {
        derive(maps, classes);
    }
    return maps;
}

ImportedMaps importLabels(const std::filesystem::path& labels,
                          const std::filesystem::path& instances, const scene::LabelSet& classes,
                          const ImportOptions& options) {
    const MappedFile file(labels);
    ImportOptions adapted = options;
    adapted.deriveInstances = options.deriveInstances && instances.empty();
    if (!adapted.sizeIfMissing) {
        adapted.sizeIfMissing = [&labels] { return labelmePhotoSize(labels); };
    }
    ImportedMaps maps = importLabelBytes(file.bytes(), labels.string(), classes, adapted);
    file.check();
    if (!instances.empty()) {
        addInstances(instances, classes, maps);
    }
    return maps;
}

} // namespace underpaint::imaging
