// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/scene/edit.h"
#include "engine/scene/row_pieces.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <set>
#include <vector>

namespace underpaint::scene {

/// Pixels (x, y) … (x + length - 1, y).
struct PixelSpan {
    int x = 0;
    int y = 0;
    int length = 0;

    friend bool operator==(const PixelSpan&, const PixelSpan&) = default;
};

/// What painting writes: a class and the instance that the pixels belong to.
struct PaintValue {
    std::uint16_t label = 0;
    std::uint32_t instance = 0;

    friend bool operator==(const PaintValue&, const PaintValue&) = default;
};

/// Pixels that now have one of these labels are not painted over.
using ProtectedLabels = std::set<std::uint16_t>;

/// Sorted by row and column, clipped to the map, without overlaps or touching neighbours.
std::vector<PixelSpan> normalised(std::vector<PixelSpan> spans, Rect bounds);

/// All cells of a map that hold one value, as normalised spans.
/// @{
std::vector<PixelSpan> spansOf(const LabelMap& map, std::uint16_t value);
std::vector<PixelSpan> spansOf(const InstanceMap& map, std::uint32_t value);
/// @}

/// The edit that gives all pixels of the spans one value. Spans may overlap and leave the map.
/// Throws Error when the label is not in the scene's set.
Edit paintSpans(const SceneState& scene, std::vector<PixelSpan> spans, PaintValue value,
                const ProtectedLabels& locked = {}, std::uint64_t gesture = 0);

} // namespace underpaint::scene
