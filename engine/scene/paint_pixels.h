// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/scene/label_set.h"
#include "engine/scene/tiled_map.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace underpaint::scene {

/// `length` cells of a row, from (x, y) to the right, that get one value.
template<class T>
struct PaintRun {
    std::int32_t x = 0;
    std::int32_t y = 0;
    std::int32_t length = 0;
    T value = {};

    std::int32_t right() const { return x + length; }
    friend bool operator==(const PaintRun&, const PaintRun&) = default;
};

using LabelRun = PaintRun<std::uint16_t>;
using InstanceRun = PaintRun<std::uint32_t>;

/// The edit that paints. Each list is canonical: sorted by row and column, runs do not overlap,
/// are not empty, and neighbours of one value are one run. Labels and instances may cover
/// different pixels. The old values are in the inverse only, which is of the same kind.
struct PaintPixels {
    std::vector<LabelRun> labels;
    std::vector<InstanceRun> instances;

    bool empty() const { return labels.empty() && instances.empty(); }
    std::size_t byteSize() const;
    /// Makes this the edit that does first this, then `next`.
    void append(const PaintPixels& next);
    /// Throws Error when a run leaves the map, is out of order, or paints a label that is not in
    /// the set.
    void check(Size mapSize, const LabelSet& labelSet) const;
    /// Paints, and returns what was there before. The maps must have passed check().
    PaintPixels paint(LabelMap& labelMap, InstanceMap& instanceMap) const;

    friend bool operator==(const PaintPixels&, const PaintPixels&) = default;
};

} // namespace underpaint::scene
