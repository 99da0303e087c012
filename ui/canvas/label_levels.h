// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/scene/scene.h"
#include "ui/canvas/label_colours.h"

#include <QImage>
#include <QRect>

#include <cstdint>
#include <map>
#include <tuple>

namespace underpaint::ui {

/// The coloured label map at half, quarter … size, made in tiles where it is looked at. A change
/// of the map colours only the changed part of the tiles again. Level n halves n times.
class LabelLevels {
public:
    /// Side of a tile, in pixels of its level.
    static constexpr int extent = 256;

    /// `rect`, in pixels of the level, must lie inside it.
    QImage region(int level, const QRect& rect, const scene::SceneState& scene,
                  const LabelColours& colours);
    /// Something changed in this rectangle of the map.
    void damage(Rect map);
    void clear() { m_tiles.clear(); }

    static Size levelSize(Size map, int level);
    /// Pixels that were coloured since the start, for tests and measurements.
    long long colouredPixels() const { return m_coloured; }

private:
    struct Tile {
        QImage image;
        /// To be coloured again, in pixels of the level.
        Rect dirty;
        std::uint64_t used = 0;
    };
    using Key = std::tuple<int, int, int>; // level, column, row

    const Tile& tile(Key key, const scene::SceneState& scene, const LabelColours& colours);
    void colour(Tile& tile, Key key, const scene::SceneState& scene, const LabelColours& colours);
    void forgetOldest();

    std::map<Key, Tile> m_tiles;
    std::uint64_t m_clock = 0;
    long long m_coloured = 0;
};

} // namespace underpaint::ui
