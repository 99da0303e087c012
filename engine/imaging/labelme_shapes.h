// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/shape_raster.h"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// The geometry of one shape of a labelme document, found drawable.
struct ShapeOutline {
    enum class Kind { Polygon, Circle, Stroke, Dots, Mask };

    Kind kind = Kind::Polygon;
    std::vector<PlanePoint> points;
    LabelPlane mask; ///< its upper left pixel at the first point
};

/// Reads the geometry of a shape in a picture of this size: shape types polygon, rectangle,
/// rotation and quadrilateral (corners), circle, line, linestrip, point(s) and mask. Numbers may be
/// text, points may have more than two or be {"x": , "y": }. Throws Error that says what is odd.
ShapeOutline shapeOutline(const nlohmann::json& shape, Size picture);

/// Paints the pixels of an outline with a number.
void drawShape(const ShapeOutline& outline, std::uint32_t value, ShapeRaster& raster);

/// The label as text; a number is its digits. Throws Error when there is none.
std::string shapeLabel(const nlohmann::json& shape);

/// A number that is one, or is written as text ("64", "64.0"); nothing where it is not finite.
std::optional<double> lenientNumber(const nlohmann::json& value);
/// The same where it is whole.
std::optional<long long> lenientInteger(const nlohmann::json& value);

} // namespace underpaint::imaging
