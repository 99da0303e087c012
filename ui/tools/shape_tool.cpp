// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/shape_tool.h"

#include "engine/scene/mask_spans.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/tools/options_row.h"
#include "ui/tools/painting.h"
#include "ui/tools/two_tone.h"

#include <QSettings>

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::ui {

ShapeTool::ShapeTool(Use use, EditorState& state, QObject* parent)
    : AreaTool(use, state, parent), m_selects(use == Use::Select) {}

QString ShapeTool::id() const {
    return m_selects ? QStringLiteral("select") : QStringLiteral("shape");
}

QString ShapeTool::name() const {
    return m_selects ? tr("Select") : tr("Shape");
}

QString ShapeTool::hint() const {
    if (use() == Use::Select) {
        return tr("Drag to select · Shift: add, or a square · Ctrl: subtract · click: select "
                  "nothing");
    }
    return tr("Drag to paint the shape · Shift: square or circle · Ctrl: background · Esc: cancel");
}

QKeySequence ShapeTool::shortcut() const {
    return m_selects ? Qt::Key_M : Qt::Key_U;
}

QString ShapeTool::iconName() const {
    return id();
}

void ShapeTool::press(const PointerEvent& event) {
    m_from = event.position;
    m_to = event.position;
    m_begun = event.modifiers;
    m_square = false;
    m_dragged = false;
}

void ShapeTool::move(const PointerEvent& event) {
    if (!m_from) {
        return;
    }
    m_to = event.position;
    // A hand is never quite still: less than three pixels of the screen is a click.
    constexpr double still = 3;
    const QPointF way = (m_to - *m_from) * event.zoom;
    m_dragged = m_dragged || std::hypot(way.x(), way.y()) >= still;
    // Shift that was down from the beginning adds to the selection.
    const bool adds = use() == Use::Select && m_begun.testFlag(Qt::ShiftModifier);
    m_square = event.modifiers.testFlag(Qt::ShiftModifier) && !adds;
    Q_EMIT overlayChanged();
}

void ShapeTool::release(const PointerEvent& event) {
    if (!m_from) {
        return;
    }
    move(event);
    const Rect rect = box();
    m_from.reset();
    Q_EMIT overlayChanged();
    const Rect map = state().document().scene().bounds();
    if (!m_dragged) {
        if (use() == Use::Select && m_begun == Qt::NoModifier) {
            state().setPixelSelection({});
        }
        return;
    }
    apply(m_shape == Shape::Rectangle ? scene::rectangleSpans(rect, map)
                                      : scene::ellipseSpans(rect, map),
          m_begun);
}

bool ShapeTool::cancel() {
    const bool active = m_from.has_value();
    m_from.reset();
    Q_EMIT overlayChanged();
    return active;
}

Rect ShapeTool::box() const {
    const Point from = pixelAt(*m_from);
    Point to = pixelAt(m_to);
    if (m_square) {
        const int side = std::max(std::abs(to.x - from.x), std::abs(to.y - from.y));
        to = {from.x + (to.x < from.x ? -side : side), from.y + (to.y < from.y ? -side : side)};
    }
    return {std::min(from.x, to.x), std::min(from.y, to.y), std::abs(to.x - from.x) + 1,
            std::abs(to.y - from.y) + 1};
}

QRectF ShapeTool::extent() const {
    if (!m_from || !m_dragged) {
        return {};
    }
    const Rect rect = box();
    return QRectF(rect.x, rect.y, rect.width, rect.height);
}

void ShapeTool::paint(QPainter& painter, const QTransform& mapToWidget) const {
    const QRectF rect = extent();
    if (rect.isNull()) {
        return;
    }
    QPainterPath path;
    if (m_shape == Shape::Rectangle) {
        path.addRect(rect);
    } else {
        path.addEllipse(rect);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    drawTwoTone(painter, mapToWidget.map(path), m_selects ? Qt::DashLine : Qt::SolidLine);
}

void ShapeTool::setShape(Shape shape) {
    if (std::exchange(m_shape, shape) != shape) {
        Q_EMIT settingsChanged();
    }
}

QWidget* ShapeTool::makeOptions(QWidget* parent) {
    auto* row = new OptionsRow(*this, parent);
    row->addChoice(
        {tr("Shape"), tr("What is drawn between the corners of the drag")},
        {tr("Rectangle"), tr("Ellipse")}, [this] { return static_cast<int>(m_shape); },
        [this](int index) { setShape(static_cast<Shape>(index)); });
    if (!m_selects) {
        addUseOption(*row);
    }
    row->finish();
    return row;
}

void ShapeTool::readSettings(const QSettings& settings) {
    m_shape = settings.value("ellipse", false).toBool() ? Shape::Ellipse : Shape::Rectangle;
    if (!m_selects) {
        AreaTool::readSettings(settings);
    }
}

void ShapeTool::writeSettings(QVariantMap& settings) const {
    settings.insert("ellipse", m_shape == Shape::Ellipse);
    AreaTool::writeSettings(settings);
}

} // namespace underpaint::ui
