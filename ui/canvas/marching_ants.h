// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/pixel_selection.h"
#include "engine/scene/tiled_map.h"

#include <QImage>
#include <QPoint>
#include <QRect>
#include <QRegion>
#include <QTransform>

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace underpaint::ui {

/// The moving border of the selected pixels. Border pixels are found once a view and kept by cells,
/// so that a step of the animation redraws no more than those cells, and a pan finds no more than
/// what came into view.
class MarchingAnts {
public:
    /// Side of a cell, in device pixels.
    static constexpr int cell = 64;

    void setSelection(const scene::PixelSelection& selection, Size map);
    bool empty() const { return !m_any; }
    /// Finds the border in `rect` of this pane (device pixels) again.
    void find(std::size_t pane, const QRect& rect, const QTransform& deviceToMap);
    void forget() { m_panes.clear(); }
    /// The pane's picture moved by device pixels; what left the pane is forgotten.
    void scroll(std::size_t pane, QPoint by, const QRect& area);
    void step() { ++m_phase; }
    /// Device pixels that change with the next step.
    QRegion region() const;
    /// Draws those in `rect` of the frame (RGB32).
    void draw(QImage& frame, const QRect& rect) const;

private:
    /// By row and column of the cell; points and cells move with the picture.
    using Cells = std::map<std::pair<int, int>, std::vector<QPoint>>;
    struct Pane {
        /// Where the cells' origin is in the frame.
        QPoint origin;
        Cells cells;
    };
    static QRect placeOf(const Pane& pane, const std::pair<int, int>& rowAndColumn);
    static void eraseIn(Pane& pane, const QRect& rect, bool inside);

    scene::TiledMap<std::uint8_t> m_mask;
    bool m_any = false;
    int m_phase = 0;
    std::map<std::size_t, Pane> m_panes;
};

} // namespace underpaint::ui
