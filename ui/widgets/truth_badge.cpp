// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/truth_badge.h"

#include "ui/document/photo_state.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace underpaint::ui {

namespace {

constexpr int dotExtent = 8;
constexpr int padding = 8;

QColor colourOf(PhotoState::Truth truth) {
    switch (truth) {
    case PhotoState::Truth::Exact:
        return {46, 140, 70};
    case PhotoState::Truth::Approximate:
        return {200, 140, 20};
    case PhotoState::Truth::Stale:
        return {190, 75, 50};
    case PhotoState::Truth::None:
        break;
    }
    return {128, 128, 128};
}

} // namespace

TruthBadge::TruthBadge(PhotoState& photo, QWidget* parent) : QWidget(parent), m_photo(photo) {
    connect(&photo, &PhotoState::stateChanged, this, &TruthBadge::follow);
    follow();
}

QString TruthBadge::text() const {
    QString truth;
    switch (m_photo.truth()) {
    case PhotoState::Truth::None:
        truth = tr("no photo");
        break;
    case PhotoState::Truth::Exact:
        truth = tr("exact");
        break;
    case PhotoState::Truth::Approximate:
        truth = tr("approximate");
        break;
    case PhotoState::Truth::Stale:
        truth = tr("stale");
        break;
    }
    if (m_photo.progress() < 0) {
        return truth;
    }
    const int percent = static_cast<int>(std::clamp(m_photo.progress(), 0.0, 1.0) * 100);
    return tr("%1 · %2 %").arg(truth).arg(percent);
}

QSize TruthBadge::sizeHint() const {
    const QString longest = tr("%1 · %2 %").arg(tr("approximate")).arg(100);
    return {fontMetrics().horizontalAdvance(longest) + dotExtent + 3 * padding,
            fontMetrics().height() + padding / 2};
}

void TruthBadge::follow() {
    setAccessibleName(tr("The photo is: %1").arg(text()));
    setToolTip(
        tr("Exact: the photo of the map as it is. Approximate: a quick preview of it, or a frame "
           "by itself that is painted from those before it later. Stale: an edit is not rendered "
           "yet. A percentage: that much of the next photo is done."));
    update();
}

void TruthBadge::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = colourOf(m_photo.truth());
    QPainterPath shape;
    shape.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    QColor ground = colour;
    ground.setAlpha(45);
    painter.fillPath(shape, ground);
    if (m_photo.progress() >= 0) {
        painter.save();
        painter.setClipPath(shape);
        ground.setAlpha(90);
        painter.fillRect(QRectF(0, 0, width() * m_photo.progress(), height()), ground);
        painter.restore();
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QRectF(padding, (height() - dotExtent) / 2.0, dotExtent, dotExtent));
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect().adjusted(2 * padding + dotExtent, 0, -padding, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, text());
}

} // namespace underpaint::ui
