// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_private.h"
#include "ui/canvas/match_pictures.h"
#include "ui/canvas/onion_skin.h"
#include "ui/canvas/pane_badge.h"
#include "ui/canvas/target_tag.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/document/photo_state.h"
#include "ui/tools/tool_controller.h"
#include "ui/tools/two_tone.h"

#include <QBackingStore>
#include <QElapsedTimer>
#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <utility>

namespace underpaint::ui {

namespace {

/// Neutral, so that it does not tint what one sees.
QRgb surroundOf(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128 ? 0xff303030 : 0xffa0a0a0;
}

constexpr int handleRadius = 9;

/// What painting may take of a frame of the screen, which has 16 ms for everything.
constexpr int frameBudget = 6; // ms
/// What is painted between two looks at the clock, in device pixels.
constexpr QSize pieceSize(512, 64);

std::vector<QRect> piecesOf(const QRect& rect) {
    std::vector<QRect> pieces;
    for (int top = rect.top(); top <= rect.bottom(); top += pieceSize.height()) {
        for (int left = rect.left(); left <= rect.right(); left += pieceSize.width()) {
            pieces.push_back(QRect({left, top}, pieceSize).intersected(rect));
        }
    }
    return pieces;
}

/// Around the tiles of the map that hold one of the ids and lie in the rectangle.
Rect tilesWith(const scene::InstanceMap& map, const std::vector<std::uint32_t>& ids,
               const QRectF& where) {
    Rect box;
    const void* without = nullptr; // a tile that holds none; plain maps share one
    for (int index = 0; index < map.tileCount(); ++index) {
        const Rect tile = map.tileRect(index);
        if (map.tileIdentity(index) == without ||
            !where.intersects(QRectF(tile.x, tile.y, tile.width, tile.height))) {
            continue;
        }
        const auto& cells = map.tileCells(index);
        const bool found = std::any_of(ids.begin(), ids.end(), [&](std::uint32_t id) {
            return std::find(cells.begin(), cells.end(), id) != cells.end();
        });
        if (found) {
            box = box.united(tile);
        } else {
            without = map.tileIdentity(index);
        }
    }
    return box;
}

} // namespace

bool CanvasView::paintsOnScreen() const {
    QPoint offset;
    QBackingStore* store = backingStore();
    return store != nullptr && redirected(&offset) == store->paintDevice();
}

void CanvasView::paintEvent(QPaintEvent* event) {
    d->painter.setSurround(surroundOf(palette()));
    if (!paintsOnScreen()) {
        d->endFade();
    }
    d->renderDirty(paintsOnScreen() ? Private::Extent::WithinFrame : Private::Extent::Everything);
    QPainter painter(this);
    const double ratio = d->dpr();
    painter.save();
    painter.scale(1 / ratio, 1 / ratio);
    for (const QRect& rect : event->region()) {
        const QRect part = d->toDevice(rect).intersected(d->frame.rect());
        painter.drawImage(part.topLeft(), d->frame, part);
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
        if (pane.content.photo || pane.content.instead) {
            dirty += toDevice(pane.clip);
            view.update(pane.clip);
        }
    }
}

void CanvasView::Private::followPhoto() {
    const bool refined = lastApproximate && photo.truth() == PhotoState::Truth::Exact;
    // While the brush moves the picture of the changes stays as it was.
    if (const QImage& changes = photo.parts().changes;
        !changes.isNull() || photo.parts().painted.isNull()) {
        painter.setInstead(Instead::Changes, changes);
    }
    followMatches();
    const QImage before = std::exchange(lastPhoto, photo.photo());
    lastApproximate = photo.truth() == PhotoState::Truth::Approximate;
    if (refined && peeked.isNull() && view.isVisible() && fade.begin(before, lastPhoto)) {
        fadeTimer.start();
        stepFade();
        return;
    }
    fade.end();
    fadeTimer.stop();
    if (peeked.isNull()) {
        painter.setPhoto(lastPhoto);
        damagePhoto();
    }
}

void CanvasView::Private::peek(const QImage& picture) {
    endFade();
    peeked = picture;
    painter.setPhoto(peeked.isNull() ? lastPhoto : peeked);
    damagePhoto();
}

void CanvasView::Private::followMatches() {
    // Only while they are shown: photos come with every move of the brush.
    if (mode != ViewMode::Exemplar && mode != ViewMode::Certainty) {
        return;
    }
    const auto& matches = photo.parts().matches;
    if (matches == shownMatches && mode == shownMatchesAs) {
        return;
    }
    shownMatches = matches;
    shownMatchesAs = mode;
    if (mode == ViewMode::Exemplar) {
        painter.setInstead(Instead::Exemplar, matches ? warpedPicture(matches) : QImage());
    } else {
        painter.setInstead(Instead::Certainty, matches ? certaintyPicture(*matches) : QImage());
    }
}

void CanvasView::Private::stepFade() {
    painter.setPhoto(fade.next());
    damagePhoto();
    if (!fade.running()) {
        fadeTimer.stop();
    }
}

void CanvasView::Private::endFade() {
    if (fade.running()) {
        fade.end();
        fadeTimer.stop();
        painter.setPhoto(lastPhoto);
        damagePhoto();
    }
}

void CanvasView::Private::followSelection() {
    std::vector<std::uint32_t> changed;
    const auto& selected = state.selectedInstances();
    std::set_symmetric_difference(outlined.begin(), outlined.end(), selected.begin(),
                                  selected.end(), std::back_inserter(changed));
    outlined = selected;
    painter.setSelected(outlined);
    // Looking for many in a large map takes longer than a frame has time.
    constexpr std::size_t many = 2;
    if (changed.size() > many) {
        damagePixels();
        return;
    }
    QRectF visible;
    for (const CanvasPane& pane : panes()) {
        visible |= mapToWidget(pane).inverted().mapRect(QRectF(pane.clip));
    }
    const Rect box = tilesWith(state.document().scene().instances, changed, visible);
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

void CanvasView::Private::damagePixels() {
    dirty = QRect(QPoint(), frame.size());
    view.update();
}

void CanvasView::Private::damageAll() {
    damagePixels();
    unsearched = dirty;
    ants.forget();
}

void CanvasView::Private::damageSplit(int from, int to) {
    const QRect strip(QPoint(std::min(from, to), 0), QPoint(std::max(from, to), view.height() - 1));
    dirty += toDevice(strip);
    unsearched += toDevice(strip);
    const auto all = panes();
    for (std::size_t i = 0; i < all.size(); ++i) {
        ants.scroll(i, {}, toDevice(all[i].clip));
    }
    view.update(strip.adjusted(-handleRadius, 0, handleRadius + 1, 0));
    updateOverlays();
}

void CanvasView::Private::followPixelSelection() {
    // Where the old border was, the picture comes out again.
    dirty += ants.region().intersected(frame.rect());
    unsearched = frame.rect();
    ants.setSelection(state.pixelSelection(), state.document().scene().size());
    view.update();
}

void CanvasView::Private::scrollFrame(QPoint devicePixels) {
    if (frame.isNull()) {
        damageAll();
        return;
    }
    QRegion paint = dirty;
    QRegion search = unsearched;
    const auto all = panes();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const QRect area = toDevice(all[i].clip).intersected(frame.rect());
        const QRect kept = area.translated(devicePixels).intersected(area);
        const auto bytes = static_cast<std::size_t>(std::max(0, kept.width())) * sizeof(QRgb);
        for (int line = 0; line < kept.height(); ++line) {
            // Against the direction of the movement, so that nothing is overwritten early.
            const int y = devicePixels.y() > 0 ? kept.bottom() - line : kept.top() + line;
            auto* to = reinterpret_cast<QRgb*>(frame.scanLine(y)) + kept.left();
            const auto* from =
                reinterpret_cast<const QRgb*>(frame.constScanLine(y - devicePixels.y())) +
                kept.left() - devicePixels.x();
            std::memmove(to, from, bytes);
        }
        // Between pixels of the screen two panes share one at their border, which is neither's.
        const int shared = dpr() == std::floor(dpr()) ? 0 : 1;
        const QRegion exposed =
            QRegion(area) - QRegion(kept.adjusted(shared, shared, -shared, -shared));
        const auto follow = [&](QRegion& region) {
            const QRegion moved = region.intersected(area).translated(devicePixels);
            region = (region - area) + moved.intersected(area) + exposed;
        };
        follow(paint);
        follow(search);
        ants.scroll(i, devicePixels, area);
    }
    dirty = paint;
    unsearched = search;
}

void CanvasView::Private::renderDirty(Extent extent) {
    const QSize size(static_cast<int>(std::ceil(view.width() * dpr())),
                     static_cast<int>(std::ceil(view.height() * dpr())));
    if (frame.size() != size) {
        frame = QImage(size, QImage::Format_RGB32);
        frame.fill(surroundOf(view.palette()));
        dirty = frame.rect();
        unsearched = frame.rect();
        ants.forget();
    }
    QElapsedTimer clock;
    clock.start();
    QRegion rest;
    const auto all = panes();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const QRect area = toDevice(all[i].clip).intersected(frame.rect());
        for (const QRect& rect : (dirty + unsearched).intersected(area)) {
            for (const QRect& piece : piecesOf(rect)) {
                if (extent == Extent::WithinFrame && clock.elapsed() >= frameBudget) {
                    rest += piece;
                } else {
                    renderPiece(i, all[i], piece);
                }
            }
        }
    }
    dirty = dirty.intersected(rest);
    unsearched = unsearched.intersected(rest);
    for (const QRect& rect : rest) {
        view.update(toWidget(rect));
    }
}

