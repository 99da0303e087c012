// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/navigation_tools.h"

#include "ui/tools/two_tone.h"

#include <QTransform>

#include <cmath>

namespace underpaint::ui {

HandTool::HandTool(EditorState& state, QObject* parent) : Tool(state, parent) {}

QString HandTool::hint() const {
    return tr("Drag to move the map · hold Space for this tool · the wheel zooms");
}

void HandTool::press(const PointerEvent& event) {
    m_grabbed = event.position;
}

void HandTool::move(const PointerEvent& event) {
    if (m_grabbed) {
        Q_EMIT panned(event.position - *m_grabbed);
    }
}

void HandTool::release(const PointerEvent& /*event*/) {
    m_grabbed.reset();
}

QRectF HandTool::bounds(const QTransform& /*mapToWidget*/) const {
    return {};
}

ZoomTool::ZoomTool(EditorState& state, QObject* parent) : Tool(state, parent) {}

QString ZoomTool::hint() const {
    return tr("Click to zoom in · Ctrl-click: out · drag: zoom to the rectangle");
}

void ZoomTool::press(const PointerEvent& event) {
    m_from = event.position;
    m_to = event.position;
    m_dragged = false;
}

void ZoomTool::move(const PointerEvent& event) {
    if (m_from) {
        m_to = event.position;
        // Less than this is a click, in pixels of the screen.
        constexpr double still = 4;
        const QPointF way = (m_to - *m_from) * event.zoom;
        m_dragged = m_dragged || std::hypot(way.x(), way.y()) >= still;
        Q_EMIT overlayChanged();
    }
}

void ZoomTool::release(const PointerEvent& event) {
    if (!m_from) {
        return;
    }
    const QRectF rect = box();
    m_from.reset();
    Q_EMIT overlayChanged();
    if (m_dragged) {
        Q_EMIT framed(rect);
    } else {
        const bool out = event.modifiers.testFlag(Qt::ControlModifier);
        Q_EMIT zoomed(out ? 0.5 : 2.0, event.position);
    }
}

bool ZoomTool::cancel() {
    const bool active = m_from.has_value();
    m_from.reset();
    Q_EMIT overlayChanged();
    return active;
}

void ZoomTool::paint(QPainter& painter, const QTransform& mapToWidget) const {
    if (m_from && m_dragged) {
        QPainterPath path;
        path.addRect(box());
        drawTwoTone(painter, mapToWidget.map(path), Qt::DashLine);
    }
}

QRectF ZoomTool::bounds(const QTransform& mapToWidget) const {
    constexpr double line = 3;
    return m_from ? mapToWidget.mapRect(box()).adjusted(-line, -line, line, line) : QRectF();
}

} // namespace underpaint::ui
