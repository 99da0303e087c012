// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/style.h"

#include <QImage>
#include <QWidget>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace underpaint::ui {

/// The photo of an exemplar with its pins, and the place that the pixel under the cursor of the
/// canvas took its look from. Pins are dragged; a click beside them moves the pin that was made
/// last.
class ExemplarPicture : public QWidget {
    Q_OBJECT

public:
    explicit ExemplarPicture(QWidget* parent = nullptr);

    /// Null: there is none, and the widget is hidden.
    void present(const std::shared_ptr<const Image>& photo, std::vector<scene::Pin> pins);
    /// In pixels of the photo; nothing: none is marked.
    void mark(std::optional<Point> place);
    std::optional<Point> marked() const { return m_marked; }
    /// Where that pixel of the photo is drawn, in the widget.
    QPointF shownAt(Point pixel) const;

    QSize sizeHint() const override;

Q_SIGNALS:
    /// Before pinMoved().
    void pinGrabbed();
    void pinMoved(std::size_t pin, Point to);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    QRectF frame() const;
    Point pixelAt(QPointF widget) const;

    std::shared_ptr<const Image> m_source;
    QImage m_photo;
    QImage m_scaled; ///< to the frame
    std::vector<scene::Pin> m_pins;
    std::optional<Point> m_marked;
    std::optional<std::size_t> m_dragged;
};

} // namespace underpaint::ui
