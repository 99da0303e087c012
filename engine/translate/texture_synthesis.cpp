// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/texture_synthesis.h"

#include "engine/imaging/resize.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace underpaint::translate {

namespace {

using kernels::PatchField;
using kernels::PatchPicture;
using kernels::PatchSearch;

/// Shorter side of the coarsest level, at least; it decides how large the things are that are
/// composed anew.
constexpr int coarsestSide = 20;
/// Of each level.
constexpr int passes = 3;
constexpr float crowding = 60;
/// How much of the photo stays in a level while it is searched, so that its light and shapes do.
/// @{
constexpr double coarseAnchor = 0.25;
constexpr double fineAnchor = 0.1;
/// @}

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

/// From the finest to the coarsest.
std::vector<PatchPicture> pyramid(const Image& photo, const InstancePlane& kinds, int levels) {
    std::vector<PatchPicture> pictures;
    Image colours = photo;
    InstancePlane those = kinds;
    for (int level = 0; level < levels; ++level) {
        if (level > 0) {
            const Size size = half(colours.size());
            colours = imaging::resizeBilinear(colours, size);
            those = imaging::resizeNearest(those, size);
        }
        pictures.push_back(patchesOf(colours, those));
    }
    return pictures;
}

int levelsOf(Size photo, Size sheet) {
    const int side = std::min({photo.width, photo.height, sheet.width, sheet.height});
    int levels = 1;
    while ((side >> levels) >= coarsestSide) {
        ++levels;
    }
    return levels;
}

/// Where the search begins, in the coarsest level.
PatchField firstField(const TextureTask& task, const PatchSearch& search, int step) {
    PatchField field;
    for (int y = 0; y < search.query.height(); ++y) {
        for (int x = 0; x < search.query.width(); ++x) {
            const Point from = task.begin({std::min(x * step + step / 2, task.photo.width() - 1),
                                           std::min(y * step + step / 2, task.photo.height() - 1)});
            const int keyX = std::clamp(from.x / step, 0, search.key.width() - 1);
            const int keyY = std::clamp(from.y / step, 0, search.key.height() - 1);
            field.keys.push_back(keyY * search.key.width() + keyX);
        }
    }
    return field;
}

void keepPart(const PatchPicture& original, double share, PatchPicture& picture) {
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            for (int c = 0; c < 3; ++c) {
                picture.at(x, y)[c] = static_cast<std::uint8_t>(
                    std::lround(picture.at(x, y)[c] * (1 - share) + original.at(x, y)[c] * share));
            }
        }
    }
}

} // namespace

PatchPicture synthesised(const TextureTask& task, const kernels::Parallel& parallel) {
    const int levels = levelsOf(task.photo.size(), task.sheet.size());
    std::vector<PatchPicture> queries = pyramid(task.photo, task.photoKinds, levels);
    const std::vector<PatchPicture> keys = pyramid(task.sheet, task.sheetKinds, levels);
    PatchField field;
    for (int level = levels - 1; level >= 0; --level) {
        const auto at = static_cast<std::size_t>(level);
        PatchPicture& query = queries[at];
        const PatchPicture original = query;
        PatchSearch search{.query = query, .key = keys[at], .crowding = crowding};
        const bool coarsest = level == levels - 1;
        if (coarsest) {
            field = firstField(task, search, 1 << level);
            kernels::completeField(search, field);
        } else {
            field =
                kernels::enlarged(field, {.query = queries[at + 1], .key = keys[at + 1]}, search);
            kernels::completeField(search, field);
            kernels::vote(search, field, query, parallel);
            query.mirrorBorder();
        }
        for (int pass = 0; pass < passes; ++pass) {
            search.seed = static_cast<std::uint64_t>(level * passes + pass) * 100;
            kernels::improve(search, field, parallel);
            kernels::vote(search, field, query, parallel);
            if (level > 0 || pass < passes - 1) {
                keepPart(original, coarsest ? coarseAnchor : fineAnchor, query);
            }
            query.mirrorBorder();
        }
    }
    return std::move(queries.front());
}

} // namespace underpaint::translate
