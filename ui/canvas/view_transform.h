// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QTransform>

namespace underpaint::ui {

/// What part of the map a view shows: the same for all panes of a canvas.
struct ViewTransform {
    /// Map point in the middle of the pane.
    QPointF centre;
    /// Widget pixels a map pixel.
    double zoom = 1;
    /// Clockwise degrees.
    double rotation = 0;

    QTransform mapToWidget(const QRectF& pane) const {
        QTransform transform;
        transform.translate(pane.center().x(), pane.center().y());
        transform.rotate(rotation);
        transform.scale(zoom, zoom);
        transform.translate(-centre.x(), -centre.y());
        return transform;
    }
};

} // namespace underpaint::ui
