// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/stroke_tool.h"

#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/shortcuts/shortcut_book.h"
#include "ui/tools/options_row.h"
#include "ui/tools/two_tone.h"

#include <QSettings>
#include <QTransform>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace underpaint::ui {

namespace {

/// The brush's position of strokeSpans() that is nearest to the pointer: brushes of odd size sit
/// on pixels, those of even size on their corners.
Point brushPosition(QPointF at, int diameter) {
    return diameter % 2 == 1 ? pixelAt(at) : pixelAt(at + QPointF(0.5, 0.5));
}

} // namespace

std::vector<scene::PixelSpan> taperedSpans(scene::BrushShape shape, QPointF from, int fromDiameter,
                                           QPointF to, int toDiameter) {
    // One piece a pixel of difference looks even; more than this many nobody sees.
    const int pieces = std::clamp(std::abs(toDiameter - fromDiameter), 1, 32);
    std::vector<scene::PixelSpan> spans;
    QPointF at = from;
    for (int i = 1; i <= pieces; ++i) {
        const double share = static_cast<double>(i) / pieces;
        const QPointF next = from + (to - from) * share;
        const int diameter =
            fromDiameter + static_cast<int>(std::lround((toDiameter - fromDiameter) * share));
        const std::vector<scene::PixelSpan> piece = scene::strokeSpans(
            {shape, diameter}, brushPosition(at, diameter), brushPosition(next, diameter));
        spans.insert(spans.end(), piece.begin(), piece.end());
        at = next;
    }
    return spans;
}

StrokeTool::StrokeTool(Kind kind, EditorState& state, QObject* parent)
    : Tool(state, parent), m_kind(kind) {}

QString StrokeTool::id() const {
    return m_kind == Kind::Brush ? QStringLiteral("brush") : QStringLiteral("eraser");
}

QString StrokeTool::name() const {
    return m_kind == Kind::Brush ? tr("Brush") : tr("Eraser");
}

QString StrokeTool::hint() const {
    const ShortcutBook* keys = state().shortcuts();
    const QString size = keyed(keys, tr("%1 %2: size"), {"brush.smaller", "brush.larger"});
    if (m_kind == Kind::Eraser) {
        return joinedHint(
            {tr("Drag to paint the background label"), tr("Shift-click: line"), size});
    }
    return joinedHint({tr("Drag to paint"), tr("Shift-click: line"), tr("Ctrl: background"),
                       keyed(keys, tr("%1: new instance"), {"instance.new"}), size,
                       tr("Alt: pick")});
}

QKeySequence StrokeTool::shortcut() const {
    return m_kind == Kind::Brush ? Qt::Key_B : Qt::Key_E;
}

QString StrokeTool::iconName() const {
    return id();
}

StrokeTool::Dab StrokeTool::dabOf(const PointerEvent& event) const {
    double diameter = m_diameter;
    if (m_sizeFollowsZoom) {
        diameter /= event.zoom;
    }
    if (m_pressureSize) {
        diameter *= std::clamp(event.pressure, 0.0, 1.0);
    }
    constexpr double widest = scene::maxBrushDiameter;
    return {event.position, static_cast<int>(std::lround(std::clamp(diameter, 1.0, widest)))};
}

void StrokeTool::press(const PointerEvent& event) {
    const bool erase =
        m_kind == Kind::Eraser || event.eraserEnd || event.modifiers.testFlag(Qt::ControlModifier);
    m_target = erase ? backgroundTarget(state()) : foregroundTarget(state());
    m_began = m_target;
    m_beforeStroke = state().document().scene().instances;
    m_gesture = state().document().newGesture();
    m_stroking = true;
    m_changed = false;
    const Dab dab = dabOf(event);
    if (!event.modifiers.testFlag(Qt::ShiftModifier) || !m_last) {
        m_last = dab;
    }
    m_line = false;
    strokeTo(dab);
    m_hover = dab;
    Q_EMIT overlayChanged();
    if (!m_changed) {
        if (const QString why = refusalAt(state(), pixelAt(dab.at)); !why.isEmpty()) {
            Q_EMIT noticed(why);
        }
    }
}

void StrokeTool::move(const PointerEvent& event) {
    if (m_stroking) {
        const Dab dab = dabOf(event);
        strokeTo(dab);
        m_hover = dab;
        Q_EMIT overlayChanged();
    }
}

void StrokeTool::release(const PointerEvent& /*event*/) {
    if (std::exchange(m_stroking, false) && m_changed) {
        if (const QString stray = strayNotice(state(), m_began, m_beforeStroke); !stray.isEmpty()) {
            Q_EMIT noticed(stray);
        }
    }
    m_beforeStroke = {};
}

void StrokeTool::strokeTo(const Dab& dab) {
    const Dab from = std::exchange(m_last, dab).value_or(dab);
    const bool painted =
        paintArea(state(), taperedSpans(m_shape, from.at, from.diameter, dab.at, dab.diameter),
                  m_target, name(), m_gesture);
    m_target.newInstance = m_target.newInstance && !painted;
    m_changed = m_changed || painted;
}

