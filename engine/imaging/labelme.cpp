// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/labelme.h"

#include "engine/base/error.h"
#include "engine/imaging/base64.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/instance_numbering.h"
#include "engine/imaging/json_document.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/labelme_shapes.h"
#include "engine/imaging/shape_raster.h"
#include "engine/scene/instance_ids.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace underpaint::imaging {

namespace {

using nlohmann::json;

/// Shapes that are left out and are named one by one.
constexpr std::size_t kNamedOdd = 8;

[[noreturn]] void wrong(const std::string& where, const std::string& what) {
    throw Error(what, where, "This is not a labelme file, or a damaged one");
}

/// What one shape says, apart from its geometry.
struct ShapeMeaning {
    std::optional<std::uint16_t> label;
    std::string name;
    /// Distinguishes instances of one label; shapes without a group are their own.
    std::optional<long long> group;
};

std::string simplified(std::string_view name) {
    std::string result;
    for (const char c : name) {
        if (c != '-' && c != '_' && c != ' ') {
            result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
    }
    return result;
}

/// Finds classes by name, first exactly, then without regard to case and separators.
class ClassNames {
public:
    ClassNames(const scene::LabelSet& classes, std::uint16_t unlabelled)
        : m_classes(classes), m_unlabelled(unlabelled) {
        for (const scene::LabelClass& entry : classes.classes()) {
            m_simplified.try_emplace(simplified(entry.name), entry.id);
        }
    }

    std::optional<std::uint16_t> find(const std::string& name) const {
        if (const scene::LabelClass* found = m_classes.find(std::string_view(name))) {
            return found->id;
        }
        if (name == "_background_" || name == "__ignore__") {
            return m_unlabelled;
        }
        const auto found = m_simplified.find(simplified(name));
        return found != m_simplified.end() ? std::optional(found->second) : std::nullopt;
    }

private:
    const scene::LabelSet& m_classes;
    std::uint16_t m_unlabelled;
    std::map<std::string, std::uint16_t> m_simplified;
};

/// A side of the picture as the document says it; nothing where it says none that can be.
std::optional<int> dimension(const json& document, const char* key) {
    if (!document.contains(key)) {
        return std::nullopt;
    }
    const auto number = lenientInteger(document[key]);
    return number && *number >= 1 && *number <= kMaxExtent
               ? std::optional(static_cast<int>(*number))
               : std::nullopt;
}

/// The size of a photo inside the document.
std::optional<Size> embeddedSize(const json& document) {
    if (!document.contains("imageData") || !document["imageData"].is_string()) {
        return std::nullopt;
    }
    const auto photo = decodeBase64(document["imageData"].get_ref<const std::string&>());
    try {
        return photo ? std::optional(readImageHeader(*photo, "imageData").uprightSize())
                     : std::nullopt;
    } catch (const Error&) {
        return std::nullopt; // the document has no size then, which is said
    }
}

/// The size of the picture: as written, else that of the photo.
Size pictureSize(const json& document, const ImportOptions& options, const std::string& where) {
    const auto width = dimension(document, "imageWidth");
    const auto height = dimension(document, "imageHeight");
    if (width && height) {
        return {*width, *height};
    }
    auto size = options.sizeIfMissing ? options.sizeIfMissing() : std::nullopt;
    size = size ? size : embeddedSize(document);
    if (!size) {
        wrong(where, std::string(width ? "imageHeight" : "imageWidth") +
                         " is no whole number from 1 to " + std::to_string(kMaxExtent) +
                         ", and there is no photo to take it from");
    }
    return *size;
}

/// "person-2" of old files is instance 2 of person.
std::optional<std::pair<std::string, long long>> numberedName(const std::string& name) {
    const std::size_t dash = name.rfind('-');
    if (dash == std::string::npos || dash == 0 || dash + 1 == name.size() ||
        name.size() - dash > 7) {
        return std::nullopt;
    }
    long long number = 0;
    for (std::size_t i = dash + 1; i < name.size(); ++i) {
        if (std::isdigit(static_cast<unsigned char>(name[i])) == 0) {
            return std::nullopt;
        }
        number = number * 10 + (name[i] - '0');
    }
    return std::pair{name.substr(0, dash), number};
}

/// The group as a number; other texts get numbers of their own below zero.
class GroupNumbers {
public:
    /// Nothing where there is no group. Throws Error where it cannot be one.
    std::optional<long long> of(const json& shape) {
        if (!shape.contains("group_id") || shape["group_id"].is_null()) {
            return std::nullopt;
        }
        const json& group = shape["group_id"];
        if (const auto number = lenientInteger(group)) {
            return number;
        }
        if (!group.is_string() && !group.is_number()) {
            throw Error("its group_id is neither number nor text and does not count");
        }
        const std::string text = group.is_string() ? group.get<std::string>() : group.dump();
        if (text.empty()) {
            return std::nullopt;
        }
        return m_texts.emplace(text, -1 - static_cast<long long>(m_texts.size())).first->second;
    }

private:
    std::map<std::string, long long> m_texts;
};

ShapeMeaning meaningOf(const json& shape, const ClassNames& names) {
    ShapeMeaning meaning;
    meaning.name = shapeLabel(shape);
    meaning.label = names.find(meaning.name);
    if (!meaning.label) {
        if (const auto numbered = numberedName(meaning.name)) {
            meaning.label = names.find(numbered->first);
            meaning.group = meaning.label ? std::optional(numbered->second) : std::nullopt;
        }
    }
    return meaning;
}

/// The shapes of a document while they are read: one that is odd costs itself alone.
class ShapeReader {
public:
    ShapeReader(Size size, const std::string& where, const ClassNames& names)
        : m_size(size), m_names(names), m_raster(size, where) {}

    void read(const json& shape) {
        ++m_count;
        try {
            ShapeMeaning meaning = meaningOf(shape, m_names);
            m_outline = shapeOutline(shape, m_size);
            addGroup(shape, meaning);
            m_shapes.push_back(std::move(meaning));
        } catch (const Error& odd) {
            note(shape, "is left out: " + odd.message());
            ++m_odd;
            return;
        }
        // Beyond the bound of all work the document is refused, so this is not a shape's matter.
        drawShape(m_outline, static_cast<std::uint32_t>(m_shapes.size()), m_raster);
    }

    /// Throws Error when nothing could be drawn at all.
    void check(const std::string& where) const {
        if (m_odd > 0 && m_shapes.empty()) {
            wrong(where, "none of its " + std::to_string(m_odd) +
                             " shapes can be drawn: " + m_notes.front());
        }
    }

    std::vector<std::string> warnings() const {
        std::vector<std::string> all(m_notes);
        if (m_unnamed > 0) {
            all.push_back(std::to_string(m_unnamed) + " more shapes are odd");
        }
        return all;
    }

    const std::vector<ShapeMeaning>& shapes() const { return m_shapes; }
    const Plane<std::uint32_t>& painted() const { return m_raster.shapes(); }

private:
    void addGroup(const json& shape, ShapeMeaning& meaning) {
        try {
            const auto group = m_groups.of(shape);
            meaning.group = group ? group : meaning.group;
        } catch (const Error& odd) {
            note(shape, odd.message());
        }
    }

    void note(const json& shape, const std::string& text) {
        if (m_notes.size() == kNamedOdd) {
            ++m_unnamed;
            return;
        }
        std::string name = "shape " + std::to_string(m_count);
        if (shape.is_object() && shape.contains("label") && shape["label"].is_string()) {
            name += " (" + shape["label"].get<std::string>() + ")";
        }
        m_notes.push_back(name + " " + text);
    }

    Size m_size;
    const ClassNames& m_names;
    ShapeRaster m_raster;
    GroupNumbers m_groups;
    ShapeOutline m_outline;
    std::vector<ShapeMeaning> m_shapes;
    std::vector<std::string> m_notes;
    std::size_t m_count = 0;
    std::size_t m_odd = 0;
    std::size_t m_unnamed = 0;
};

/// Instance ids of the shapes: a group_id that is an id of the class stays, all others are new.
std::vector<std::uint32_t> instancesOf(const std::vector<ShapeMeaning>& shapes,
                                       const scene::LabelSet& classes, std::uint16_t unlabelled,
                                       ImportReport& report) {
    using Key = std::pair<std::uint16_t, long long>;
    const auto isOwnId = [](const ShapeMeaning& shape) {
        return shape.group && *shape.label != 0 &&
               *shape.group / scene::instancesPerClass == *shape.label &&
               *shape.group >= scene::instancesPerClass;
    };
    const auto isThing = [&](const ShapeMeaning& shape) {
        return shape.label && classes.isThing(*shape.label);
    };
    constexpr std::uint16_t firstTooLarge = 65; // 65 * 1000 + 999 needs more than 16 bits
    const bool fits = std::none_of(shapes.begin(), shapes.end(), [&](const ShapeMeaning& shape) {
        return isThing(shape) && (*shape.label == 0 || *shape.label >= firstTooLarge);
    });
    NumberGiver numbers(fits ? InstanceNumbering::ClassTimes1000 : InstanceNumbering::Consecutive,
                        {});
    std::map<Key, std::uint32_t> groups;
    for (const ShapeMeaning& shape : shapes) {
        if (isThing(shape) && isOwnId(shape)) {
            const auto id = static_cast<std::uint32_t>(*shape.group);
            groups[Key{*shape.label, *shape.group}] = id;
            (void)numbers.take(id);
        }
    }
    std::vector<std::uint32_t> ids;
    for (const ShapeMeaning& shape : shapes) {
        if (!isThing(shape)) {
            ids.push_back(scene::stuffInstance(shape.label.value_or(unlabelled)));
            continue;
        }
        if (!shape.group) {
            ids.push_back(numbers.next(*shape.label));
            continue;
        }
        const Key key{*shape.label, *shape.group};
        const auto found = groups.find(key);
        ids.push_back(found != groups.end()
                          ? found->second
                          : groups.emplace(key, numbers.next(*shape.label)).first->second);
    }
    const std::vector<std::string> warnings = numbers.warnings();
    report.warnings.insert(report.warnings.end(), warnings.begin(), warnings.end());
    return ids;
}

/// From shape numbers (0 = no shape) to labels, instances and counts.
ImportedMaps mapsFromShapes(const Plane<std::uint32_t>& painted,
                            const std::vector<ShapeMeaning>& shapes, const scene::LabelSet& classes,
                            std::uint16_t unlabelled) {
    ImportedMaps maps;
    maps.report.format = LabelFormat::Labelme;
    maps.report.size = painted.size();
    const std::vector<std::uint32_t> ids = instancesOf(shapes, classes, unlabelled, maps.report);
    maps.labels = LabelPlane(painted.width(), painted.height(), unlabelled);
    InstancePlane instances(painted.width(), painted.height(), scene::stuffInstance(unlabelled));
    std::map<std::string, UnknownValue> unknown;
    std::vector<bool> seen(shapes.size(), false);
    for (int y = 0; y < painted.height(); ++y) {
        for (int x = 0; x < painted.width(); ++x) {
            const std::uint32_t number = painted.at(x, y);
            if (number == 0) {
                ++maps.report.exactPixels;
                continue;
            }
            const ShapeMeaning& shape = shapes[number - 1];
            seen[number - 1] = true;
            instances.at(x, y) = ids[number - 1];
            if (shape.label) {
                ++maps.report.exactPixels;
                maps.labels.at(x, y) = *shape.label;
                continue;
            }
            ++maps.report.unknownPixels;
            UnknownValue& entry = unknown[shape.name];
            if (entry.pixels++ == 0) {
                entry.value = shape.name;
                entry.first = {x, y};
            }
        }
    }
    for (auto& [name, entry] : unknown) {
        maps.report.unknown.push_back(std::move(entry));
    }
    sortUnknown(maps.report);
    std::set<std::uint32_t> things;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (seen[i] && shapes[i].label && classes.isThing(*shapes[i].label)) {
            things.insert(ids[i]);
        }
    }
    maps.report.instancesRead = static_cast<long long>(things.size());
    const auto hidden = std::count(seen.begin(), seen.end(), false);
    if (hidden > 0) {
        maps.report.warnings.push_back(std::to_string(hidden) +
                                       " shapes have no pixel of their own");
    }
    maps.instances = std::move(instances);
    return maps;
}

/// Python writes numbers that are none as NaN and Infinity, which JSON does not know: null.
std::string withoutNan(std::string_view text) {
    std::string result;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text[i] == '\\' && i + 1 < text.size()) {
            result += text[i++];
        } else if (text[i] == '"') {
            quoted = !quoted;
        } else if (!quoted) {
            for (const std::string_view word : {"NaN", "-Infinity", "Infinity"}) {
                if (text.substr(i).starts_with(word)) {
                    result += "null";
                    i += word.size();
                    break;
                }
            }
        }
        if (i < text.size()) {
            result += text[i];
        }
    }
    return result;
}

} // namespace

