// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/superpixels.h"

#include "engine/base/error.h"
#include "engine/imaging/lab_colours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace underpaint::imaging {

namespace {

constexpr std::uint32_t noPatch = std::numeric_limits<std::uint32_t>::max();

struct Centre {
    float x = 0;
    float y = 0;
    std::array<float, 3> colour{};
};

float gradientAt(const Plane<float>& lab, int x, int y) {
    float sum = 0;
    for (int c = 0; c < 3; ++c) {
        const float across = lab.at(x + 1, y, c) - lab.at(x - 1, y, c);
        const float down = lab.at(x, y + 1, c) - lab.at(x, y - 1, c);
        sum += across * across + down * down;
    }
    return sum;
}

/// On a grid, each moved to the flattest pixel around so that none begins on an outline.
std::vector<Centre> firstCentres(const Plane<float>& lab, int spacing) {
    const auto steps = [spacing](int extent) {
        return std::max(1, static_cast<int>(std::lround(static_cast<double>(extent) / spacing)));
    };
    const int columns = steps(lab.width());
    const int rows = steps(lab.height());
    std::vector<Centre> centres;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const int x = static_cast<int>((column + 0.5) * lab.width() / columns);
            const int y = static_cast<int>((row + 0.5) * lab.height() / rows);
            int bestX = x;
            int bestY = y;
            float flattest = std::numeric_limits<float>::max();
            for (int v = std::max(1, y - 1); v <= std::min(lab.height() - 2, y + 1); ++v) {
                for (int u = std::max(1, x - 1); u <= std::min(lab.width() - 2, x + 1); ++u) {
                    const float gradient = gradientAt(lab, u, v);
                    if (gradient < flattest) {
                        flattest = gradient;
                        bestX = u;
                        bestY = v;
                    }
                }
            }
            centres.push_back(
                {static_cast<float>(bestX),
                 static_cast<float>(bestY),
                 {lab.at(bestX, bestY, 0), lab.at(bestX, bestY, 1), lab.at(bestX, bestY, 2)}});
        }
    }
    return centres;
}

/// Gives every pixel to the nearest centre within twice the spacing.
void assign(const Plane<float>& lab, const std::vector<Centre>& centres, int spacing,
            float closeness, Plane<std::uint32_t>& ids, std::vector<float>& distances) {
    std::fill(distances.begin(), distances.end(), std::numeric_limits<float>::max());
    for (std::size_t k = 0; k < centres.size(); ++k) {
        const Centre& centre = centres[k];
        const int left = std::max(0, static_cast<int>(centre.x) - spacing);
        const int right = std::min(lab.width() - 1, static_cast<int>(centre.x) + spacing);
        const int top = std::max(0, static_cast<int>(centre.y) - spacing);
        const int bottom = std::min(lab.height() - 1, static_cast<int>(centre.y) + spacing);
        for (int y = top; y <= bottom; ++y) {
            const float dy = static_cast<float>(y) - centre.y;
            for (int x = left; x <= right; ++x) {
                const float dx = static_cast<float>(x) - centre.x;
                float distance = closeness * (dx * dx + dy * dy);
                for (int c = 0; c < 3; ++c) {
                    const float d = lab.at(x, y, c) - centre.colour.at(static_cast<std::size_t>(c));
                    distance += d * d;
                }
                const auto i = static_cast<std::size_t>(y) * static_cast<std::size_t>(lab.width()) +
                               static_cast<std::size_t>(x);
                if (distance < distances[i]) {
                    distances[i] = distance;
                    ids.values()[i] = static_cast<std::uint32_t>(k);
                }
            }
        }
    }
}

void moveCentres(const Plane<float>& lab, const Plane<std::uint32_t>& ids,
                 std::vector<Centre>& centres) {
    std::vector<std::array<double, 6>> sums(centres.size());
    for (int y = 0; y < lab.height(); ++y) {
        for (int x = 0; x < lab.width(); ++x) {
            const std::uint32_t id = ids.at(x, y);
            if (id != noPatch) {
                std::array<double, 6>& sum = sums[id];
                sum[0] += 1;
                sum[1] += x;
                sum[2] += y;
                for (int c = 0; c < 3; ++c) {
                    sum.at(static_cast<std::size_t>(c) + 3) += lab.at(x, y, c);
                }
            }
        }
    }
    for (std::size_t k = 0; k < centres.size(); ++k) {
        const std::array<double, 6>& sum = sums[k];
        if (sum[0] > 0) {
            const auto mean = [&](std::size_t i) { return static_cast<float>(sum.at(i) / sum[0]); };
            centres[k] = {mean(1), mean(2), {mean(3), mean(4), mean(5)}};
        }
    }
}

/// Numbers the connected parts anew; those of fewer than `least` pixels get the number of the part
/// before or above them.
Superpixels connected(const Plane<std::uint32_t>& ids, std::size_t least) {
    Superpixels result;
    result.ids = Plane<std::uint32_t>(ids.width(), ids.height(), noPatch);
    std::vector<Point> part;
    constexpr std::array<Point, 4> around{{{-1, 0}, {0, -1}, {1, 0}, {0, 1}}};
    for (int y = 0; y < ids.height(); ++y) {
        for (int x = 0; x < ids.width(); ++x) {
            if (result.ids.at(x, y) != noPatch) {
                continue;
            }
            std::uint32_t neighbour = noPatch;
            if (x > 0) {
                neighbour = result.ids.at(x - 1, y);
            } else if (y > 0) {
                neighbour = result.ids.at(x, y - 1);
            }
            part.assign(1, {x, y});
            result.ids.at(x, y) = result.count;
            for (std::size_t next = 0; next < part.size(); ++next) {
                for (const Point& step : around) {
                    const Point at{part[next].x + step.x, part[next].y + step.y};
                    const bool inside =
                        at.x >= 0 && at.y >= 0 && at.x < ids.width() && at.y < ids.height();
                    if (inside && result.ids.at(at.x, at.y) == noPatch &&
                        ids.at(at.x, at.y) == ids.at(x, y)) {
                        result.ids.at(at.x, at.y) = result.count;
                        part.push_back(at);
                    }
                }
            }
            if (part.size() < least && neighbour != noPatch) {
                for (const Point& at : part) {
                    result.ids.at(at.x, at.y) = neighbour;
                }
            } else {
                ++result.count;
            }
        }
    }
    return result;
}

} // namespace

Superpixels superpixels(const Image& photo, const SuperpixelOptions& options) {
    if (photo.empty() || photo.channels() != 3) {
        throw Error("superpixels are made of RGB photos");
    }
    if (options.spacing < 2 || !(options.compactness > 0)) {
        throw Error("superpixels need a spacing of 2 pixels at least and a compactness above 0");
    }
    const Plane<float> lab = toLab(photo);
    std::vector<Centre> centres = firstCentres(lab, options.spacing);
    const auto ratio = static_cast<float>(options.compactness / options.spacing);
    Plane<std::uint32_t> ids(photo.width(), photo.height(), noPatch);
    std::vector<float> distances(ids.values().size());
    constexpr int rounds = 10;
    for (int i = 0; i < rounds; ++i) {
        // A grid that does not divide the photo has wider gaps than the spacing.
        assign(lab, centres, 2 * options.spacing, ratio * ratio, ids, distances);
        moveCentres(lab, ids, centres);
    }
    const auto usual =
        static_cast<std::size_t>(options.spacing) * static_cast<std::size_t>(options.spacing);
    return connected(ids, usual / 4);
}

} // namespace underpaint::imaging