void StrokeTool::hover(const PointerEvent& event) {
    PointerEvent full = event;
    // A pen that hovers has no pressure; the outline shows what it can reach.
    full.pressure = 1;
    m_hover = dabOf(full);
    m_line = m_last && event.modifiers.testFlag(Qt::ShiftModifier);
    Q_EMIT overlayChanged();
}

void StrokeTool::leave() {
    m_hover.reset();
    m_line = false;
    Q_EMIT overlayChanged();
}

bool StrokeTool::cancel() {
    if (!m_stroking) {
        return false;
    }
    m_stroking = false;
    if (m_changed) {
        state().document().undoStack().undo();
    }
    return true;
}

QPainterPath StrokeTool::outlineOf(const Dab& dab) const {
    const Point at = brushPosition(dab.at, dab.diameter);
    const auto rows = scene::strokeSpans({m_shape, dab.diameter}, at, at);
    QPolygonF outline;
    for (const scene::PixelSpan& row : rows) {
        outline << QPointF(row.x, row.y) << QPointF(row.x, row.y + 1);
    }
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        outline << QPointF(row->x + row->length, row->y + 1)
                << QPointF(row->x + row->length, row->y);
    }
    QPainterPath path;
    path.addPolygon(outline);
    path.closeSubpath();
    return path;
}

void StrokeTool::paint(QPainter& painter, const QTransform& mapToWidget) const {
    if (!m_hover) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_line && !m_stroking) {
        QPainterPath line(mapToWidget.map(m_last->at));
        line.lineTo(mapToWidget.map(m_hover->at));
        drawTwoTone(painter, line, Qt::DashLine);
    }
    drawTwoTone(painter, mapToWidget.map(outlineOf(*m_hover)));
}

QRectF StrokeTool::bounds(const QTransform& mapToWidget) const {
    if (!m_hover) {
        return {};
    }
    const double side = m_hover->diameter + 2.0;
    QRectF box(m_hover->at.x() - side / 2, m_hover->at.y() - side / 2, side, side);
    if (m_line && !m_stroking) {
        box = box.united(QRectF(m_last->at, QSizeF(1, 1)));
    }
    constexpr double line = 4;
    return mapToWidget.mapRect(box).adjusted(-line, -line, line, line);
}

Qt::CursorShape StrokeTool::cursor() const {
    return Qt::CrossCursor;
}

void StrokeTool::setDiameter(int pixels) {
    if (std::exchange(m_diameter, std::clamp(pixels, 1, largest)) != m_diameter) {
        if (m_hover && !m_sizeFollowsZoom) {
            m_hover->diameter = m_diameter;
        }
        Q_EMIT settingsChanged();
    }
}

void StrokeTool::setShape(scene::BrushShape shape) {
    if (std::exchange(m_shape, shape) != shape) {
        Q_EMIT settingsChanged();
    }
}

void StrokeTool::setSizeFollowsZoom(bool on) {
    if (std::exchange(m_sizeFollowsZoom, on) != on) {
        Q_EMIT settingsChanged();
    }
}

void StrokeTool::setPressureSize(bool on) {
    if (std::exchange(m_pressureSize, on) != on) {
        Q_EMIT settingsChanged();
    }
}

QWidget* StrokeTool::makeOptions(QWidget* parent) {
    auto* row = new OptionsRow(*this, parent);
    const QString keys =
        keyed(state().shortcuts(), tr("Diameter (%1 smaller, %2 larger, Ctrl+wheel)"),
              {"brush.smaller", "brush.larger"});
    row->addNumber(
        {tr("Size"), keys.isEmpty() ? tr("Diameter (Ctrl+wheel)") : keys, tr(" px")}, 1, largest,
        [this] { return m_diameter; }, [this](int value) { setDiameter(value); });
    row->addChoice(
        {tr("Shape"), tr("Shape of the brush")}, {tr("Round"), tr("Square")},
        [this] { return m_shape == scene::BrushShape::Round ? 0 : 1; },
        [this](int index) {
            setShape(index == 0 ? scene::BrushShape::Round : scene::BrushShape::Square);
        });
    row->addCheck(
        {tr("Size with zoom"), tr("The size counts pixels of the screen, not of the map")},
        [this] { return m_sizeFollowsZoom; }, [this](bool on) { setSizeFollowsZoom(on); });
    row->addCheck(
        {tr("Pressure"), tr("The pen's pressure sets the size")}, [this] { return m_pressureSize; },
        [this](bool on) { setPressureSize(on); });
    row->finish();
    return row;
}

void StrokeTool::readSettings(const QSettings& settings) {
    m_diameter = std::clamp(settings.value("diameter", m_diameter).toInt(), 1, largest);
    m_shape = settings.value("square", false).toBool() ? scene::BrushShape::Square
                                                       : scene::BrushShape::Round;
    m_sizeFollowsZoom = settings.value("sizeFollowsZoom", m_sizeFollowsZoom).toBool();
    m_pressureSize = settings.value("pressureSize", m_pressureSize).toBool();
}

void StrokeTool::writeSettings(QVariantMap& settings) const {
    settings.insert("diameter", m_diameter);
    settings.insert("square", m_shape == scene::BrushShape::Square);
    settings.insert("sizeFollowsZoom", m_sizeFollowsZoom);
    settings.insert("pressureSize", m_pressureSize);
}

} // namespace underpaint::ui
