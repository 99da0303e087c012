// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/label_thumbnail.h"

#include <QPixmap>
#include <QTimer>
#include <QWidget>

namespace underpaint::ui {

class CanvasView;

/// The whole picture, small, in a corner of the canvas, with a frame around what the canvas shows
/// of it: to be dragged. It is there as long as some of the map is out of sight.
class Navigator : public QWidget {
    Q_OBJECT

public:
    /// The canvas is its parent.
    explicit Navigator(CanvasView& canvas);

    /// False: it is never there.
    /// @{
    void setWanted(bool wanted);
    bool isWanted() const { return m_wanted; }
    /// @}

    /// Between its own coordinates and those of the map.
    /// @{
    QPointF toMap(QPointF point) const;
    QPointF fromMap(QPointF map) const;
    /// @}

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    QSize mapSize() const;
    QRectF picture() const;
    /// Whether it is there, and where.
    void place();
    void paintPicture();
    void lookAt(QPointF point);

    CanvasView& m_canvas;
    bool m_wanted = true;
    LabelThumbnail m_labels;
    QPixmap m_picture; ///< null: has to be painted again
    bool m_ofPhoto = false;
    QTimer m_calm;
};

} // namespace underpaint::ui
