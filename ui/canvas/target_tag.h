// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRect>
#include <QString>

class QPainter;
class QWidget;

namespace underpaint::ui {

class EditorState;
class Tool;

/// The words beside the cursor while the next stroke begins an object of its own ("new car"), which
/// nothing else on the canvas tells. Empty: it does not, or the tool paints no label.
QString targetTag(const EditorState& state, const Tool& tool);

/// Where the words are painted, in coordinates of the widget, so that they lie in the pane.
QRect targetTagArea(const QString& text, QPointF cursor, const QRect& pane, const QWidget& widget);
void paintTargetTag(QPainter& painter, const QString& text, const QRect& area);

} // namespace underpaint::ui
