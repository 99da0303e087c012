// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_private.h"
#include "ui/canvas/truth_badge.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/document/photo_state.h"
#include "ui/tools/tool_controller.h"
#include "ui/tools/two_tone.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <iterator>

namespace underpaint::ui {

namespace {

/// Neutral, so that it does not tint what one sees.
QRgb surroundOf(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128 ? 0xff303030 : 0xffa0a0a0;
}

constexpr int handleRadius = 9;

/// Around the tiles of the map that hold one of the ids.
Rect tilesWith(const scene::InstanceMap& map, const std::vector<std::uint32_t>& ids) {
    Rect box;
    const void* without = nullptr; // a tile that holds none; plain maps share one
    for (int index = 0; index < map.tileCount(); ++index) {
        if (map.tileIdentity(index) == without) {
            continue;
        }
        const auto& cells = map.tileCells(index);
        const bool found = std::any_of(ids.begin(), ids.end(), [&](std::uint32_t id) {
            return std::find(cells.begin(), cells.end(), id) != cells.end();
        });
        if (found) {
            box = box.united(map.tileRect(index));
        } else {
            without = map.tileIdentity(index);
        }
    }
    return box;
}

} // namespace

void CanvasView::paintEvent(QPaintEvent* event) {
    d->painter.setSurround(surroundOf(palette()));
    d->renderDirty();
    QPainter painter(this);
    const double ratio = d->dpr();
    painter.save();
    painter.scale(1 / ratio, 1 / ratio);
    QRegion device;
    for (const QRect& rect : event->region()) {
        const QRect part = d->toDevice(rect).intersected(d->frame.rect());
        painter.drawImage(part.topLeft(), d->frame, part);
        device += part;
    }
    if (d->decorations && !d->ants.empty()) {
        d->ants.paint(painter, device);
    }
    painter.restore();
    d->paintOverlays(painter);
    const QRegion overlays = d->overlayRegion();
    const bool everything = (QRegion(rect()) - event->region()).isEmpty();
    d->shownOverlays = everything ? overlays : d->shownOverlays + overlays;
}

void CanvasView::Private::damageMap(const QRect& region) {
    painter.damage({region.x(), region.y(), region.width(), region.height()});
    repaintMap(region);
}

void CanvasView::Private::damagePhoto() {
    for (const CanvasPane& pane : panes()) {
        if (pane.content.photo) {
            dirty += toDevice(pane.clip);
            view.update(pane.clip);
        }
    }
}

void CanvasView::Private::followSelection() {
    std::vector<std::uint32_t> changed;
    const auto& selected = state.selectedInstances();
    std::set_symmetric_difference(outlined.begin(), outlined.end(), selected.begin(),
                                  selected.end(), std::back_inserter(changed));
    outlined = selected;
    painter.setSelected(outlined);
    // Looking for many takes longer than painting everything.
    constexpr std::size_t many = 8;
    if (changed.size() > many) {
        damageAll();
        return;
    }
    const Rect box = tilesWith(state.document().scene().instances, changed);
    if (!box.empty()) {
        repaintMap({box.x, box.y, box.width, box.height});
    }
}

void CanvasView::Private::repaintMap(const QRect& region) {
    // Below 100 % a pixel of the screen is made of several of the map, and of their neighbours.
    const double blur = 1 + 2 / std::min(1.0, transform.zoom * dpr());
    const QRectF map = QRectF(region).adjusted(-blur, -blur, blur, blur);
    for (const CanvasPane& pane : panes()) {
        constexpr int line = 2;
        const QRect rect = mapToWidget(pane)
                               .mapRect(map)
                               .intersected(pane.clip)
                               .toAlignedRect()
                               .adjusted(-line, -line, line, line)
                               .intersected(pane.clip);
        if (!rect.isEmpty()) {
            dirty += toDevice(rect);
            view.update(rect);
        }
    }
}

void CanvasView::Private::damageAll() {
    dirty = QRect(QPoint(), frame.size());
    ants.forget();
    view.update();
}

void CanvasView::Private::scrollFrame(QPoint devicePixels) {
    // The ants keep places of the frame, and two pictures in one pane do not move past each other.
    if (!ants.empty() || frame.isNull() || !dirty.isEmpty()) {
        damageAll();
        return;
    }
    for (const CanvasPane& pane : panes()) {
        const QRect area = toDevice(pane.clip).intersected(frame.rect());
        const QRect kept = area.translated(devicePixels).intersected(area);
        if (!kept.isEmpty()) {
            const auto bytes = static_cast<std::size_t>(kept.width()) * sizeof(QRgb);
            for (int i = 0; i < kept.height(); ++i) {
                // Against the direction of the movement, so that nothing is overwritten early.
                const int y = devicePixels.y() > 0 ? kept.bottom() - i : kept.top() + i;
                auto* to = reinterpret_cast<QRgb*>(frame.scanLine(y)) + kept.left();
                const auto* from =
                    reinterpret_cast<const QRgb*>(frame.constScanLine(y - devicePixels.y())) +
                    kept.left() - devicePixels.x();
                std::memmove(to, from, bytes);
            }
        }
        dirty += QRegion(area) - QRegion(kept.adjusted(1, 1, -1, -1));
    }
}

void CanvasView::Private::renderDirty() {
    const QSize size(static_cast<int>(std::ceil(view.width() * dpr())),
                     static_cast<int>(std::ceil(view.height() * dpr())));
    if (frame.size() != size) {
        frame = QImage(size, QImage::Format_RGB32);
        frame.fill(surroundOf(view.palette()));
        dirty = frame.rect();
        ants.forget();
    }
    for (const CanvasPane& pane : panes()) {
        const QTransform map = deviceToMap(pane);
        const QRect area = toDevice(pane.clip).intersected(frame.rect());
        for (const QRect& rect : dirty.intersected(area)) {
            painter.paint(frame, rect, map, pane.content);
            if (decorations) {
                ants.find(rect, map, area);
            }
        }
    }
    dirty = {};
}

void CanvasView::Private::paintOverlays(QPainter& target) {
    const auto all = panes();
    for (const CanvasPane& pane : all) {
        target.save();
        target.setClipRect(pane.clip, Qt::IntersectClip);
        if (tools) {
            tools->active().paint(target, mapToWidget(pane));
        }
        if (cursor && mode == ViewMode::SideBySide && &pane != &paneAt(all, *cursor)) {
            paintTwin(target, pane);
        }
        target.restore();
        if (pane.badge) {
            target.save();
            target.setClipRect(pane.clip, Qt::IntersectClip);
            paintTruthBadge(target, pane.clip, photo, view);
            target.restore();
        }
    }
    if (mode == ViewMode::SideBySide) {
        target.fillRect(all[0].clip.top() == all[1].clip.top()
                            ? QRect(all[0].clip.right() + 1, 0, 2, view.height())
                            : QRect(0, all[0].clip.bottom() + 1, view.width(), 2),
                        view.palette().color(QPalette::Window));
    }
    if (mode == ViewMode::Split) {
        paintSplit(target);
    }
}

QRect CanvasView::Private::splitHandle() const {
    const int x = static_cast<int>(std::lround(split * view.width()));
    return {x - handleRadius, 0, 2 * handleRadius + 1, view.height()};
}

void CanvasView::Private::paintSplit(QPainter& target) const {
    const QRect handle = splitHandle();
    const int x = handle.center().x();
    target.setRenderHint(QPainter::Antialiasing, false);
    target.fillRect(QRect(x - 1, 0, 3, view.height()), QColor(0, 0, 0, 160));
    target.fillRect(QRect(x, 0, 1, view.height()), Qt::white);
    target.setRenderHint(QPainter::Antialiasing);
    const QPointF middle(x + 0.5, view.height() / 2.0);
    target.setPen(QPen(QColor(0, 0, 0, 160), 1));
    target.setBrush(Qt::white);
    target.drawEllipse(middle, handleRadius, handleRadius);
    target.setPen(QPen(Qt::black, 1.5));
    for (const int side : {-1, 1}) {
        const QPointF tip = middle + QPointF(side * 6, 0);
        target.drawLine(tip, tip + QPointF(-side * 3, -3));
        target.drawLine(tip, tip + QPointF(-side * 3, 3));
    }
}

void CanvasView::Private::paintTwin(QPainter& target, const CanvasPane& pane) const {
    const QPointF at = mapToWidget(pane).map(view.toMap(*cursor));
    constexpr double gap = 3;
    constexpr double arm = 8;
    QPainterPath cross;
    for (const QPointF direction : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)}) {
        cross.moveTo(at + direction * gap);
        cross.lineTo(at + direction * arm);
    }
    drawTwoTone(target, cross);
}

