// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/marching_ants.h"

#include "ui/canvas/cell_window.h"

#include <QRgb>

#include <iterator>

namespace underpaint::ui {

namespace {

/// Length of a dash and of a gap, in device pixels.
constexpr int dash = 4;
constexpr QRgb white = 0xffffffff;
constexpr QRgb black = 0xff000000;

/// The cell that a pixel lies in, also left of and above the origin.
int cellOf(int position) {
    return position >= 0 ? position / MarchingAnts::cell
                         : -((-position + MarchingAnts::cell - 1) / MarchingAnts::cell);
}

} // namespace

void MarchingAnts::setSelection(const scene::PixelSelection& selection, Size map) {
    m_any = !selection.empty();
    m_panes.clear();
    m_mask = scene::TiledMap<std::uint8_t>(m_any ? map : Size{});
    for (const scene::PixelSpan& span : selection.spans()) {
        if (m_mask.bounds().contains({span.x, span.y}) && span.x + span.length <= map.width) {
            m_mask.fillRow(span.x, span.y, span.length, 1);
        }
    }
}

QRect MarchingAnts::placeOf(const Pane& pane, const std::pair<int, int>& rowAndColumn) {
    return QRect(rowAndColumn.second * cell, rowAndColumn.first * cell, cell, cell)
        .translated(pane.origin);
}

void MarchingAnts::eraseIn(Pane& pane, const QRect& rect, bool inside) {
    for (auto it = pane.cells.begin(); it != pane.cells.end();) {
        const QRect place = placeOf(pane, it->first);
        if (inside ? place.intersects(rect) : !rect.contains(place)) {
            std::erase_if(it->second, [&](QPoint point) {
                return rect.contains(point + pane.origin) == inside;
            });
        }
        it = it->second.empty() ? pane.cells.erase(it) : std::next(it);
    }
}

void MarchingAnts::find(std::size_t pane, const QRect& rect, const QTransform& deviceToMap) {
    if (!m_any || rect.isEmpty()) {
        return;
    }
    Pane& found = m_panes[pane];
    eraseIn(found, rect, true);
    const CellWindow window(m_mask, rect, deviceToMap, std::uint8_t{0});
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        const std::uint8_t* selected = window.row(y);
        for (int x = rect.left(); x <= rect.right(); ++x, ++selected) {
            const int around =
                selected[-1] & selected[1] & selected[-window.stride()] & selected[window.stride()];
            if ((*selected & ~around) != 0) {
                const QPoint point = QPoint(x, y) - found.origin;
                found.cells[{cellOf(point.y()), cellOf(point.x())}].push_back(point);
            }
        }
    }
}

void MarchingAnts::scroll(std::size_t pane, QPoint by, const QRect& area) {
    if (const auto found = m_panes.find(pane); found != m_panes.end()) {
        found->second.origin += by;
        eraseIn(found->second, area, false);
    }
}

QRegion MarchingAnts::region() const {
    QRegion region;
    for (const auto& [index, pane] : m_panes) {
        for (const auto& [rowAndColumn, points] : pane.cells) {
            region += placeOf(pane, rowAndColumn);
        }
    }
    return region;
}

void MarchingAnts::draw(QImage& frame, const QRect& rect) const {
    const QRect part = rect.intersected(frame.rect());
    for (const auto& [index, pane] : m_panes) {
        for (const auto& [rowAndColumn, points] : pane.cells) {
            if (!placeOf(pane, rowAndColumn).intersects(part)) {
                continue;
            }
            for (const QPoint& point : points) {
                const QPoint at = point + pane.origin;
                if (part.contains(at)) {
                    const bool light = (at.x() + at.y() + m_phase) / dash % 2 == 0;
                    reinterpret_cast<QRgb*>(frame.scanLine(at.y()))[at.x()] = light ? white : black;
                }
            }
        }
    }
}

} // namespace underpaint::ui
