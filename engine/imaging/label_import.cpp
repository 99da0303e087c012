// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/label_import.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/imaging/colour_labels.h"
#include "engine/imaging/components.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/labelme.h"
#include "engine/imaging/labelme_photos.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace underpaint::imaging {

namespace {

constexpr std::uint16_t kNoLabel = 255;
constexpr std::uint16_t kLicencePlate = 34;

/// labelIds of the 19 evaluation classes in order of their trainIds.
constexpr std::array<std::uint16_t, 19> kLabelIdOfTrainId{7,  8,  11, 12, 13, 17, 19, 20, 21, 22,
                                                          23, 24, 25, 26, 27, 28, 31, 32, 33};

std::string sizeText(Size size) {
    return std::to_string(size.width) + " x " + std::to_string(size.height);
}

bool endsWithJson(const std::string& where) {
    constexpr std::string_view extension = ".json";
    return where.size() >= extension.size() &&
           std::string_view(where).substr(where.size() - extension.size()) == extension;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// Pixels a value, for all values up to the largest one and at least 0..255.
std::vector<long long> histogram(const LabelPlane& indices) {
    const auto values = indices.values();
    const auto largest = std::max_element(values.begin(), values.end());
    const std::size_t count = largest != values.end() ? *largest + std::size_t{1} : 0;
    std::vector<long long> counts(std::max(count, std::size_t{256}), 0);
    for (const std::uint16_t value : values) {
        ++counts[value];
    }
    return counts;
}

bool allLegal(const LabelPlane& indices, const scene::LabelSet& classes) {
    const std::vector<long long> counts = histogram(indices);
    for (std::size_t value = 0; value < counts.size(); ++value) {
        if (counts[value] > 0 && !classes.contains(static_cast<std::uint16_t>(value))) {
            return false;
        }
    }
    return true;
}

/// Every index that occurs has a colour, and it is that of a class exactly.
bool paletteNamesClasses(const StoredImage& image, const scene::LabelSet& classes) {
    const std::vector<long long> counts = histogram(image.indices);
    for (std::size_t value = 0; value < counts.size(); ++value) {
        if (counts[value] > 0 &&
            (value >= image.palette.size() || !classes.findColour(image.palette[value]))) {
            return false;
        }
    }
    return true;
}

/// The first channel, when all three are equal everywhere.
std::optional<LabelPlane> greyLevels(const Image& colours) {
    LabelPlane levels(colours.width(), colours.height());
    const std::uint8_t* rgb = colours.data();
    for (std::uint16_t& level : levels.values()) {
        if (rgb[0] != rgb[1] || rgb[1] != rgb[2]) {
            return std::nullopt;
        }
        level = rgb[0];
        rgb += 3;
    }
    return levels;
}

/// The class of a stored number, or nothing when it has none.
std::optional<std::uint16_t> classOfIndex(std::uint16_t value, LabelFormat format,
                                          const scene::LabelSet& classes,
                                          std::uint16_t unlabelled) {
    if (format == LabelFormat::CityscapesTrainIds) {
        if (value == kNoLabel) {
            return unlabelled;
        }
        if (value >= kLabelIdOfTrainId.size()) {
            return std::nullopt;
        }
        value = kLabelIdOfTrainId[value];
    } else if (format == LabelFormat::CocoStuff && value == kNoLabel) {
        return unlabelled;
    } else if (format == LabelFormat::Ade20k && value == 0) {
        return unlabelled;
    } else if (format == LabelFormat::CityscapesLabelIds && value == kNoLabel &&
               !classes.contains(value)) {
        // The data set's id of licence plates is -1, which 8-bit files show as 255.
        value = kLicencePlate;
    }
    return classes.contains(value) ? std::optional(value) : std::nullopt;
}

LabelPlane labelsFromIndices(const LabelPlane& indices, const scene::LabelSet& classes,
                             std::uint16_t unlabelled, ImportReport& report) {
    struct Entry {
        std::uint16_t id = 0;
        bool known = false;
        bool seen = false;
        std::size_t first = 0;
    };
    const std::vector<long long> counts = histogram(indices);
    std::vector<Entry> table(counts.size());
    for (std::size_t value = 0; value < table.size(); ++value) {
        if (counts[value] == 0) {
            continue;
        }
        const auto id =
            classOfIndex(static_cast<std::uint16_t>(value), report.format, classes, unlabelled);
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

Image paletteColours(const StoredImage& image) {
    Image colours(image.indices.width(), image.indices.height(), 3, 0);
    std::uint8_t* out = colours.data();
    for (const std::uint16_t value : image.indices.values()) {
        const scene::Colour colour =
            value < image.palette.size() ? image.palette[value] : scene::Colour{};
        *out++ = colour.red;
        *out++ = colour.green;
        *out++ = colour.blue;
    }
    return colours;
}

bool colourFormat(LabelFormat format) {
    return format == LabelFormat::Colour || format == LabelFormat::CamVid ||
           format == LabelFormat::Facades;
}

LabelPlane convert(const StoredImage& image, const std::string& where,
                   const scene::LabelSet& classes, std::uint16_t unlabelled, ImportReport& report) {
    if (!image.colours.empty()) {
        if (!colourFormat(report.format)) {
            auto levels = greyLevels(image.colours);
            if (!levels) {
                throw Error("this picture holds colours, not one number a pixel", where,
                            "Import it with the format colour and the label set it was made with");
            }
            report.warnings.emplace_back("the indices are stored as a grey picture in RGB");
            return labelsFromIndices(*levels, classes, unlabelled, report);
        }
        return labelsFromColours(image.colours, colourCodes(classes, report.format), unlabelled,
                                 report);
    }
    const bool byColour = image.header.palette && !image.palette.empty() &&
                          (report.format == LabelFormat::Colour ||
                           (colourFormat(report.format) && paletteNamesClasses(image, classes)));
    if (byColour) {
        return labelsFromColours(paletteColours(image), colourCodes(classes, report.format),
                                 unlabelled, report);
    }
    if (report.format == LabelFormat::Colour) {
        throw Error("this picture holds numbers, not colours", where,
                    "Import it with the format index");
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
                    where, "Choose the label set that the file was made with");
    }
}

void countClasses(const LabelPlane& labels, const scene::LabelSet& classes, ImportReport& report) {
    const std::vector<long long> counts = histogram(labels);
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

LabelFormat detectLabelFormat(const StoredImage& image, const std::string& where,
                              const scene::LabelSet& classes) {
    const std::string file = std::filesystem::path(where).filename().string();
    if (image.colours.empty()) {
        if (contains(file, "labelTrainIds")) {
            return LabelFormat::CityscapesTrainIds;
        }
        if (contains(file, "labelIds")) {
            return LabelFormat::CityscapesLabelIds;
        }
        // Programs that shrink PNG files reorder palettes: exact colours outweigh indices.
        if (image.header.palette && paletteNamesClasses(image, classes)) {
            return LabelFormat::Colour;
        }
        const std::vector<long long> counts = histogram(image.indices);
        const bool oneByte = std::all_of(counts.begin() + 256, counts.end(),
                                         [](long long count) { return count == 0; });
        const bool trainIds =
            oneByte && counts[kNoLabel] > 0 && classes.name() == "Cityscapes" &&
            std::all_of(counts.begin() + kLabelIdOfTrainId.size(), counts.begin() + kNoLabel,
                        [](long long count) { return count == 0; });
        if (trainIds) {
            return LabelFormat::CityscapesTrainIds;
        }
        return classes.name() == "COCO-Stuff" ? LabelFormat::CocoStuff : LabelFormat::Index;
    }
    const auto levels = greyLevels(image.colours);
    if (levels && allLegal(*levels, classes)) {
        return LabelFormat::Index;
    }
    if (classes.name() == "CamVid") {
        return LabelFormat::CamVid;
    }
    return classes.name() == "CMP facades" ? LabelFormat::Facades : LabelFormat::Colour;
}

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
    checkExpectedSize(readImageHeader(file, where).size, options, where);
    return importStored(decodeStored(file, where), where, classes, options);
}

ImportedMaps importStored(const StoredImage& image, const std::string& where,
                          const scene::LabelSet& classes, const ImportOptions& options) {
    const std::uint16_t unlabelled = options.unlabelled.value_or(unlabelledClass(classes));
    ImportedMaps maps;
    maps.report.format = options.format == LabelFormat::Auto
                             ? detectLabelFormat(image, where, classes)
                             : options.format;
    maps.labels = convert(image, where, classes, unlabelled, maps.report);
    maps.report.size = maps.labels.size();
    checkExpectedSize(maps.report.size, options, where);
    checkStrict(maps.report, options, where);
    countClasses(maps.labels, classes, maps.report);
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
    if (instances.empty()) {
        return maps;
    }
    maps.instances = readInstanceIds(instances);
    if (maps.instances->size() != maps.labels.size()) {
        throw Error("the instance map has " + sizeText(maps.instances->size()) +
                        " pixels, its label map " + sizeText(maps.labels.size()),
                    instances.string(), "Use maps of one size");
    }
    std::unordered_set<std::uint32_t> ids(maps.instances->values().begin(),
                                          maps.instances->values().end());
    maps.report.instancesRead = static_cast<long long>(ids.size());
    return maps;
}

} // namespace underpaint::imaging
