// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/labelme_shapes.h"

#include "engine/base/error.h"
#include "engine/imaging/base64.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/name_forms.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

namespace underpaint::imaging {

namespace {

using nlohmann::json;

/// Half the width that labelme gives to lines and points.
constexpr double kStrokeRadius = 5;
/// Coordinates beyond are outside of every picture anyway.
constexpr double kLargestCoordinate = 1e7;

std::string_view trimmedNumber(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n+");
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, last + 1 - first);
}

/// The first two numbers of [x, y, ...] or {"x": , "y": }.
PlanePoint pointOf(const json& entry) {
    std::optional<double> x;
    std::optional<double> y;
    if (entry.is_array() && entry.size() >= 2) {
        x = lenientNumber(entry[0]);
        y = lenientNumber(entry[1]);
    } else if (entry.is_object() && entry.contains("x") && entry.contains("y")) {
        x = lenientNumber(entry["x"]);
        y = lenientNumber(entry["y"]);
    }
    if (!x || !y) {
        throw Error("a point is not a pair of numbers");
    }
    return {std::clamp(*x, -kLargestCoordinate, kLargestCoordinate),
            std::clamp(*y, -kLargestCoordinate, kLargestCoordinate)};
}

std::vector<PlanePoint> pointsOf(const json& shape) {
    if (!shape.contains("points") || !shape["points"].is_array()) {
        throw Error("it has no list of points");
    }
    std::vector<PlanePoint> points;
    for (const json& entry : shape["points"]) {
        points.push_back(pointOf(entry));
    }
    return points;
}

LabelPlane maskOf(const json& shape, const std::vector<PlanePoint>& points, Size picture) {
    if (!shape.contains("mask") || !shape["mask"].is_string() || points.size() != 2) {
        throw Error("it has no mask or not two points");
    }
    const auto png = decodeBase64(shape["mask"].get_ref<const std::string&>());
    if (!png) {
        throw Error("its mask is not base64 text");
    }
    const Size size = readImageHeader(*png, "its mask").size;
    // A mask is a part of the picture; larger ones would cost what no picture is worth.
    if (size.width > picture.width || size.height > picture.height) {
        throw Error("its mask is larger than the picture");
    }
    StoredImage image = decodeStored(*png, "its mask");
    if (image.indices.empty()) {
        throw Error("its mask is a colour picture");
    }
    return std::move(image.indices);
}

std::string typeOf(const json& shape) {
    if (shape.contains("shape_type") && shape["shape_type"].is_string()) {
        return foldedName(shape["shape_type"].get_ref<const std::string&>());
    }
    return "polygon";
}

/// Two opposite corners, or all of them.
std::vector<PlanePoint> corners(std::vector<PlanePoint> points) {
    if (points.size() == 2) {
        return {points[0], {points[1].x, points[0].y}, points[1], {points[0].x, points[1].y}};
    }
    return points;
}

std::string_view numberText(std::size_t count) {
    constexpr std::array<std::string_view, 4> words{"no points", "one point", "two points",
                                                    "three points"};
    return words.at(std::min(count, words.size() - 1));
}

} // namespace

std::optional<double> lenientNumber(const json& value) {
    if (value.is_number()) {
        const double number = value.get<double>();
        return std::isfinite(number) ? std::optional(number) : std::nullopt;
    }
    if (!value.is_string()) {
        return std::nullopt;
    }
    const std::string_view text = trimmedNumber(value.get_ref<const std::string&>());
    double number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = status == std::errc{} && end == text.data() + text.size() && !text.empty();
    return whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<long long> lenientInteger(const json& value) {
    constexpr double exact = 9007199254740992.0; // 2^53
    if (value.is_number_integer() && !value.is_number_unsigned()) {
        return value.get<long long>();
    }
    const auto number = lenientNumber(value);
    const bool whole = number && std::abs(*number) <= exact && std::trunc(*number) == *number;
    return whole ? std::optional(static_cast<long long>(*number)) : std::nullopt;
}

std::string shapeLabel(const json& shape) {
    if (!shape.is_object() || !shape.contains("label") || shape["label"].is_null()) {
        throw Error("it has no label");
    }
    const json& label = shape["label"];
    if (label.is_string()) {
        return label.get<std::string>();
    }
    if (!label.is_number()) {
        throw Error("its label is no text");
    }
    const auto whole = lenientInteger(label);
    return whole ? std::to_string(*whole) : label.dump();
}

ShapeOutline shapeOutline(const json& shape, Size picture) {
    using Kind = ShapeOutline::Kind;
    const std::string type = typeOf(shape);
    ShapeOutline outline{Kind::Polygon, pointsOf(shape), {}};
    const std::size_t count = outline.points.size();
    const auto need = [&](std::size_t least) {
        if (count < least) {
            throw Error("a " + type + " of " + std::string(numberText(count)));
        }
    };
    if (type == "polygon" || type == "rotation" || type == "quadrilateral") {
        need(3);
    } else if (type == "rectangle") {
        need(2);
        if (count == 3) {
            throw Error("a rectangle of three points");
        }
        outline.points = corners(std::move(outline.points));
    } else if (type == "circle") {
        need(2);
        outline.kind = Kind::Circle;
    } else if (type == "line" || type == "linestrip") {
        need(1);
        outline.kind = Kind::Stroke;
    } else if (type == "point" || type == "points") {
        need(1);
        outline.kind = Kind::Dots;
    } else if (type == "mask") {
        outline.kind = Kind::Mask;
        outline.mask = maskOf(shape, outline.points, picture);
    } else {
        throw Error("shapes of type \"" + type + "\" are not known");
    }
    return outline;
}

void drawShape(const ShapeOutline& outline, std::uint32_t value, ShapeRaster& raster) {
    const std::vector<PlanePoint>& points = outline.points;
    switch (outline.kind) {
    case ShapeOutline::Kind::Polygon:
        raster.polygon(points, value);
        return;
    case ShapeOutline::Kind::Circle:
        raster.circle(points[0], std::hypot(points[1].x - points[0].x, points[1].y - points[0].y),
                      value);
        return;
    case ShapeOutline::Kind::Stroke:
        raster.stroke(points, kStrokeRadius, value);
        return;
    case ShapeOutline::Kind::Dots:
        for (const PlanePoint& point : points) {
            raster.circle(point, kStrokeRadius, value);
        }
        return;
    case ShapeOutline::Kind::Mask:
        raster.mask(outline.mask, static_cast<int>(std::floor(points[0].x)),
                    static_cast<int>(std::floor(points[0].y)), value);
        return;
    }
}

} // namespace underpaint::imaging