ImportedMaps importLabelme(std::string_view text, const std::string& where,
                           const scene::LabelSet& classes, const ImportOptions& options) {
    // labelme itself writes NaN, which is no JSON.
    const std::string plain = json::accept(text) ? std::string(text) : withoutNan(text);
    const json document = parseJsonDocument(plain, where, "this is not valid JSON",
                                            "This is not a labelme file, or a damaged one");
    if (const auto kind = foreignAnnotations(document)) {
        throw Error("this is " + *kind + ", which is not read here", where,
                    adviceOnForeignAnnotations());
    }
    if (!document.is_object()) {
        wrong(where, "this is not valid JSON of labelme");
    }
    const Size size = pictureSize(document, options, where);
    if (size.area() > kMaxPixels || (options.expectedSize && *options.expectedSize != size)) {
        throw Error("the file describes a picture of " + std::to_string(size.width) + " x " +
                        std::to_string(size.height) + " pixels, which is not the one expected",
                    where, "Use annotations and photos of one size");
    }
    if (!document.contains("shapes") || !document["shapes"].is_array()) {
        wrong(where, "there is no list called shapes");
    }
    const std::uint16_t unlabelled = options.unlabelled.value_or(unlabelledClass(classes));
    const ClassNames names(classes, unlabelled);
    ShapeReader reader(size, where, names);
    for (const json& shape : document["shapes"]) {
        reader.read(shape);
    }
    reader.check(where);
    ImportedMaps maps = mapsFromShapes(reader.painted(), reader.shapes(), classes, unlabelled);
    const std::vector<std::string> odd = reader.warnings();
    maps.report.warnings.insert(maps.report.warnings.begin(), odd.begin(), odd.end());
    return maps;
}