void CanvasView::Private::renderPiece(std::size_t index, const CanvasPane& pane,
                                      const QRect& piece) {
    const QTransform map = deviceToMap(pane);
    if (dirty.intersects(piece)) {
        painter.paint(frame, piece, map, pane.content);
        paintedPixels += piece.width() * static_cast<long long>(piece.height());
    }
    if (unsearched.intersects(piece)) {
        ants.find(index, piece, map);
    }
    if (decorations) {
        ants.draw(frame, piece);
    }
}

void CanvasView::Private::paintOverlays(QPainter& target) {
    const auto all = panes();
    for (const CanvasPane& pane : all) {
        target.save();
        target.setClipRect(pane.clip, Qt::IntersectClip);
        paintOnionSkin(target, pane);
        if (tools) {
            tools->active().paint(target, mapToWidget(pane));
        }
        if (cursor && mode == ViewMode::SideBySide && &pane != &paneAt(all, *cursor)) {
            paintTwin(target, pane);
        }
        if (const QRect tag = tagArea(pane, all); !tag.isEmpty()) {
            paintTargetTag(target, targetTag(state, tools->active()), tag);
        }
        target.restore();
        if (pane.badge) {
            target.save();
            target.setClipRect(pane.clip, Qt::IntersectClip);
            paintPaneBadge(target, pane.clip, photo, view);
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

void CanvasView::Private::followOnionSkin() {
    const EditorState::OnionSkin skin = state.onionSkin();
    if (skin.before || skin.after || !onion.isNull()) {
        onionStale = true;
        view.update();
    }
}

void CanvasView::Private::paintOnionSkin(QPainter& target, const CanvasPane& pane) {
    if (!pane.content.outlines) {
        return; // it belongs to the labels
    }
    if (std::exchange(onionStale, false)) {
        const scene::Sequence& sequence = state.document().sequence();
        const std::size_t frame = state.document().currentFrame();
        const EditorState::OnionSkin skin = state.onionSkin();
        const bool before = skin.before && frame > 0;
        const bool after = skin.after && frame + 1 < sequence.frames();
        onion = onionSkin(sequence.frame(frame), before ? &sequence.frame(frame - 1) : nullptr,
                          after ? &sequence.frame(frame + 1) : nullptr);
    }
    if (onion.isNull()) {
        return;
    }
    target.save();
    target.setRenderHint(QPainter::SmoothPixmapTransform, transform.zoom < 1);
    target.setTransform(mapToWidget(pane), true);
    target.drawImage(QPointF(0, 0), onion);
    target.restore();
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

QRect CanvasView::Private::tagArea(const CanvasPane& pane,
                                   const std::vector<CanvasPane>& all) const {
    if (!tools || !cursor || &pane != &paneAt(all, *cursor)) {
        return {};
    }
    const QString text = targetTag(state, tools->active());
    return text.isEmpty() ? QRect() : targetTagArea(text, *cursor, pane.clip, view);
}

QRegion CanvasView::Private::overlayRegion() const {
    QRegion region;
    const auto all = panes();
    for (const CanvasPane& pane : all) {
        if (tools) {
            const QRectF bounds = tools->active().bounds(mapToWidget(pane));
            region += bounds.intersected(pane.clip).toAlignedRect();
        }
        if (const QRect tag = tagArea(pane, all); !tag.isEmpty()) {
            region += tag.adjusted(-1, -1, 1, 1).intersected(pane.clip);
        }
        if (cursor && mode == ViewMode::SideBySide && &pane != &paneAt(all, *cursor)) {
            constexpr int reach = 11;
            const QPoint at = mapToWidget(pane).map(view.toMap(*cursor)).toPoint();
            region += QRect(at, at).adjusted(-reach, -reach, reach, reach).intersected(pane.clip);
        }
        if (pane.badge) {
            region += paneBadgeArea(pane.clip, photo, view);
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
    ants.draw(frame, frame.rect());
    QRegion region;
    for (const QRect& rect : ants.region()) {
        region += toWidget(rect);
    }
    view.update(region);
}

} // namespace underpaint::ui
