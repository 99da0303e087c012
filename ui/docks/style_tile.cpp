// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/style_tile.h"

#include <QPainter>
#include <QPainterPath>

namespace underpaint::ui {

namespace {

constexpr int extent = 76;
constexpr double radius = 5;

} // namespace

StyleTile::StyleTile(int number, double share, QWidget* parent)
    : QAbstractButton(parent), m_number(number), m_share(share) {
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setFixedSize(extent, extent);
    setAccessibleName(tr("Style %1").arg(number + 1));
    setToolTip(share > 0 ? tr("Style %1. %2 % of the data looks like this.")
                               .arg(number + 1)
                               .arg(share * 100, 0, 'f', 0)
                         : accessibleName());
}

void StyleTile::setPicture(const QImage& picture, bool exact) {
    m_picture = picture;
    m_exact = exact;
    update();
}

void StyleTile::setWeight(float weight) {
    constexpr float whole = 0.995F;
    setChecked(weight > whole);
    if (weight != m_weight) {
        m_weight = weight;
        update();
    }
}

QSize StyleTile::sizeHint() const {
    return {extent, extent};
}

void StyleTile::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QRectF frame = QRectF(rect()).adjusted(2, 2, -2, -2);
    QPainterPath shape;
    shape.addRoundedRect(frame, radius, radius);
    painter.fillPath(shape, palette().color(QPalette::AlternateBase));
    if (!m_picture.isNull()) {
        painter.save();
        painter.setClipPath(shape);
        painter.setOpacity(m_exact ? 1 : 0.55);
        const QSizeF size =
            QSizeF(m_picture.size()).scaled(frame.size(), Qt::KeepAspectRatioByExpanding);
        QRectF place(QPointF(0, 0), size);
        place.moveCenter(frame.center());
        painter.drawImage(place, m_picture);
        painter.restore();
    } else {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(frame, Qt::AlignCenter, QString::number(m_number + 1));
    }
    if (m_weight > 0.005F && !isChecked()) {
        QRectF bar(frame.left() + 4, frame.bottom() - 7, (frame.width() - 8) * m_weight, 4);
        painter.fillRect(bar, palette().color(QPalette::Highlight));
    }
    QPen pen(palette().color(QPalette::Mid), 1);
    if (isChecked() || hasFocus() || underMouse()) {
        pen = QPen(palette().color(QPalette::Highlight), isChecked() ? 3 : 1.5);
    }
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shape);
}

} // namespace underpaint::ui
