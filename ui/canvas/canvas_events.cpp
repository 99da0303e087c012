// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_private.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/tools/tool_controller.h"

#include <QKeyEvent>
#include <QLineF>
#include <QMouseEvent>
#include <QTabletEvent>
#include <QWheelEvent>

#include <cmath>

namespace underpaint::ui {

namespace {

/// Degrees of the line from the middle to the point.
double angleAt(QPointF middle, QPointF point) {
    return -QLineF(middle, point).angle();
}

} // namespace

PointerEvent CanvasView::Private::pointer(const Input& input) const {
    return {view.toMap(input.position), input.modifiers, input.pressure, input.eraserEnd,
            transform.zoom};
}

void CanvasView::Private::pressTool(const Input& input) {
    if (!tools) {
        return;
    }
    pen = input.pen;
    const auto all = panes();
    dragPane = static_cast<std::size_t>(&paneAt(all, input.position) - all.data());
    drag = Drag::Tool;
    tools->press(pointer(input));
}

void CanvasView::Private::movePointer(const Input& input) {
    cursor = input.position;
    const PointerEvent event = pointer(input);
    if (tools) {
        if (drag == Drag::Tool) {
            tools->move(event);
        } else {
            tools->hover(event);
        }
    }
    updateOverlays();
    const bool onMap = mapRect().contains(event.position);
    Q_EMIT view.cursorMoved(onMap ? std::optional(event.position) : std::nullopt);
}

void CanvasView::Private::liftTool(const Input& input) {
    const PointerEvent event = pointer(input);
    drag = Drag::None;
    if (tools) {
        tools->lift(event);
    }
    updateCursor();
}

void CanvasView::Private::endLostDrag(Qt::MouseButtons buttons, const Input& input) {
    if (drag == Drag::Tool && !pen && !buttons.testFlag(Qt::LeftButton)) {
        liftTool(input);
    } else if (drag != Drag::Tool && buttons == Qt::NoButton) {
        drag = Drag::None;
    }
}

void CanvasView::Private::updateCursor() {
    if (drag == Drag::Pan || drag == Drag::Rotate) {
        view.setCursor(drag == Drag::Pan ? Qt::ClosedHandCursor : Qt::SizeAllCursor);
    } else if (drag == Drag::Split || (mode == ViewMode::Split && drag == Drag::None && cursor &&
                                       splitHandle().contains(cursor->toPoint()))) {
        view.setCursor(Qt::SplitHCursor);
    } else {
        view.setCursor(tools ? tools->active().cursor() : Qt::ArrowCursor);
    }
}

void CanvasView::mousePressEvent(QMouseEvent* event) {
    if (d->drag != Private::Drag::None) {
        return;
    }
    d->cursor = event->position();
    d->dragLast = event->position();
    if (event->button() == Qt::MiddleButton) {
        d->drag = event->modifiers().testFlag(Qt::ShiftModifier) ? Private::Drag::Rotate
                                                                 : Private::Drag::Pan;
    } else if (event->button() == Qt::LeftButton) {
        if (d->mode == ViewMode::Split && d->splitHandle().contains(event->position().toPoint())) {
            d->drag = Private::Drag::Split;
        } else {
            d->pressTool({event->position(), event->modifiers()});
        }
    } else {
        event->ignore();
    }
    d->updateCursor();
}

void CanvasView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    const QPointF middle = QRectF(rect()).center();
    d->endLostDrag(event->buttons(), {at, event->modifiers()});
    switch (d->drag) {
    case Private::Drag::Pan:
        panBy(at - d->dragLast);
        break;
    case Private::Drag::Rotate:
        setRotation(rotation() + angleAt(middle, at) - angleAt(middle, d->dragLast));
        break;
    case Private::Drag::Split:
        setSplitPosition(at.x() / std::max(1, width()));
        break;
    case Private::Drag::Tool:
    case Private::Drag::None:
        break;
    }
    d->dragLast = at;
    d->movePointer({at, event->modifiers()});
    if (d->drag == Private::Drag::None) {
        d->updateCursor();
    }
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event) {
    if (d->drag == Private::Drag::Tool && event->button() == Qt::LeftButton) {
        d->liftTool({event->position(), event->modifiers()});
        return;
    }
    const bool navigates = d->drag == Private::Drag::Pan || d->drag == Private::Drag::Rotate;
    if ((navigates && event->button() == Qt::MiddleButton) ||
        (d->drag == Private::Drag::Split && event->button() == Qt::LeftButton)) {
        d->drag = Private::Drag::None;
        d->updateCursor();
    }
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && d->tools && d->tools->active().busy() &&
        d->tools->finish()) {
        return;
    }
    // Two quick dabs are two dabs.
    mousePressEvent(event);
}

