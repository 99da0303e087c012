// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tools/area_tool.h"

#include <QPolygonF>

#include <optional>

namespace underpaint::ui {

/// A polygon, click by click. Enter, a double click or a click on the first vertex closes it.
class PolygonTool : public AreaTool {
    Q_OBJECT

public:
    explicit PolygonTool(EditorState& state, QObject* parent = nullptr);

    QString id() const override { return QStringLiteral("polygon"); }
    QString name() const override { return tr("Polygon"); }
    QString hint() const override;
    QKeySequence shortcut() const override { return Qt::Key_P; }
    QString iconName() const override { return QStringLiteral("polygon"); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void hover(const PointerEvent& event) override;
    bool finish() override;
    bool cancel() override;
    bool dropLast() override;
    void deactivated() override { cancel(); }
    bool busy() const override { return !m_vertices.isEmpty(); }
    void paint(QPainter& painter, const QTransform& mapToWidget) const override;

    QWidget* makeOptions(QWidget* parent) override;

protected:
    QRectF extent() const override;

private:
    /// Where a click would put the next vertex.
    QPointF next(const PointerEvent& event) const;

    QPolygonF m_vertices;
    QPointF m_cursor;
    Qt::KeyboardModifiers m_begun;
};

/// An area drawn by hand.
class LassoTool : public AreaTool {
    Q_OBJECT

public:
    explicit LassoTool(EditorState& state, QObject* parent = nullptr);

    QString id() const override { return QStringLiteral("lasso"); }
    QString name() const override { return tr("Lasso"); }
    QString hint() const override;
    QKeySequence shortcut() const override { return Qt::Key_L; }
    QString iconName() const override { return QStringLiteral("lasso"); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    bool cancel() override;
    bool busy() const override { return !m_way.isEmpty(); }
    void paint(QPainter& painter, const QTransform& mapToWidget) const override;

    QWidget* makeOptions(QWidget* parent) override;

protected:
    QRectF extent() const override;

private:
    QPolygonF m_way;
    Qt::KeyboardModifiers m_begun;
};

} // namespace underpaint::ui
