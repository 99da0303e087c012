// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/marching_ants.h"

#include "ui/canvas/pixel_walk.h"

#include <array>
#include <cstddef>

namespace underpaint::ui {

namespace {

/// Length of a dash and of a gap, in device pixels.
constexpr int dash = 4;

} // namespace

void MarchingAnts::setSelection(const scene::PixelSelection& selection, Size map) {
    m_any = !selection.empty();
    m_cells.clear();
    m_mask = scene::TiledMap<std::uint8_t>(m_any ? map : Size{});
    for (const scene::PixelSpan& span : selection.spans()) {
        if (m_mask.bounds().contains({span.x, span.y}) && span.x + span.length <= map.width) {
            m_mask.fillRow(span.x, span.y, span.length, 1);
        }
    }
}

void MarchingAnts::find(const QRect& rect, const QTransform& deviceToMap, const QRect& pane) {
    if (!m_any || rect.isEmpty()) {
        return;
    }
    const auto selected = [this](Fixed u, Fixed v) {
        return inside(wholePart(u), wholePart(v), m_mask.width(), m_mask.height()) &&
               m_mask.at(wholePart(u), wholePart(v)) != 0;
    };
    const std::array<std::pair<Fixed, Fixed>, 4> steps = {
        {{toFixed(deviceToMap.m11()), toFixed(deviceToMap.m12())},
         {-toFixed(deviceToMap.m11()), -toFixed(deviceToMap.m12())},
         {toFixed(deviceToMap.m21()), toFixed(deviceToMap.m22())},
         {-toFixed(deviceToMap.m21()), -toFixed(deviceToMap.m22())}}};
    for (int row = rect.top() / cell; row <= rect.bottom() / cell; ++row) {
        for (int column = rect.left() / cell; column <= rect.right() / cell; ++column) {
            const QRect whole(column * cell, row * cell, cell, cell);
            const QRect part = whole.intersected(pane);
            std::vector<QPoint>& points = m_cells[{row, column}];
            // Cells may belong to two panes: only this pane's part is found again.
            std::erase_if(points, [&](const QPoint& point) { return pane.contains(point); });
            for (int y = part.top(); y <= part.bottom(); ++y) {
                walkRow(part, y, deviceToMap, [&](int x, Fixed u, Fixed v) {
                    if (!selected(u, v)) {
                        return;
                    }
                    for (const auto& [du, dv] : steps) {
                        if (!selected(u + du, v + dv)) {
                            points.emplace_back(x, y);
                            return;
                        }
                    }
                });
            }
            if (points.empty()) {
                m_cells.erase({row, column});
            }
        }
    }
}

QRegion MarchingAnts::region() const {
    QRegion region;
    for (const auto& [place, points] : m_cells) {
        region += QRect(place.second * cell, place.first * cell, cell, cell);
    }
    return region;
}

void MarchingAnts::paint(QPainter& painter, const QRegion& region) const {
    std::vector<QPoint> white;
    std::vector<QPoint> black;
    for (const auto& [place, points] : m_cells) {
        if (!region.intersects(QRect(place.second * cell, place.first * cell, cell, cell))) {
            continue;
        }
        for (const QPoint& point : points) {
            const bool light = (point.x() + point.y() + m_phase) / dash % 2 == 0;
            (light ? white : black).push_back(point);
        }
    }
    painter.setPen(QPen(Qt::white, 1));
    painter.drawPoints(white.data(), static_cast<int>(white.size()));
    painter.setPen(QPen(Qt::black, 1));
    painter.drawPoints(black.data(), static_cast<int>(black.size()));
}

} // namespace underpaint::ui