std::string labelmeJson(const LabelPlane& labels, const InstancePlane* instances,
                        const scene::LabelSet& classes, const std::string& imageName) {
    struct Region {
        Rect box;
    };
    const std::uint16_t unlabelled = unlabelledClass(classes);
    const auto idAt = [&](int x, int y) -> std::uint32_t {
        const bool counted = instances != nullptr && classes.isThing(labels.at(x, y));
        return counted ? instances->at(x, y) : 0;
    };
    std::map<std::pair<std::uint16_t, std::uint32_t>, Region> regions;
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            if (labels.at(x, y) != unlabelled) {
                Rect& box = regions[{labels.at(x, y), idAt(x, y)}].box;
                box = box.united({x, y, 1, 1});
            }
        }
    }
    nlohmann::ordered_json shapes = nlohmann::ordered_json::array();
    for (const auto& [key, region] : regions) {
        const auto [label, id] = key;
        const Rect& box = region.box;
        Image mask(box.width, box.height, 1, 0);
        for (int y = 0; y < box.height; ++y) {
            for (int x = 0; x < box.width; ++x) {
                const bool inside =
                    labels.at(box.x + x, box.y + y) == label && idAt(box.x + x, box.y + y) == id;
                mask.at(x, y) = inside ? 255 : 0;
            }
        }
        nlohmann::ordered_json shape;
        shape["label"] = classes.at(label).name;
        shape["points"] = {{box.x, box.y}, {box.right() - 1, box.bottom() - 1}};
        shape["group_id"] = nullptr;
        if (id != 0) {
            shape["group_id"] = id;
        }
        shape["shape_type"] = "mask";
        shape["flags"] = nlohmann::ordered_json::object();
        shape["mask"] = encodeBase64(encodePng(mask));
        shapes.push_back(std::move(shape));
    }
    nlohmann::ordered_json document;
    document["version"] = "5.4.1";
    document["flags"] = nlohmann::ordered_json::object();
    document["shapes"] = std::move(shapes);
    document["imagePath"] = imageName;
    document["imageData"] = nullptr;
    document["imageHeight"] = labels.height();
    document["imageWidth"] = labels.width();
    return document.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace underpaint::imaging
