// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/pair_view.h"

#include <QPainter>

#include <cmath>
#include <utility>

namespace underpaint::ui {

namespace {

/// Of middle lightness, so that neither dark nor bright photos look better for it.
constexpr QRgb surround = qRgb(119, 119, 119);
constexpr int gap = 24;

void paintFitting(QPainter& painter, const QImage& picture, const QRect& room) {
    if (picture.isNull() || room.isEmpty()) {
        return;
    }
    const QSize size = picture.size().scaled(room.size(), Qt::KeepAspectRatio);
    QRect target(QPoint(), size);
    target.moveCenter(room.center());
    painter.drawImage(target, picture);
}

} // namespace

PairView::PairView(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(480, 240);
    m_time.setSingleShot(true);
    m_time.setTimerType(Qt::PreciseTimer);
    connect(&m_time, &QTimer::timeout, this, [this] {
        clear();
        Q_EMIT hidden();
    });
}

void PairView::show(QImage left, QImage right, double seconds) {
    m_time.stop();
    m_left = std::move(left);
    m_right = std::move(right);
    m_seconds = seconds;
    m_begun = false;
    update();
}

void PairView::clear() {
    m_time.stop();
    m_left = {};
    m_right = {};
    update();
}

void PairView::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.fillRect(rect(), QColor(surround));
    const QRect inside = rect().adjusted(gap, gap, -gap, -gap);
    const int half = (inside.width() - gap) / 2;
    paintFitting(painter, m_left, {inside.x(), inside.y(), half, inside.height()});
    paintFitting(painter, m_right, {inside.right() + 1 - half, inside.y(), half, inside.height()});
    if (showing() && !std::exchange(m_begun, true) && m_seconds > 0) {
        constexpr double milliseconds = 1000;
        m_time.start(static_cast<int>(std::lround(m_seconds * milliseconds)));
    }
}

} // namespace underpaint::ui
