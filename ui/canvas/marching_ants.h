// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/pixel_selection.h"
#include "engine/scene/tiled_map.h"

#include <QPainter>
#include <QPoint>
#include <QRect>
#include <QRegion>
#include <QTransform>

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace underpaint::ui {

/// The moving border of the selected pixels. Border pixels are found once a view and kept by cells
/// of the frame, so that a step of the animation redraws no more than those cells.
class MarchingAnts {
public:
    /// Side of a cell, in device pixels.
    static constexpr int cell = 64;

    void setSelection(const scene::PixelSelection& selection, Size map);
    bool empty() const { return !m_any; }
    /// Forgets the border in `rect` (device pixels) and finds it again.
    void find(const QRect& rect, const QTransform& deviceToMap, const QRect& pane);
    void forget() { m_cells.clear(); }
    void step() { ++m_phase; }
    /// Device pixels that change with the next step.
    QRegion region() const;
    /// The painter is in device pixels.
    void paint(QPainter& painter, const QRegion& region) const;

private:
    scene::TiledMap<std::uint8_t> m_mask;
    bool m_any = false;
    int m_phase = 0;
    /// By row and column of the cell.
    std::map<std::pair<int, int>, std::vector<QPoint>> m_cells;
};

} // namespace underpaint::ui
