// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/laplacian_pyramid.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace underpaint::metrics {

namespace {

constexpr std::array<float, 5> binomial{1.0F / 16, 4.0F / 16, 6.0F / 16, 4.0F / 16, 1.0F / 16};

/// Mirrored at the middle of the border pixel: -1 -> 1, n -> n - 2.
int mirrored(int at, int extent) {
    if (extent == 1) {
        return 0;
    }
    const int period = 2 * (extent - 1);
    const int inside = ((at % period) + period) % period;
    return inside < extent ? inside : period - inside;
}

/// Filters along one axis and keeps every `step`th value.
RealPlane filteredRows(const RealPlane& plane, int step) {
    RealPlane result((plane.width() + step - 1) / step, plane.height(), plane.channels(), 0);
    for (int y = 0; y < result.height(); ++y) {
        for (int x = 0; x < result.width(); ++x) {
            for (int i = 0; i < 5; ++i) {
                const int from = mirrored(step * x + i - 2, plane.width());
                for (int c = 0; c < plane.channels(); ++c) {
                    result.at(x, y, c) +=
                        binomial[static_cast<std::size_t>(i)] * plane.at(from, y, c);
                }
            }
        }
    }
    return result;
}

RealPlane filteredColumns(const RealPlane& plane, int step) {
    RealPlane result(plane.width(), (plane.height() + step - 1) / step, plane.channels(), 0);
    for (int y = 0; y < result.height(); ++y) {
        for (int i = 0; i < 5; ++i) {
            const auto from = plane.row(mirrored(step * y + i - 2, plane.height()));
            const auto to = result.row(y);
            for (std::size_t k = 0; k < to.size(); ++k) {
                to[k] += binomial[static_cast<std::size_t>(i)] * from[k];
            }
        }
    }
    return result;
}

RealPlane halved(const RealPlane& plane) {
    return filteredColumns(filteredRows(plane, 2), 2);
}

/// Zeros between the values, then the filter, four times as strong to make up for them.
RealPlane doubled(const RealPlane& plane, Size size) {
    RealPlane spread(size.width, size.height, plane.channels(), 0);
    for (int y = 0; y < plane.height(); ++y) {
        for (int x = 0; x < plane.width(); ++x) {
            for (int c = 0; c < plane.channels(); ++c) {
                spread.at(2 * x, 2 * y, c) = 4 * plane.at(x, y, c);
            }
        }
    }
    return filteredColumns(filteredRows(spread, 1), 1);
}

} // namespace

std::vector<RealPlane> laplacianPyramid(const Image& image, int smallest) {
    RealPlane current(image.width(), image.height(), image.channels(), 0);
    std::copy(image.values().begin(), image.values().end(), current.values().begin());
    std::vector<RealPlane> levels;
    while (std::min((current.width() + 1) / 2, (current.height() + 1) / 2) >= smallest) {
        RealPlane half = halved(current);
        const RealPlane coarse = doubled(half, current.size());
        for (std::size_t i = 0; i < current.values().size(); ++i) {
            current.values()[i] -= coarse.values()[i];
        }
        levels.push_back(std::move(current));
        current = std::move(half);
    }
    levels.push_back(std::move(current));
    return levels;
}

} // namespace underpaint::metrics
