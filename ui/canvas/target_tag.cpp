// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/target_tag.h"

#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/tools/painting.h"
#include "ui/tools/tool.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <QWidget>

#include <algorithm>

namespace underpaint::ui {

namespace {

class TargetTag {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::TargetTag)
};

constexpr int inset = 6;
/// Right of and below the cursor, where no pointer covers it.
constexpr QPoint offset(14, 16);

} // namespace

QString targetTag(const EditorState& state, const Tool& tool) {
    const std::uint16_t label = state.currentLabel();
    // The numbering has no objects of class 0.
    if (!tool.paintsLabel() || !state.newInstanceNext() || label == 0) {
        return {};
    }
    return TargetTag::tr("new %1", "beside the cursor: what the next stroke begins")
        .arg(labelName(state, label));
}

QRect targetTagArea(const QString& text, QPointF cursor, const QRect& pane, const QWidget& widget) {
    const QFontMetrics metrics = widget.fontMetrics();
    QRect area(cursor.toPoint() + offset,
               QSize(metrics.horizontalAdvance(text) + 2 * inset, metrics.height() + inset));
    area.moveLeft(
        std::clamp(area.left(), pane.left(), std::max(pane.left(), pane.right() - area.width())));
    if (area.bottom() > pane.bottom()) {
        area.moveBottom(cursor.toPoint().y() - offset.y());
    }
    return area;
}

void paintTargetTag(QPainter& painter, const QString& text, const QRect& area) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(20, 20, 20, 215));
    painter.drawRoundedRect(area, area.height() / 4.0, area.height() / 4.0);
    painter.setPen(Qt::white);
    painter.drawText(area, Qt::AlignCenter, text);
}

} // namespace underpaint::ui
