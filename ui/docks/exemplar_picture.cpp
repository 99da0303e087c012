// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/exemplar_picture.h"

#include "ui/document/shared_image.h"
#include "ui/tools/pin_marks.h"
#include "ui/tools/two_tone.h"

#include <QMouseEvent>
#include <QPainter>

#include <cmath>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr QSize usualSize(240, 150);
constexpr int leastHeight = 90;

} // namespace

ExemplarPicture::ExemplarPicture(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("exemplarPicture"));
    setAccessibleName(tr("Exemplar"));
    setToolTip(tr("Where the place under the cursor took its look from. Pins are made with the "
                  "tool Exemplar pin; here their other ends are dragged"));
    setMinimumHeight(leastHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    hide();
}

QSize ExemplarPicture::sizeHint() const {
    return usualSize;
}

void ExemplarPicture::present(const std::shared_ptr<const Image>& photo,
                              std::vector<scene::Pin> pins) {
    if (photo != m_source) {
        m_source = photo;
        m_photo = toQt(photo);
        m_scaled = {};
        m_marked.reset();
        m_dragged.reset();
        setVisible(!m_photo.isNull());
    }
    m_pins = std::move(pins);
    update();
}

void ExemplarPicture::mark(std::optional<Point> place) {
    if (std::exchange(m_marked, place) != place) {
        update();
    }
}

QRectF ExemplarPicture::frame() const {
    const QSizeF fitting = QSizeF(m_photo.size()).scaled(size(), Qt::KeepAspectRatio);
    return {QPointF((width() - fitting.width()) / 2, (height() - fitting.height()) / 2), fitting};
}

QPointF ExemplarPicture::shownAt(Point pixel) const {
    const QRectF shown = frame();
    const QPointF middle = pin_marks::middleOf(pixel);
    return {shown.x() + middle.x() * shown.width() / m_photo.width(),
            shown.y() + middle.y() * shown.height() / m_photo.height()};
}

Point ExemplarPicture::pixelAt(QPointF widget) const {
    const QRectF shown = frame();
    return {
        static_cast<int>(std::floor((widget.x() - shown.x()) * m_photo.width() / shown.width())),
        static_cast<int>(std::floor((widget.y() - shown.y()) * m_photo.height() / shown.height()))};
}

void ExemplarPicture::paintEvent(QPaintEvent* /*event*/) {
    if (m_photo.isNull()) {
        return;
    }
    QPainter painter(this);
    const QRectF shown = frame();
    const QSize pixels = (shown.size() * devicePixelRatioF()).toSize();
    if (m_scaled.size() != pixels) {
        m_scaled = m_photo.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    }
    painter.drawImage(shown, m_scaled);
    for (std::size_t i = 0; i < m_pins.size(); ++i) {
        pin_marks::draw(painter, shownAt(m_pins[i].exemplar), static_cast<int>(i) + 1);
    }
    if (m_marked) {
        constexpr double arm = 7;
        const QPointF at = shownAt(*m_marked);
        QPainterPath cross;
        cross.addEllipse(at, arm, arm);
        cross.moveTo(at - QPointF(arm, 0));
        cross.lineTo(at + QPointF(arm, 0));
        cross.moveTo(at - QPointF(0, arm));
        cross.lineTo(at + QPointF(0, arm));
        drawTwoTone(painter, cross);
    }
}

void ExemplarPicture::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_pins.empty()) {
        return;
    }
    m_dragged = m_pins.size() - 1;
    double distance = pin_marks::reach;
    bool beside = true;
    for (std::size_t i = 0; i < m_pins.size(); ++i) {
        const QPointF to = shownAt(m_pins[i].exemplar) - event->position();
        if (const double here = std::hypot(to.x(), to.y()); here <= distance) {
            distance = here;
            m_dragged = i;
            beside = false;
        }
    }
    Q_EMIT pinGrabbed();
    if (beside) {
        Q_EMIT pinMoved(*m_dragged, pixelAt(event->position()));
    }
}

void ExemplarPicture::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragged && *m_dragged < m_pins.size()) {
        Q_EMIT pinMoved(*m_dragged, pixelAt(event->position()));
    }
}

void ExemplarPicture::mouseReleaseEvent(QMouseEvent* /*event*/) {
    m_dragged.reset();
}

} // namespace underpaint::ui
