// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "ui/tools/area_tool.h"

#include <optional>

namespace underpaint::ui {

/// Rectangles and ellipses by dragging: to paint them, or (another tool of the box) to select.
class ShapeTool : public AreaTool {
    Q_OBJECT

public:
    enum class Shape { Rectangle, Ellipse };

    /// `use` decides what the tool is: "shape" (U) or "select" (M).
    ShapeTool(Use use, EditorState& state, QObject* parent = nullptr);

    QString id() const override;
    QString name() const override;
    QString hint() const override;
    QKeySequence shortcut() const override;
    QString iconName() const override;

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    bool cancel() override;
    bool busy() const override { return m_from.has_value(); }
    void paint(QPainter& painter, const QTransform& mapToWidget) const override;

    Shape shape() const { return m_shape; }
    void setShape(Shape shape);

    QWidget* makeOptions(QWidget* parent) override;
    void readSettings(const QSettings& settings) override;
    void writeSettings(QVariantMap& settings) const override;

protected:
    QRectF extent() const override;

private:
    /// The dragged rectangle in whole pixels.
    Rect box() const;

    bool m_selects;
    Shape m_shape = Shape::Rectangle;
    std::optional<QPointF> m_from;
    QPointF m_to;
    Qt::KeyboardModifiers m_begun;
    bool m_square = false;
    bool m_dragged = false;
};

} // namespace underpaint::ui
