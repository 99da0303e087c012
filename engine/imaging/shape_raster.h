// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// A place in continuous pixel coordinates: pixel (x, y) covers [x, x + 1) x [y, y + 1).
struct PlanePoint {
    double x = 0;
    double y = 0;
};

/// Paints filled shapes into a map of shape numbers: a pixel whose centre lies inside gets the
/// value. Coordinates may be anything finite. The total work is bounded: hostile files with
/// thousands of shapes over the whole picture end in an Error that names `where`.
class ShapeRaster {
public:
    ShapeRaster(Size size, std::string where);

    /// Even-odd rule; the last point joins the first.
    void polygon(std::span<const PlanePoint> points, std::uint32_t value);
    void circle(PlanePoint centre, double radius, std::uint32_t value);
    /// A stroke with round ends along the points.
    void stroke(std::span<const PlanePoint> points, double radius, std::uint32_t value);
    /// The non-zero pixels of a mask with its upper left pixel at (x, y).
    void mask(const LabelPlane& mask, int x, int y, std::uint32_t value);

    const Plane<std::uint32_t>& shapes() const { return m_shapes; }

private:
    void spend(long long steps);
    void span(int y, double left, double right, std::uint32_t value);

    Plane<std::uint32_t> m_shapes;
    std::string m_where;
    long long m_budget = 0;
};

} // namespace underpaint::imaging
