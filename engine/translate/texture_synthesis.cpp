// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/texture_synthesis.h"

#include "engine/translate/texture_pyramid.h"

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

/// Of each level.
constexpr int passes = 3;
constexpr float crowding = 60;
/// How much of the photo stays in a level while it is searched, so that its light and shapes do.
/// @{
constexpr double coarseAnchor = 0.25;
constexpr double fineAnchor = 0.1;
/// @}

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
    std::vector<PatchPicture> queries = texturePyramid(task.photo, task.kinds);
    const std::vector<PatchPicture>& keys = task.sheet;
    const auto levels = static_cast<int>(std::min(queries.size(), keys.size()));
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
