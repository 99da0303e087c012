// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "ui/canvas/pixel_block.h"

#include <cstdint>
#include <functional>
#include <map>
#include <tuple>

namespace underpaint::ui {

/// Tiles of a picture at half, quarter … size, made where they are looked at and kept. Level n
/// halves n times.
class LevelTiles {
public:
    /// Side of a tile, in pixels of its level.
    static constexpr int extent = 256;

    /// Makes the pixels of `rect`, in pixels of the level; `pixels` is the first of them.
    using Make = std::function<void(const QRect& rect, QRgb* pixels, std::ptrdiff_t stride)>;

    /// Reads what the block covers, which must lie inside of the level.
    void read(PixelBlock& block, int level, Size picture, const Make& make);
    /// Something changed in this rectangle of the picture.
    void damage(Rect picture);
    void clear() { m_tiles.clear(); }

    static Size levelSize(Size picture, int level);
    /// Pixels that were made since the start, for tests and measurements.
    long long madePixels() const { return m_made; }

private:
    struct Tile {
        PixelBlock block;
        /// To be made again, in pixels of the level.
        QRect dirty;
        std::uint64_t used = 0;
    };
    using Key = std::tuple<int, int, int>; // level, column, row

    const Tile& tile(Key key, Size picture, const Make& make);
    void forgetOldest();

    std::map<Key, Tile> m_tiles;
    std::uint64_t m_clock = 0;
    long long m_made = 0;
};

} // namespace underpaint::ui
