// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tools/tool.h"

#include <optional>

namespace underpaint::ui {

/// Drags the map about.
class HandTool : public Tool {
    Q_OBJECT

public:
    explicit HandTool(EditorState& state, QObject* parent = nullptr);

    QString id() const override { return QStringLiteral("hand"); }
    QString name() const override { return tr("Hand"); }
    QString hint() const override;
    QKeySequence shortcut() const override { return Qt::Key_H; }
    QString iconName() const override { return QStringLiteral("hand"); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    QRectF bounds(const QTransform& mapToWidget) const override;
    Qt::CursorShape cursor() const override { return Qt::OpenHandCursor; }

Q_SIGNALS:
    /// The view shall move by so many map pixels.
    void panned(QPointF mapDelta);

private:
    /// The map point that stays under the cursor.
    std::optional<QPointF> m_grabbed;
};

/// Click to zoom in, Ctrl-click to zoom out, drag a rectangle to fill the view with it.
class ZoomTool : public Tool {
    Q_OBJECT

public:
    explicit ZoomTool(EditorState& state, QObject* parent = nullptr);

    QString id() const override { return QStringLiteral("zoom"); }
    QString name() const override { return tr("Zoom"); }
    QString hint() const override;
    QKeySequence shortcut() const override { return Qt::Key_Z; }
    QString iconName() const override { return QStringLiteral("zoom"); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    bool cancel() override;
    bool busy() const override { return m_from.has_value(); }
    void paint(QPainter& painter, const QTransform& mapToWidget) const override;
    QRectF bounds(const QTransform& mapToWidget) const override;

Q_SIGNALS:
    void zoomed(double factor, QPointF mapPoint);
    void framed(QRectF mapRect);

private:
    QRectF box() const { return QRectF(*m_from, m_to).normalized(); }

    std::optional<QPointF> m_from;
    QPointF m_to;
    bool m_dragged = false;
};

} // namespace underpaint::ui
