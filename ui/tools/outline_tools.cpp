// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/outline_tools.h"

#include "engine/scene/fill.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/tools/options_row.h"
#include "ui/tools/painting.h"
#include "ui/tools/two_tone.h"

#include <QLineF>

#include <utility>

namespace underpaint::ui {

namespace {

/// A click this near to the first vertex closes the polygon, in pixels of the screen.
constexpr double closing = 8;
constexpr int fewest = 3;

std::vector<scene::PixelSpan> areaOf(const QPolygonF& outline, Rect clip) {
    std::vector<Point> vertices;
    vertices.reserve(static_cast<std::size_t>(outline.size()));
    for (const QPointF& vertex : outline) {
        vertices.push_back(pixelAt(vertex));
    }
    return scene::polygonSpans(vertices, clip);
}

} // namespace

PolygonTool::PolygonTool(EditorState& state, QObject* parent)
    : AreaTool(Use::Paint, state, parent) {}

QString PolygonTool::hint() const {
    return use() == Use::Select
               ? tr("Click vertices · Enter or double click: select · Backspace: drop the last · "
                    "Shift: 45° steps, or add · Ctrl: subtract · Esc: cancel")
               : tr("Click vertices · Enter or double click: paint · Backspace: drop the last · "
                    "Shift: 45° steps · Ctrl: background · Esc: cancel");
}

QPointF PolygonTool::next(const PointerEvent& event) const {
    const bool constrain = event.modifiers.testFlag(Qt::ShiftModifier) && !m_vertices.isEmpty();
    return constrain ? constrainedTo45(m_vertices.back(), event.position) : event.position;
}

void PolygonTool::press(const PointerEvent& event) {
    m_cursor = next(event);
    if (m_vertices.isEmpty()) {
        m_begun = event.modifiers;
    } else if (m_vertices.size() >= fewest &&
               QLineF(m_vertices.front(), event.position).length() * event.zoom <= closing) {
        finish();
        return;
    }
    m_vertices.push_back(m_cursor);
    Q_EMIT overlayChanged();
}

void PolygonTool::move(const PointerEvent& event) {
    // The vertex can be put right while the button is down.
    if (!m_vertices.isEmpty()) {
        const QPointF last = m_vertices.takeLast();
        m_cursor = next(event);
        m_vertices.push_back(QLineF(last, m_cursor).isNull() ? last : m_cursor);
        Q_EMIT overlayChanged();
    }
}

void PolygonTool::release(const PointerEvent& /*event*/) {}

void PolygonTool::hover(const PointerEvent& event) {
    m_cursor = next(event);
    if (!m_vertices.isEmpty()) {
        Q_EMIT overlayChanged();
    }
}

bool PolygonTool::finish() {
    if (m_vertices.isEmpty()) {
        return false;
    }
    if (m_vertices.size() < fewest) {
        Q_EMIT noticed(tr("A polygon needs three vertices."));
        return true;
    }
    const QPolygonF outline = std::exchange(m_vertices, {});
    Q_EMIT overlayChanged();
    apply(areaOf(outline, state().document().scene().bounds()), m_begun);
    return true;
}

bool PolygonTool::cancel() {
    const bool active = !m_vertices.isEmpty();
    m_vertices.clear();
    Q_EMIT overlayChanged();
    return active;
}

bool PolygonTool::dropLast() {
    if (m_vertices.isEmpty()) {
        return false;
    }
    m_vertices.removeLast();
    Q_EMIT overlayChanged();
    return true;
}

QRectF PolygonTool::extent() const {
    QPolygonF all = m_vertices;
    if (!all.isEmpty()) {
        all << m_cursor;
    }
    QRectF box = all.boundingRect();
    // A box without an area is nothing to Qt.
    return all.isEmpty() ? box : box.adjusted(-0.5, -0.5, 0.5, 0.5);
}

void PolygonTool::paint(QPainter& painter, const QTransform& mapToWidget) const {
    if (m_vertices.isEmpty()) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath path;
    path.addPolygon(mapToWidget.map(m_vertices));
    path.lineTo(mapToWidget.map(m_cursor));
    drawTwoTone(painter, path);
    constexpr double radius = 3;
    painter.setPen(QPen(Qt::black, 1));
    painter.setBrush(Qt::white);
    for (const QPointF& vertex : m_vertices) {
        painter.drawEllipse(mapToWidget.map(vertex), radius, radius);
    }
}

QWidget* PolygonTool::makeOptions(QWidget* parent) {
    auto* row = new OptionsRow(*this, parent);
    addUseOption(*row);
    row->finish();
    return row;
}

LassoTool::LassoTool(EditorState& state, QObject* parent) : AreaTool(Use::Select, state, parent) {}

QString LassoTool::hint() const {
    return use() == Use::Select
               ? tr("Draw around an area to select it · Shift: add · Ctrl: subtract · the options "
                    "make it paint instead")
               : tr("Draw around an area to paint it · Ctrl: background · the options make it "
                    "select instead");
}

void LassoTool::press(const PointerEvent& event) {
    m_way = {event.position};
    m_begun = event.modifiers;
}

void LassoTool::move(const PointerEvent& event) {
    if (!m_way.isEmpty()) {
        m_way << event.position;
        Q_EMIT overlayChanged();
    }
}

void LassoTool::release(const PointerEvent& /*event*/) {
    const QPolygonF way = std::exchange(m_way, {});
    Q_EMIT overlayChanged();
    if (way.size() >= fewest) {
        apply(areaOf(way, state().document().scene().bounds()), m_begun);
    } else if (!way.isEmpty() && use() == Use::Select && m_begun == Qt::NoModifier) {
        state().setPixelSelection({});
    }
}

bool LassoTool::cancel() {
    const bool active = !m_way.isEmpty();
    m_way.clear();
    Q_EMIT overlayChanged();
    return active;
}

QRectF LassoTool::extent() const {
    return m_way.isEmpty() ? QRectF() : m_way.boundingRect().adjusted(-0.5, -0.5, 0.5, 0.5);
}

void LassoTool::paint(QPainter& painter, const QTransform& mapToWidget) const {
    if (m_way.isEmpty()) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath path;
    path.addPolygon(mapToWidget.map(m_way));
    drawTwoTone(painter, path, Qt::DashLine);
}

QWidget* LassoTool::makeOptions(QWidget* parent) {
    auto* row = new OptionsRow(*this, parent);
    addUseOption(*row);
    row->finish();
    return row;
}

} // namespace underpaint::ui