void CanvasView::tabletEvent(QTabletEvent* event) {
    const Private::Input input{event->position(), event->modifiers(), event->pressure(),
                               event->pointerType() == QPointingDevice::PointerType::Eraser, true};
    // Accepted, so that Qt makes no mouse events of them.
    event->accept();
    if (event->type() == QEvent::TabletPress && event->button() == Qt::LeftButton &&
        d->drag == Private::Drag::None) {
        setFocus(Qt::MouseFocusReason);
        d->cursor = event->position();
        d->pressTool(input);
    } else if (event->type() == QEvent::TabletMove && d->drag != Private::Drag::Pan) {
        d->movePointer(input);
    } else if (event->type() == QEvent::TabletRelease && d->drag == Private::Drag::Tool) {
        d->liftTool(input);
    } else {
        // Other buttons of the pen navigate like those of a mouse.
        event->ignore();
    }
}

void CanvasView::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        if (d->tools && steps != 0) {
            d->tools->stepDiameter(steps > 0 ? 1 : -1, false);
        }
    } else if (steps != 0) {
        setZoom(zoom() * std::pow(2.0, steps / 2), event->position());
        if (d->cursor) {
            d->movePointer({event->position(), event->modifiers()});
        }
    }
    event->accept();
}

bool CanvasView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && d->tools) {
        // Keys of the tools come here as keys, so that holding them can be told from tapping.
        const auto& key = static_cast<const QKeyEvent&>(*event);
        if (d->tools->wantsKey(key)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void CanvasView::keyPressEvent(QKeyEvent* event) {
    if (d->tools && d->tools->keyPressed(*event)) {
        d->updateCursor();
        return;
    }
    QPoint direction;
    switch (event->key()) {
    case Qt::Key_Left:
        direction = {-1, 0};
        break;
    case Qt::Key_Right:
        direction = {1, 0};
        break;
    case Qt::Key_Up:
        direction = {0, -1};
        break;
    case Qt::Key_Down:
        direction = {0, 1};
        break;
    default:
        event->ignore();
        return;
    }
    const int step = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    if (!d->tools || !d->tools->nudge(direction * step)) {
        constexpr int pan = 24; // widget pixels
        panBy(QPointF(-direction * pan * step));
    }
}

void CanvasView::keyReleaseEvent(QKeyEvent* event) {
    if (d->tools && d->tools->keyReleased(*event)) {
        d->updateCursor();
        return;
    }
    event->ignore();
}

void CanvasView::leaveEvent(QEvent* /*event*/) {
    if (d->drag != Private::Drag::None) {
        return;
    }
    d->cursor.reset();
    if (d->tools) {
        d->tools->leave();
    }
    d->updateOverlays();
    Q_EMIT cursorMoved(std::nullopt);
}

void CanvasView::focusOutEvent(QFocusEvent* event) {
    // The release of a held key would be somebody else's.
    if (d->tools && d->drag == Private::Drag::None) {
        d->tools->release();
    }
    QWidget::focusOutEvent(event);
}

} // namespace underpaint::ui
