// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <QPainterPath>
#include <QPen>

namespace underpaint::ui {

/// A thin line that is visible on every colour: white inside of black. In widget coordinates.
inline void drawTwoTone(QPainter& painter, const QPainterPath& path,
                        Qt::PenStyle style = Qt::SolidLine) {
    QPen pen(QColor(0, 0, 0, 200), 3);
    pen.setJoinStyle(Qt::MiterJoin);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen);
    painter.drawPath(path);
    pen = QPen(Qt::white, 1, style);
    painter.setPen(pen);
    painter.drawPath(path);
}

} // namespace underpaint::ui
