// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/level_tiles.h"

#include <algorithm>

namespace underpaint::ui {

namespace {

/// Tiles in memory: 160 MiB of pixels, what a screen of 4K shows and more.
constexpr std::size_t mostTiles = 640;

int roundedUp(int value, int shift) {
    return (value + (1 << shift) - 1) >> shift;
}

QRect placeOf(int column, int row) {
    return {column * LevelTiles::extent, row * LevelTiles::extent, LevelTiles::extent,
            LevelTiles::extent};
}

} // namespace

Size LevelTiles::levelSize(Size picture, int level) {
    return {roundedUp(picture.width, level), roundedUp(picture.height, level)};
}

void LevelTiles::damage(Rect picture) {
    for (auto& [key, tile] : m_tiles) {
        const auto [level, column, row] = key;
        const QRect scaled(
            QPoint(picture.x >> level, picture.y >> level),
            QPoint(roundedUp(picture.right(), level) - 1, roundedUp(picture.bottom(), level) - 1));
        tile.dirty = tile.dirty.united(placeOf(column, row).intersected(scaled));
    }
}

void LevelTiles::read(PixelBlock& block, int level, Size picture, const Make& make) {
    const QRect& rect = block.rect();
    for (int row = rect.top() / extent; row <= rect.bottom() / extent; ++row) {
        for (int column = rect.left() / extent; column <= rect.right() / extent; ++column) {
            const PixelBlock& from = tile({level, column, row}, picture, make).block;
            const QRect part = from.rect().intersected(rect);
            for (int y = part.top(); y <= part.bottom(); ++y) {
                std::copy_n(from.row(y) + (part.left() - from.rect().left()), part.width(),
                            block.row(y) + (part.left() - rect.left()));
            }
        }
    }
    forgetOldest();
}

const LevelTiles::Tile& LevelTiles::tile(Key key, Size picture, const Make& make) {
    const auto [level, column, row] = key;
    Tile& found = m_tiles[key];
    if (found.used == 0) {
        found.block.reset(placeOf(column, row));
        found.dirty = found.block.rect();
    }
    const Size size = levelSize(picture, level);
    found.dirty = found.dirty.intersected(QRect(0, 0, size.width, size.height));
    if (!found.dirty.isEmpty()) {
        make(found.dirty,
             found.block.row(found.dirty.top()) + (found.dirty.left() - found.block.rect().left()),
             found.block.stride());
        m_made += found.dirty.width() * static_cast<long long>(found.dirty.height());
        found.dirty = {};
    }
    found.used = ++m_clock;
    return found;
}

void LevelTiles::forgetOldest() {
    while (m_tiles.size() > mostTiles) {
        const auto oldest =
            std::min_element(m_tiles.begin(), m_tiles.end(), [](const auto& a, const auto& b) {
                return a.second.used < b.second.used;
            });
        m_tiles.erase(oldest);
    }
}

} // namespace underpaint::ui
