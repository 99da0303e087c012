// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QWidget>

namespace underpaint::ui {

/// A square whose point is dragged: two values at once, each from -codeReach to codeReach, the
/// second one upwards.
class CodePad : public QWidget {
    Q_OBJECT

public:
    explicit CodePad(QWidget* parent = nullptr);

    QPointF value() const { return m_value; }
    /// Emits nothing. May lie outside: then the point is shown at the edge.
    void setValue(QPointF value);
    bool dragging() const { return m_dragging; }
    /// Where a value lies in the widget.
    QPointF place(QPointF value) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// What follows is one gesture.
    void pressed();
    void moved(QPointF value);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRectF square() const;
    void moveTo(QPointF value);
    QPointF valueAt(QPointF place) const;

    QPointF m_value;
    bool m_dragging = false;
};

} // namespace underpaint::ui
