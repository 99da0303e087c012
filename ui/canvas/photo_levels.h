// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "ui/canvas/level_tiles.h"
#include "ui/canvas/pixel_block.h"

#include <QImage>

namespace underpaint::ui {

/// A photo at full, half, quarter … size. It is shared, not copied; the smaller ones are averaged
/// in tiles where they are looked at, so that a new photo costs what is seen of it.
class PhotoLevels {
public:
    void setPhoto(const QImage& photo);
    bool empty() const { return m_photo.isNull(); }
    Size size() const { return {m_photo.width(), m_photo.height()}; }

    /// Reads what the block covers, in pixels of the level, inside of which it must lie. Opaque.
    void read(PixelBlock& block, int level);

private:
    QImage m_photo;
    LevelTiles m_tiles;
};

} // namespace underpaint::ui
