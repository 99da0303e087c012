// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/style_tile.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

#include <utility>

namespace underpaint::ui {

namespace {

constexpr int extent = 76;
constexpr double radius = 5;

/// Of the names: the picture is what is looked at first.
QFont smaller(QFont font) {
    constexpr double part = 0.85;
    font.setPointSizeF(font.pointSizeF() * part);
    return font;
}

} // namespace

StyleTile::StyleTile(QString name, double share, QWidget* parent)
    : QAbstractButton(parent), m_name(std::move(name)) {
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setFixedSize(sizeHint());
    setAccessibleName(m_name);
    m_about =
        share > 0
            ? tr("%1. %2 % of the data looks like this.").arg(m_name).arg(share * 100, 0, 'f', 0)
            : m_name;
    setToolTip(m_about);
}

void StyleTile::setPicture(const QImage& picture, bool exact) {
    m_picture = picture;
    m_exact = exact;
    update();
}

void StyleTile::setWeight(float weight, bool byModel) {
    constexpr float whole = 0.995F;
    setChecked(weight > whole);
    QString force;
    if (isChecked()) {
        force = byModel ? tr("In force, as the model chose it by itself.") : tr("In force.");
    }
    setAccessibleDescription(force);
    setToolTip(force.isEmpty() ? m_about : m_about + QLatin1Char('\n') + force);
    if (weight != m_weight) {
        m_weight = weight;
        update();
    }
}

void StyleTile::drawMark(QPainter& painter, const QRectF& frame) const {
    constexpr double size = 16;
    const QRectF place(frame.right() - size - 3, frame.top() + 3, size, size);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Highlight));
    painter.drawEllipse(place);
    QPen pen(palette().color(QPalette::HighlightedText), 2);
    pen.setCapStyle(Qt::RoundCap);
    painter.setPen(pen);
    const auto at = [&](double x, double y) {
        return QPointF(place.left() + x * size, place.top() + y * size);
    };
    painter.drawPolyline(QPolygonF({at(0.27, 0.52), at(0.44, 0.69), at(0.74, 0.34)}));
}

QSize StyleTile::sizeHint() const {
    return {extent, extent + QFontMetrics(smaller(font())).height()};
}

void StyleTile::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QRectF frame = QRectF(0, 0, width(), extent).adjusted(2, 2, -2, -2);
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
        painter.drawText(frame, Qt::AlignCenter | Qt::TextWordWrap, m_name);
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
    if (isChecked()) {
        drawMark(painter, frame);
    }
    const QRect caption(0, extent, width(), height() - extent);
    painter.setFont(smaller(font()));
    painter.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    painter.drawText(caption, Qt::AlignHCenter | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_name, Qt::ElideRight, caption.width()));
}

} // namespace underpaint::ui
