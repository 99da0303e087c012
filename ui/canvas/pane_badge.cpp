// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/pane_badge.h"

#include "ui/document/photo_state.h"

#include <QColor>
#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace underpaint::ui {

namespace {

class Badge {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::Badge)
};

constexpr int margin = 8;
constexpr int badgeInset = 6;

/// Distinguishable by brightness too, and never without the word beside it.
QColor colourOf(PhotoState::Truth truth) {
    switch (truth) {
    case PhotoState::Truth::Exact:
        return {0x4c, 0xc3, 0x8a};
    case PhotoState::Truth::Approximate:
        return {0xf2, 0xc1, 0x4e};
    case PhotoState::Truth::Stale:
        return {0xe0, 0x6c, 0x4f};
    case PhotoState::Truth::None:
        break;
    }
    return {0xa0, 0xa0, 0xa0};
}

QString truthWord(const PhotoState& photo) {
    switch (photo.truth()) {
    case PhotoState::Truth::Exact:
        if (!photo.unknownClasses().isEmpty()) {
            return Badge::tr("Unknown to the model: %1")
                .arg(photo.unknownClasses().join(QStringLiteral(", ")));
        }
        return Badge::tr("Exact");
    case PhotoState::Truth::Approximate:
        return Badge::tr("Approximate");
    case PhotoState::Truth::Stale:
        return Badge::tr("Stale");
    case PhotoState::Truth::None:
        break;
    }
    return Badge::tr("No photo yet");
}

} // namespace

QString truthText(const PhotoState& photo) {
    const QString word = truthWord(photo);
    if (photo.progress() >= 0) {
        return Badge::tr("%1 · rendering %2 %").arg(word).arg(std::lround(photo.progress() * 100));
    }
    const bool shown = photo.truth() == PhotoState::Truth::Exact ||
                       photo.truth() == PhotoState::Truth::Approximate;
    if (shown && photo.lastMilliseconds() > 0) { // else it was kept, and took none
        return Badge::tr("%1 · %2 ms").arg(word).arg(std::lround(photo.lastMilliseconds()));
    }
    return word;
}

QRect paneBadgeArea(const QRect& pane, const PhotoState& photo, const QWidget& widget) {
    const int line = widget.fontMetrics().height();
    // The badge, and below it a message of up to four lines.
    const int height = margin + line + 2 * badgeInset + (photo.message().isEmpty() ? 0 : 5 * line);
    return QRect(pane.left(), pane.top(), pane.width(), height).intersected(pane);
}

void paintPaneBadge(QPainter& painter, const QRect& pane, const PhotoState& photo,
                    const QWidget& widget) {
    const QFontMetrics metrics = widget.fontMetrics();
    const int height = metrics.height() + badgeInset;
    const int dot = metrics.ascent() * 2 / 3;
    const int most = pane.width() - 2 * margin - dot - 3 * badgeInset;
    if (most < metrics.averageCharWidth()) {
        return;
    }
    const QString text = metrics.elidedText(truthText(photo), Qt::ElideRight, most);
    const int width = metrics.horizontalAdvance(text) + dot + 3 * badgeInset;
    const QRect box(pane.right() - margin - width + 1, pane.top() + margin, width, height);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(20, 20, 20, 200));
    painter.drawRoundedRect(box, height / 3.0, height / 3.0);
    painter.setBrush(colourOf(photo.truth()));
    painter.drawEllipse(
        QRectF(box.left() + badgeInset, box.center().y() + 0.5 - dot / 2.0, dot, dot));
    painter.setPen(Qt::white);
    painter.drawText(box.adjusted(2 * badgeInset + dot, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     text);
    if (photo.message().isEmpty()) {
        return;
    }
    const QRect space(pane.left() + margin, box.bottom() + badgeInset, pane.width() - 2 * margin,
                      4 * metrics.height());
    const int flags = Qt::AlignRight | Qt::AlignTop | Qt::TextWordWrap;
    const QRect used = metrics.boundingRect(
        space.adjusted(badgeInset, badgeInset, -badgeInset, -badgeInset), flags, photo.message());
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(20, 20, 20, 200));
    painter.drawRoundedRect(used.adjusted(-badgeInset, -badgeInset, badgeInset, badgeInset),
                            badgeInset, badgeInset);
    painter.setPen(Qt::white);
    painter.drawText(used, flags, photo.message());
}

} // namespace underpaint::ui
