// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/pin_marks.h"

#include <QFont>
#include <QPainter>

namespace underpaint::ui::pin_marks {

namespace {

constexpr double radius = 9;
constexpr double ring = 3;

} // namespace

QPointF middleOf(Point pixel) {
    constexpr double half = 0.5;
    return {pixel.x + half, pixel.y + half};
}

void draw(QPainter& painter, QPointF at, int number) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QColor(0, 0, 0, 200), ring));
    painter.setBrush(QColor(255, 255, 255, 230));
    painter.drawEllipse(at, radius, radius);
    QFont font = painter.font();
    constexpr int height = 11;
    font.setPixelSize(height);
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(Qt::black);
    painter.drawText(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius),
                     Qt::AlignCenter, QString::number(number));
    painter.restore();
}

QRectF bounds(QPointF at) {
    constexpr double all = radius + ring;
    return {at.x() - all, at.y() - all, 2 * all, 2 * all};
}

} // namespace underpaint::ui::pin_marks
