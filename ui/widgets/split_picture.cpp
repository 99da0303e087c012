// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/split_picture.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace underpaint::ui {

namespace {

constexpr double keyStep = 0.05;
constexpr int usualWidth = 256;
constexpr double usualProportion = 0.75;

double proportionOf(const QImage& picture) {
    return picture.isNull() ? usualProportion : 1.0 * picture.height() / picture.width();
}

} // namespace

SplitPicture::SplitPicture(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::SplitHCursor);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void SplitPicture::setPictures(const QImage& left, const QImage& right) {
    const bool otherShape = proportionOf(right) != proportionOf(m_right);
    m_left = left;
    m_right = right;
    if (otherShape) {
        updateGeometry();
    }
    update();
}

void SplitPicture::setNames(const QString& left, const QString& right) {
    m_leftName = left;
    m_rightName = right;
    update();
}

void SplitPicture::setSplit(double split) {
    const double wanted = std::clamp(split, 0.0, 1.0);
    if (wanted != m_split) {
        m_split = wanted;
        update();
        Q_EMIT splitChanged(m_split);
    }
}

int SplitPicture::heightForWidth(int width) const {
    return static_cast<int>(std::lround(width * proportionOf(m_right)));
}

QSize SplitPicture::sizeHint() const {
    return {usualWidth, heightForWidth(usualWidth)};
}

QSize SplitPicture::minimumSizeHint() const {
    constexpr int least = 96;
    return {least, least / 2};
}

QRectF SplitPicture::frame() const {
    const QSizeF whole = QSizeF(1, proportionOf(m_right)).scaled(size(), Qt::KeepAspectRatio);
    return {QPointF((width() - whole.width()) / 2, (height() - whole.height()) / 2), whole};
}

void SplitPicture::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QRectF whole = frame();
    if (m_right.isNull()) {
        painter.fillRect(whole, palette().color(QPalette::AlternateBase));
        return;
    }
    painter.drawImage(whole, m_right);
    const double line = whole.left() + whole.width() * m_split;
    const QRectF leftPart(whole.topLeft(), QPointF(line, whole.bottom()));
    const QRectF rightPart(QPointF(line, whole.top()), whole.bottomRight());
    if (!m_left.isNull()) {
        painter.save();
        painter.setClipRect(leftPart);
        painter.drawImage(whole, m_left);
        painter.restore();
        drawName(painter, leftPart, m_leftName, Qt::AlignLeft);
    }
    drawName(painter, rightPart, m_rightName, Qt::AlignRight);
    painter.setPen(QPen(Qt::black, 3));
    painter.drawLine(QPointF(line, whole.top()), QPointF(line, whole.bottom()));
    painter.setPen(QPen(Qt::white, 1));
    painter.drawLine(QPointF(line, whole.top()), QPointF(line, whole.bottom()));
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.drawRect(whole.adjusted(1, 1, -1, -1));
    }
}

void SplitPicture::drawName(QPainter& painter, const QRectF& within, const QString& name,
                            Qt::Alignment side) const {
    constexpr double air = 4;
    const QFontMetricsF metrics(font(), this);
    const QSizeF text(metrics.horizontalAdvance(name) + 2 * air, metrics.height() + air);
    if (name.isEmpty() || text.width() > within.width()) {
        return;
    }
    const double x = side == Qt::AlignLeft ? within.left() : within.right() - text.width();
    const QRectF box(QPointF(x, within.bottom() - text.height()), text);
    painter.fillRect(box, QColor(0, 0, 0, 150));
    painter.setPen(Qt::white);
    painter.drawText(box, Qt::AlignCenter, name);
}

void SplitPicture::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        const QRectF whole = frame();
        setSplit((event->position().x() - whole.left()) / std::max(1.0, whole.width()));
    }
}

void SplitPicture::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons().testFlag(Qt::LeftButton)) {
        const QRectF whole = frame();
        setSplit((event->position().x() - whole.left()) / std::max(1.0, whole.width()));
    }
}

void SplitPicture::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        setSplit(m_split - keyStep);
        break;
    case Qt::Key_Right:
        setSplit(m_split + keyStep);
        break;
    case Qt::Key_Home:
        setSplit(0);
        break;
    case Qt::Key_End:
        setSplit(1);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace underpaint::ui
