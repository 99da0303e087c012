// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/code_pad.h"

#include "ui/session/latent_codes.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace underpaint::ui {

namespace {

constexpr double pointRadius = 6;

QPointF withinReach(QPointF value) {
    return {std::clamp(value.x(), -codeReach, codeReach),
            std::clamp(value.y(), -codeReach, codeReach)};
}

} // namespace

CodePad::CodePad(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Pad of two values"));
    setToolTip(tr("Drag, or use the arrow keys: both values change the scene at once. Home: the "
                  "middle"));
}

QSize CodePad::sizeHint() const {
    return {180, 180};
}

QSize CodePad::minimumSizeHint() const {
    return {120, 120};
}

void CodePad::setValue(QPointF value) {
    if (value != m_value) {
        m_value = value;
        update();
    }
    setAccessibleDescription(
        QStringLiteral("%1, %2").arg(m_value.x(), 0, 'f', 2).arg(m_value.y(), 0, 'f', 2));
}

QRectF CodePad::square() const {
    constexpr double margin = pointRadius + 2;
    const double side = std::min(width(), height()) - 2 * margin;
    QRectF square(0, 0, std::max(1.0, side), std::max(1.0, side));
    square.moveCenter(QRectF(rect()).center());
    return square;
}

QPointF CodePad::place(QPointF value) const {
    const QRectF area = square();
    const QPointF near = withinReach(value);
    return {area.left() + (near.x() + codeReach) / (2 * codeReach) * area.width(),
            area.bottom() - (near.y() + codeReach) / (2 * codeReach) * area.height()};
}

QPointF CodePad::valueAt(QPointF place) const {
    const QRectF area = square();
    return withinReach({(place.x() - area.left()) / area.width() * 2 * codeReach - codeReach,
                        (area.bottom() - place.y()) / area.height() * 2 * codeReach - codeReach});
}

void CodePad::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = square();
    const QPalette::ColorGroup group = isEnabled() ? QPalette::Active : QPalette::Disabled;
    const QColor line = palette().color(group, QPalette::Mid);
    painter.setPen(
        QPen(hasFocus() ? palette().color(QPalette::Highlight) : line, hasFocus() ? 1.5 : 1));
    painter.setBrush(palette().color(group, QPalette::Base));
    painter.drawRoundedRect(area.adjusted(-pointRadius, -pointRadius, pointRadius, pointRadius), 4,
                            4);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(line, 1));
    painter.drawLine(QPointF(area.center().x(), area.top()),
                     QPointF(area.center().x(), area.bottom()));
    painter.drawLine(QPointF(area.left(), area.center().y()),
                     QPointF(area.right(), area.center().y()));
    // Most codes lie within the inner circle, nearly all within the outer one.
    painter.setPen(QPen(line, 1, Qt::DotLine));
    for (const double deviation : {1.0, 2.0}) {
        const double radius = deviation / (2 * codeReach) * area.width();
        painter.drawEllipse(area.center(), radius, radius);
    }
    if (!isEnabled()) {
        return;
    }
    painter.setPen(QPen(palette().color(QPalette::Base), 1.5));
    painter.setBrush(palette().color(QPalette::Highlight));
    painter.drawEllipse(place(m_value), pointRadius, pointRadius);
}

void CodePad::moveTo(QPointF value) {
    setValue(value);
    Q_EMIT moved(value);
}

void CodePad::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        m_dragging = true;
        Q_EMIT pressed();
        moveTo(valueAt(event->position()));
    }
}

void CodePad::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragging) {
        moveTo(valueAt(event->position()));
    }
}

void CodePad::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        m_dragging = false;
    }
}

void CodePad::keyPressEvent(QKeyEvent* event) {
    const double step = (event->modifiers() & Qt::ShiftModifier) != 0 ? 0.5 : 0.1;
    QPointF value = m_value;
    switch (event->key()) {
    case Qt::Key_Left:
        value.rx() -= step;
        break;
    case Qt::Key_Right:
        value.rx() += step;
        break;
    case Qt::Key_Up:
        value.ry() += step;
        break;
    case Qt::Key_Down:
        value.ry() -= step;
        break;
    case Qt::Key_Home:
        value = {};
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    Q_EMIT pressed();
    moveTo(withinReach(value));
}

} // namespace underpaint::ui
