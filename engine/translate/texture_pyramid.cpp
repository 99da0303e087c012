// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/texture_pyramid.h"

#include "engine/imaging/resize.h"

#include <algorithm>
#include <cstdint>

namespace underpaint::translate {

namespace {

using kernels::PatchPicture;

/// It decides how large the things are that are composed anew.
constexpr int coarsestSide = 20;

Size half(Size size) {
    return {(size.width + 1) / 2, (size.height + 1) / 2};
}

/// Pixels to the next one of another kind, at most `most`.
Plane<std::uint8_t> distancesToOthers(const InstancePlane& kinds, int most) {
    const int width = kinds.width();
    const int height = kinds.height();
    Plane<std::uint8_t> distance(width, height, static_cast<std::uint8_t>(most));
    const auto closer = [&](int x, int y, int otherX, int otherY) {
        if (otherX < 0 || otherY < 0 || otherX >= width || otherY >= height) {
            return;
        }
        const int by = kinds.at(x, y) == kinds.at(otherX, otherY)
                           ? std::min(most, distance.at(otherX, otherY) + 1)
                           : 0;
        distance.at(x, y) = static_cast<std::uint8_t>(std::min<int>(distance.at(x, y), by));
    };
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            closer(x, y, x - 1, y);
            closer(x, y, x, y - 1);
        }
    }
    for (int y = height - 1; y >= 0; --y) {
        for (int x = width - 1; x >= 0; --x) {
            closer(x, y, x + 1, y);
            closer(x, y, x, y + 1);
        }
    }
    return distance;
}

/// Beside colours, borders of classes are to lie alike: they are in the fourth byte.
PatchPicture patchesOf(const Image& photo, const InstancePlane& kinds) {
    constexpr int far = 6;
    constexpr int weight = 20;
    const Plane<std::uint8_t> distances = distancesToOthers(kinds, far);
    PatchPicture picture(photo.width(), photo.height());
    std::copy(kinds.values().begin(), kinds.values().end(), picture.kinds.begin());
    for (int y = 0; y < photo.height(); ++y) {
        for (int x = 0; x < photo.width(); ++x) {
            std::uint8_t* pixel = picture.at(x, y);
            for (int c = 0; c < 3; ++c) {
                pixel[c] = photo.at(x, y, c);
            }
            pixel[3] = static_cast<std::uint8_t>(distances.at(x, y) * weight);
        }
    }
    picture.mirrorBorder();
    return picture;
}

} // namespace

std::vector<PatchPicture> texturePyramid(const Image& picture, const InstancePlane& kinds) {
    std::vector<PatchPicture> levels{patchesOf(picture, kinds)};
    Image colours = picture;
    InstancePlane those = kinds;
    while (std::min(colours.width(), colours.height()) >= 2 * coarsestSide) {
        const Size size = half(colours.size());
        colours = imaging::resizeBilinear(colours, size);
        those = imaging::resizeNearest(those, size);
        levels.push_back(patchesOf(colours, those));
    }
    return levels;
}

} // namespace underpaint::translate