QRegion CanvasView::Private::overlayRegion() const {
    QRegion region;
    const auto all = panes();
    for (const CanvasPane& pane : all) {
        if (tools) {
            const QRectF bounds = tools->active().bounds(mapToWidget(pane));
            region += bounds.intersected(pane.clip).toAlignedRect();
        }
        if (cursor && mode == ViewMode::SideBySide && &pane != &paneAt(all, *cursor)) {
            constexpr int reach = 11;
            const QPoint at = mapToWidget(pane).map(view.toMap(*cursor)).toPoint();
            region += QRect(at, at).adjusted(-reach, -reach, reach, reach).intersected(pane.clip);
        }
        if (pane.badge) {
            region += truthBadgeArea(pane.clip, photo, view);
        }
    }
    return region;
}

void CanvasView::Private::updateOverlays() {
    const QRegion now = overlayRegion();
    view.update(now + shownOverlays);
    shownOverlays = now;
}

void CanvasView::Private::updateAnts() {
    if (!decorations || !view.isVisible()) {
        return;
    }
    QRegion region;
    for (const QRect& rect : ants.region()) {
        region +=
            QRectF(QPointF(rect.topLeft()) / dpr(), QSizeF(rect.size()) / dpr()).toAlignedRect();
    }
    view.update(region);
}

} // namespace underpaint::ui
