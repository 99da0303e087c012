// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/label_guide.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cstdint>

namespace underpaint::imaging {

namespace {

/// Chamfer distances: 3 a step, 4 a diagonal one.
/// @{
constexpr int stepCost = 3;
constexpr int diagonalCost = 4;
constexpr int farthest = 40 * stepCost;
/// @}

/// Scatters neighbouring numbers over the levels.
int levelOf(std::uint32_t number, int range) {
    std::uint32_t mixed = number * 2654435761U;
    mixed ^= mixed >> 15;
    return static_cast<int>(mixed % static_cast<std::uint32_t>(range));
}

/// How far each pixel is from the outline of its area, cut off.
Plane<int> depths(const LabelPlane& labels, const InstancePlane& instances) {
    const int width = labels.width();
    const int height = labels.height();
    Plane<int> depth(width, height, farthest);
    const auto pass = [&](int x, int y, int dx, int dy, int cost) {
        const int nx = x + dx;
        const int ny = y + dy;
        if (nx < 0 || ny < 0 || nx >= width || ny >= height) {
            return; // the edge of the picture is no outline
        }
        const bool same =
            labels.at(x, y) == labels.at(nx, ny) && instances.at(x, y) == instances.at(nx, ny);
        depth.at(x, y) = std::min(depth.at(x, y), same ? depth.at(nx, ny) + cost : 0);
    };
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            pass(x, y, -1, 0, stepCost);
            pass(x, y, 0, -1, stepCost);
            pass(x, y, -1, -1, diagonalCost);
            pass(x, y, 1, -1, diagonalCost);
        }
    }
    for (int y = height - 1; y >= 0; --y) {
        for (int x = width - 1; x >= 0; --x) {
            pass(x, y, 1, 0, stepCost);
            pass(x, y, 0, 1, stepCost);
            pass(x, y, 1, 1, diagonalCost);
            pass(x, y, -1, 1, diagonalCost);
        }
    }
    return depth;
}

} // namespace

Image labelGuide(const LabelPlane& labels, const InstancePlane& instances) {
    if (labels.size() != instances.size() || labels.empty()) {
        throw Error("the maps of a frame have different sizes");
    }
    constexpr int darkest = 20;
    constexpr int ofClass = 140;
    constexpr int ofInstance = 24;
    constexpr int ofDepth = 60;
    const Plane<int> depth = depths(labels, instances);
    Image guide(labels.width(), labels.height());
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            const int level = darkest + levelOf(labels.at(x, y) + 1U, ofClass) +
                              levelOf(instances.at(x, y), ofInstance) +
                              depth.at(x, y) * ofDepth / farthest;
            guide.at(x, y) = static_cast<std::uint8_t>(std::min(level, 255));
        }
    }
    return guide;
}

} // namespace underpaint::imaging
