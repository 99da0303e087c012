// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/labelme.h"

#include "engine/base/error.h"
#include "engine/imaging/base64.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/instance_numbering.h"
#include "engine/imaging/json_document.h"
#include "engine/imaging/label_set_json.h"
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

/// Half the width that labelme gives to lines and points.
constexpr double kStrokeRadius = 5;
/// Coordinates beyond are outside of every picture anyway.
constexpr double kLargestCoordinate = 1e7;

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

int dimension(const json& document, const char* key, const std::string& where) {
    if (!document.contains(key) || !document[key].is_number_integer() || document[key] < 1 ||
        document[key] > kMaxExtent) {
        wrong(where,
              std::string(key) + " must be a whole number from 1 to " + std::to_string(kMaxExtent));
    }
    return document[key].get<int>();
}

std::vector<PlanePoint> pointsOf(const json& shape, const std::string& where) {
    if (!shape.contains("points") || !shape["points"].is_array()) {
        wrong(where, "a shape has no list of points");
    }
    std::vector<PlanePoint> points;
    for (const json& entry : shape["points"]) {
        if (!entry.is_array() || entry.size() != 2 || !entry[0].is_number() ||
            !entry[1].is_number()) {
            wrong(where, "a point is not a pair of numbers");
        }
        const auto limited = [](double value) {
            return std::clamp(value, -kLargestCoordinate, kLargestCoordinate);
        };
        points.push_back({limited(entry[0].get<double>()), limited(entry[1].get<double>())});
    }
    return points;
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

ShapeMeaning meaningOf(const json& shape, const ClassNames& names, const std::string& where) {
    if (!shape.is_object() || !shape.contains("label") || !shape["label"].is_string()) {
        wrong(where, "a shape has no label");
    }
    ShapeMeaning meaning;
    meaning.name = shape["label"].get<std::string>();
    meaning.label = names.find(meaning.name);
    if (shape.contains("group_id") && !shape["group_id"].is_null()) {
        if (!shape["group_id"].is_number_integer()) {
            wrong(where, "the group_id of a shape is not a whole number");
        }
        meaning.group = shape["group_id"].get<long long>();
    }
    if (!meaning.label) {
        if (const auto numbered = numberedName(meaning.name)) {
            meaning.label = names.find(numbered->first);
            if (meaning.label && !meaning.group) {
                meaning.group = numbered->second;
            }
        }
    }
    return meaning;
}

void drawMask(const json& shape, const std::vector<PlanePoint>& points, std::uint32_t value,
              ShapeRaster& raster, const std::string& where) {
    if (!shape.contains("mask") || !shape["mask"].is_string() || points.size() != 2) {
        wrong(where, "a mask shape has no mask or not two points");
    }
    const auto png = decodeBase64(shape["mask"].get_ref<const std::string&>());
    if (!png) {
        wrong(where, "the mask of a shape is not base64 text");
    }
    const StoredImage image = decodeStored(*png, where + " (mask)");
    if (image.indices.empty()) {
        wrong(where, "the mask of a shape is a colour picture");
    }
    raster.mask(image.indices, static_cast<int>(std::floor(points[0].x)),
                static_cast<int>(std::floor(points[0].y)), value);
}

void draw(const json& shape, std::uint32_t value, ShapeRaster& raster, const std::string& where) {
    const std::vector<PlanePoint> points = pointsOf(shape, where);
    std::string type = "polygon";
    if (shape.contains("shape_type") && shape["shape_type"].is_string()) {
        type = shape["shape_type"].get<std::string>();
    }
    const auto need = [&](std::size_t least) {
        if (points.size() < least) {
            wrong(where, "a shape of type " + type + " has too few points");
        }
    };
    if (type == "polygon") {
        need(3);
        raster.polygon(points, value);
    } else if (type == "rectangle") {
        need(2);
        // Two opposite corners; newer files may list all four.
        const std::vector<PlanePoint> corners = {
            points[0], {points[1].x, points[0].y}, points[1], {points[0].x, points[1].y}};
        raster.polygon(points.size() == 2 ? corners : points, value);
    } else if (type == "circle") {
        need(2);
        raster.circle(points[0], std::hypot(points[1].x - points[0].x, points[1].y - points[0].y),
                      value);
    } else if (type == "line" || type == "linestrip" || type == "point" || type == "points") {
        need(1);
        if (type == "line" || type == "linestrip") {
            raster.stroke(points, kStrokeRadius, value);
        } else {
            for (const PlanePoint& point : points) {
                raster.circle(point, kStrokeRadius, value);
            }
        }
    } else if (type == "mask") {
        drawMask(shape, points, value, raster, where);
    } else {
        wrong(where, "shapes of type \"" + type + "\" are not known");
    }
}

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

} // namespace

ImportedMaps importLabelme(std::string_view text, const std::string& where,
                           const scene::LabelSet& classes, const ImportOptions& options) {
    const json document = parseJsonDocument(text, where, "this is not valid JSON",
                                            "This is not a labelme file, or a damaged one");
    if (const auto kind = foreignAnnotations(document)) {
        throw Error("this is " + *kind + ", which is not read here", where,
                    adviceOnForeignAnnotations());
    }
    if (!document.is_object()) {
        wrong(where, "this is not valid JSON of labelme");
    }
    const Size size = {dimension(document, "imageWidth", where),
                       dimension(document, "imageHeight", where)};
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
    std::vector<ShapeMeaning> shapes;
    ShapeRaster raster(size, where);
    for (const json& shape : document["shapes"]) {
        shapes.push_back(meaningOf(shape, names, where));
        draw(shape, static_cast<std::uint32_t>(shapes.size()), raster, where);
    }
    return mapsFromShapes(raster.shapes(), shapes, classes, unlabelled);
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
