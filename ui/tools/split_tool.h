// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tools/tool.h"

#include <QPolygonF>

#include <cstdint>

namespace underpaint::ui {

/// Cuts an object in two along a stroke; the smaller part becomes an object of its own with the
/// same style.
class SplitTool : public Tool {
    Q_OBJECT

public:
    explicit SplitTool(EditorState& state, QObject* parent = nullptr);

    QString id() const override { return QStringLiteral("split"); }
    QString name() const override { return tr("Split"); }
    QString hint() const override;
    QKeySequence shortcut() const override { return Qt::Key_S; }
    QString iconName() const override { return QStringLiteral("knife"); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    bool cancel() override;
    bool busy() const override { return !m_line.isEmpty(); }
    void paint(QPainter& painter, const QTransform& mapToWidget) const override;
    QRectF bounds(const QTransform& mapToWidget) const override;
    Qt::CursorShape cursor() const override { return Qt::CrossCursor; }

private:
    /// The selected object under the line or, when it crosses none, the one it crosses most; 0:
    /// there is none.
    std::uint32_t crossed() const;
    void cut();

    QPolygonF m_line; ///< in map coordinates; empty between gestures
};

} // namespace underpaint::ui
