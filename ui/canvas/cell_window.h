// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "ui/canvas/pixel_walk.h"

#include <QRect>
#include <QTransform>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace underpaint::ui {

/// The cells of a map that the pixels of a rectangle, and those around it, come from: one of the
/// map for each pixel of the screen, to find borders as the screen shows them.
template<class Map>
class CellWindow {
public:
    using Cell = typename Map::value_type;

    /// `outside` stands for what is not in the map.
    CellWindow(const Map& map, const QRect& rect, const QTransform& mapFromScreen, Cell outside)
        : m_rect(rect.adjusted(-1, -1, 1, 1)),
          m_cells(static_cast<std::size_t>(m_rect.width()) *
                      static_cast<std::size_t>(m_rect.height()),
                  outside) {
        if (isTurned(mapFromScreen)) {
            readTurned(map, mapFromScreen);
        } else {
            readStraight(map, mapFromScreen);
        }
    }

    /// The cells of a row; the one before the first is that of the pixel left of the rectangle.
    const Cell* row(int y) const { return m_cells.data() + offset(y) + 1; }
    std::ptrdiff_t stride() const { return m_rect.width(); }

private:
    std::ptrdiff_t offset(int y) const {
        return static_cast<std::ptrdiff_t>(y - m_rect.top()) * m_rect.width();
    }

    void readStraight(const Map& map, const QTransform& mapFromScreen) {
        const RowRange range = rangeOf(m_rect, mapFromScreen, toFixed(map.width()));
        if (range.empty()) {
            return;
        }
        const int mapX = wholePart(range.at(range.first));
        const int last = wholePart(range.at(range.end - 1));
        std::vector<Cell> cells(static_cast<std::size_t>(last - mapX + 1));
        int read = -1;
        for (int y = m_rect.top(); y <= m_rect.bottom(); ++y) {
            const int mapY = wholePart(sourceRow(mapFromScreen, y));
            if (mapY < 0 || mapY >= map.height()) {
                continue;
            }
            Cell* out = m_cells.data() + offset(y) + (range.first - m_rect.left());
            const int count = range.end - range.first;
            if (mapY == read) {
                std::copy_n(out - m_rect.width(), count, out);
                continue;
            }
            map.readRow(mapX, mapY, cells);
            read = mapY;
            Fixed u = range.at(range.first) - toFixed(mapX);
            for (int x = 0; x < count; ++x, u += range.step) {
                out[x] = cells[static_cast<std::size_t>(wholePart(u))];
            }
        }
    }

    void readTurned(const Map& map, const QTransform& mapFromScreen) {
        const QRect box = mapFromScreen.mapRect(QRectF(m_rect))
                              .toAlignedRect()
                              .adjusted(-1, -1, 1, 1)
                              .intersected(QRect(0, 0, map.width(), map.height()));
        if (box.isEmpty()) {
            return;
        }
        // One copy of the neighbourhood, unless most of it would be skipped.
        constexpr long long sparse = 6;
        const bool copied = box.width() * static_cast<long long>(box.height()) <=
                            sparse * static_cast<long long>(m_cells.size());
        const Plane<Cell> plane =
            copied ? map.read({box.x(), box.y(), box.width(), box.height()}) : Plane<Cell>();
        const Cell* cells = plane.data();
        for (int y = m_rect.top(); y <= m_rect.bottom(); ++y) {
            Cell* out = m_cells.data() + offset(y);
            walkRow(m_rect, y, mapFromScreen, [&](int x, Fixed u, Fixed v) {
                const int mapX = wholePart(u);
                const int mapY = wholePart(v);
                if (inside(mapX, mapY, map.width(), map.height())) {
                    const auto cell =
                        (mapY - box.y()) * std::ptrdiff_t{box.width()} + mapX - box.x();
                    out[x - m_rect.left()] = copied ? cells[cell] : map.at(mapX, mapY);
                }
            });
        }
    }

    QRect m_rect;
    std::vector<Cell> m_cells;
};

} // namespace underpaint::ui
