// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/shape_raster.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

namespace underpaint::imaging {

namespace {

/// How often shapes may cover the whole picture in sum, and the bound for any picture.
constexpr long long kCoverings = 512;
constexpr long long kLargestBudget = 1LL << 33;

/// The first pixel whose centre lies at or beyond `edge`, within [0, extent].
int firstCentre(double edge, int extent) {
    const double pixel = std::ceil(edge - 0.5);
    if (!(pixel > 0)) {
        return 0;
    }
    return static_cast<int>(std::min(pixel, static_cast<double>(extent)));
}

/// One side of a polygon, upper end first; horizontal ones are left out.
struct Edge {
    int firstRow = 0;
    int endRow = 0;
    double x = 0;
    double y = 0;
    double slope = 0;

    double crossing(int row) const { return x + (row + 0.5 - y) * slope; }
};

std::vector<Edge> edgesOf(std::span<const PlanePoint> points, int height) {
    std::vector<Edge> edges;
    for (std::size_t i = 0; i < points.size(); ++i) {
        PlanePoint a = points[i];
        PlanePoint b = points[(i + 1) % points.size()];
        if (a.y > b.y) {
            std::swap(a, b);
        }
        const int first = firstCentre(a.y, height);
        const int end = firstCentre(b.y, height);
        if (first < end) {
            edges.push_back({first, end, a.x, a.y, (b.x - a.x) / (b.y - a.y)});
        }
    }
    std::sort(edges.begin(), edges.end(),
              [](const Edge& a, const Edge& b) { return a.firstRow < b.firstRow; });
    return edges;
}

} // namespace

ShapeRaster::ShapeRaster(Size size, std::string where)
    : m_shapes(size.width, size.height),
      m_where(std::move(where)),
      m_budget(std::min(kLargestBudget, kCoverings * size.area() + (1LL << 24))) {}

void ShapeRaster::spend(long long steps) {
    m_budget -= steps;
    if (m_budget < 0) {
        throw Error("the shapes cover the picture far too many times", m_where,
                    "Remove shapes that lie on top of each other");
    }
}

void ShapeRaster::span(int y, double left, double right, std::uint32_t value) {
    const int begin = firstCentre(left, m_shapes.width());
    const int end = firstCentre(right, m_shapes.width());
    if (begin < end) {
        const auto row = m_shapes.row(y);
        std::fill(row.begin() + begin, row.begin() + end, value);
        spend(end - begin);
    }
}

void ShapeRaster::polygon(std::span<const PlanePoint> points, std::uint32_t value) {
    const std::vector<Edge> edges = edgesOf(points, m_shapes.height());
    spend(static_cast<long long>(points.size()));
    if (edges.empty()) {
        return;
    }
    std::vector<const Edge*> active;
    std::vector<double> crossings;
    std::size_t next = 0;
    for (int y = edges.front().firstRow; y < m_shapes.height(); ++y) {
        std::erase_if(active, [y](const Edge* edge) { return edge->endRow <= y; });
        for (; next < edges.size() && edges[next].firstRow == y; ++next) {
            active.push_back(&edges[next]);
        }
        if (active.empty() && next == edges.size()) {
            return;
        }
        crossings.clear();
        for (const Edge* edge : active) {
            crossings.push_back(edge->crossing(y));
        }
        spend(static_cast<long long>(active.size()) + 1);
        std::sort(crossings.begin(), crossings.end());
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
            span(y, crossings[i], crossings[i + 1], value);
        }
    }
}

void ShapeRaster::circle(PlanePoint centre, double radius, std::uint32_t value) {
    const int first = firstCentre(centre.y - radius, m_shapes.height());
    const int end = firstCentre(centre.y + radius, m_shapes.height());
    spend(end - first + 1);
    for (int y = first; y < end; ++y) {
        const double offset = y + 0.5 - centre.y;
        const double half = std::sqrt(std::max(0.0, radius * radius - offset * offset));
        span(y, centre.x - half, centre.x + half, value);
    }
}

void ShapeRaster::stroke(std::span<const PlanePoint> points, double radius, std::uint32_t value) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        circle(points[i], radius, value);
        if (i == 0) {
            continue;
        }
        const PlanePoint a = points[i - 1];
        const PlanePoint b = points[i];
        const double length = std::hypot(b.x - a.x, b.y - a.y);
        if (!(length > 0) || !std::isfinite(length)) {
            continue;
        }
        const double dx = (b.y - a.y) / length * radius;
        const double dy = (a.x - b.x) / length * radius;
        const std::array<PlanePoint, 4> sides{{{a.x + dx, a.y + dy},
                                               {b.x + dx, b.y + dy},
                                               {b.x - dx, b.y - dy},
                                               {a.x - dx, a.y - dy}}};
        polygon(sides, value);
    }
}

void ShapeRaster::mask(const LabelPlane& mask, int x, int y, std::uint32_t value) {
    const Rect inside = Rect{x, y, mask.width(), mask.height()}.intersected(
        {0, 0, m_shapes.width(), m_shapes.height()});
    spend(1LL * inside.width * inside.height + 1);
    for (int row = inside.y; row < inside.bottom(); ++row) {
        for (int column = inside.x; column < inside.right(); ++column) {
            if (mask.at(column - x, row - y) != 0) {
                m_shapes.at(column, row) = value;
            }
        }
    }
}

} // namespace underpaint::imaging
