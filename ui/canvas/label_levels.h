// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"
#include "ui/canvas/label_colours.h"
#include "ui/canvas/level_tiles.h"
#include "ui/canvas/pixel_block.h"

namespace underpaint::ui {

/// The coloured label map at full, half, quarter … size. The smaller ones are kept in tiles; a
/// change of the map colours only the changed part of the tiles again.
class LabelLevels {
public:
    /// Reads what the block covers, in pixels of the level, inside of which it must lie.
    void read(PixelBlock& block, int level, const scene::SceneState& scene,
              const LabelColours& colours);
    /// Something changed in this rectangle of the map.
    void damage(Rect map) { m_tiles.damage(map); }
    void clear() { m_tiles.clear(); }

    /// Of small levels, since the start, for tests and measurements.
    long long colouredPixels() const { return m_tiles.madePixels(); }

private:
    LevelTiles m_tiles;
};

} // namespace underpaint::ui
