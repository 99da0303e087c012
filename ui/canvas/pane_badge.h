// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QString>

class QPainter;
class QWidget;

namespace underpaint::ui {

class PhotoState;

/// How true the photo is, in words: "Exact · 42 ms", "Rendering 40 %".
QString truthText(const PhotoState& photo);

/// The badge in the upper right corner of a pane that shows the photo, and the message below it
/// when there is one. Paints nothing wider than the pane.
void paintPaneBadge(QPainter& painter, const QRect& pane, const PhotoState& photo,
                    const QWidget& widget);
/// What it covers.
QRect paneBadgeArea(const QRect& pane, const PhotoState& photo, const QWidget& widget);

} // namespace underpaint::ui
