// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_view.h"

#include "ui/canvas/canvas_private.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/document/photo_state.h"
#include "ui/document/shared_image.h"
#include "ui/tools/tool_controller.h"

#include <QEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr double leastZoom = 1.0 / 128;
constexpr double greatestZoom = 64;
/// Part of the pane that the whole map fills.
constexpr double fitShare = 0.96;
constexpr int antsInterval = 120; // ms

/// Rounded so that the painter's arithmetic (pixel_walk.h) is exact on sums of such numbers.
double snapped(double value) {
    constexpr double grid = 1 << 24;
    return std::round(value * grid) / grid;
}

QPointF snapped(QPointF point) {
    return {snapped(point.x()), snapped(point.y())};
}

} // namespace

CanvasView::Private::Private(CanvasView& owner, EditorState& editorState, PhotoState& photoState)
    : view(owner), state(editorState), photo(photoState), painter(editorState) {}

CanvasView::CanvasView(EditorState& state, PhotoState& photo, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(*this, state, photo)) {
    setMouseTracking(true);
    setTabletTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Canvas"));
    setAccessibleDescription(tr("The label map and the photo that is made of it"));
    d->antsTimer.setInterval(antsInterval);
    connect(&d->antsTimer, &QTimer::timeout, this, [this] {
        d->ants.step();
        d->updateAnts();
    });
    const Document& document = state.document();
    connect(&document, &Document::regionChanged, this,
            [this](const QRect& region) { d->damageMap(region); });
    const auto recolour = [this] {
        d->painter.resetLabels();
        d->damagePixels();
    };
    connect(&document, &Document::labelSetChanged, this, recolour);
    connect(&state, &EditorState::visibilityChanged, this, recolour);
    connect(&document, &Document::mapsReplaced, this, [this, recolour] {
        recolour();
        d->followPixelSelection();
        fit();
    });
    connect(&state, &EditorState::selectedInstancesChanged, this, [this] { d->followSelection(); });
    connect(&state, &EditorState::pixelSelectionChanged, this, [this] {
        d->followPixelSelection();
        if (d->ants.empty()) {
            d->antsTimer.stop();
        } else {
            d->antsTimer.start();
        }
    });
    connect(&state, &EditorState::newInstanceNextChanged, this, [this] { d->updateOverlays(); });
    connect(&state, &EditorState::currentLabelChanged, this, [this] { d->updateOverlays(); });
    d->fadeTimer.setInterval(PhotoFade::milliseconds / PhotoFade::steps);
    connect(&d->fadeTimer, &QTimer::timeout, this, [this] { d->stepFade(); });
    connect(&photo, &PhotoState::photoChanged, this, [this] { d->followPhoto(); });
    connect(&state, &EditorState::photoLayerOpacityChanged, this, [this] {
        d->damagePixels();
        Q_EMIT viewChanged();
    });
    // The skin may take longer than a dab of the brush has time.
    constexpr int onionCalm = 80; // ms
    d->onionTimer.setSingleShot(true);
    d->onionTimer.setInterval(onionCalm);
    const auto followOnion = [this] { d->followOnionSkin(); };
    connect(&d->onionTimer, &QTimer::timeout, this, followOnion);
    connect(&document, &Document::regionChanged, this, [this] { d->onionTimer.start(); });
    connect(&document, &Document::currentFrameChanged, this, followOnion);
    connect(&document, &Document::framesChanged, this, followOnion);
    connect(&state, &EditorState::onionSkinChanged, this, followOnion);
    const auto followReference = [this] {
        const auto& shown = d->state.document().scene().referencePhoto;
        if (shown != d->reference) { // a base changes with its maps, too
            d->reference = shown;
            d->painter.setReference(toQt(shown));
        }
        d->damagePixels();
    };
    connect(&document, &Document::baseChanged, this, followReference);
    followReference();
    connect(&photo, &PhotoState::stateChanged, this, [this] { d->updateOverlays(); });
    d->followSelection();
    d->followPhoto();
    d->ants.setSelection(state.pixelSelection(), document.scene().size());
    fit();
    d->navigator = new Navigator(*this);
}

CanvasView::~CanvasView() = default;

EditorState& CanvasView::state() const {
    return d->state;
}

void CanvasView::peek(const QImage& picture) {
    d->peek(picture);
}

PhotoState& CanvasView::photo() const {
    return d->photo;
}

void CanvasView::setTools(ToolController* tools) {
    if (d->tools) {
        d->tools->disconnect(this);
    }
    d->tools = tools;
    if (tools != nullptr) {
        tools->setPhoto(&d->photo);
        connect(tools, &ToolController::overlayChanged, this, [this] { d->updateOverlays(); });
        connect(tools, &ToolController::activeChanged, this, [this] { d->updateCursor(); });
        connect(tools, &ToolController::panned, this, [this](QPointF mapDelta) {
            const QTransform map = d->transform.mapToWidget({});
            panBy(map.map(mapDelta) - map.map(QPointF()));
        });
        connect(tools, &ToolController::zoomed, this, [this](double factor, QPointF mapPoint) {
            setZoom(zoom() * factor, d->cursor.value_or(fromMap(mapPoint)));
        });
        connect(tools, &ToolController::framed, this, &CanvasView::frame);
    }
    d->updateCursor();
    d->updateOverlays();
}

ViewMode CanvasView::mode() const {
    return d->mode;
}

void CanvasView::setMode(ViewMode mode) {
    if (std::exchange(d->mode, mode) != mode) {
        d->followMatches();
        if (d->fitted) {
            fit();
        }
        d->moved();
    }
}

double CanvasView::overlayOpacity() const {
    return d->opacity;
}

void CanvasView::setOverlayOpacity(double opacity) {
    d->opacity = std::clamp(opacity, 0.0, 1.0);
    d->damagePixels();
    Q_EMIT viewChanged();
}

double CanvasView::splitPosition() const {
    return d->split;
}

void CanvasView::setSplitPosition(double position) {
    const int before = d->splitHandle().center().x();
    d->split = std::clamp(position, 0.0, 1.0);
    if (d->mode == ViewMode::Split) {
        d->damageSplit(before, d->splitHandle().center().x());
    }
    Q_EMIT viewChanged();
}

bool CanvasView::decorationsVisible() const {
    return d->decorations;
}

void CanvasView::setDecorationsVisible(bool visible) {
    d->decorations = visible;
    d->damagePixels();
}

double CanvasView::zoom() const {
    return d->transform.zoom;
}

void CanvasView::setZoom(double zoom, std::optional<QPointF> fixedWidgetPoint) {
    const QPointF fixed = fixedWidgetPoint.value_or(d->panes().front().area.center());
    const QPointF before = toMap(fixed);
    d->transform.zoom = std::clamp(zoom, leastZoom, greatestZoom);
    d->transform.centre += before - toMap(fixed);
    d->fitted = false;
    d->moved();
}

double CanvasView::rotation() const {
    return d->transform.rotation;
}

void CanvasView::setRotation(double degrees) {
    d->transform.rotation = std::remainder(degrees, 360.0);
    if (d->fitted) {
        fit();
    }
    d->moved();
}

void CanvasView::fit() {
    frame(d->mapRect());
    d->fitted = true;
}

void CanvasView::frame(const QRectF& mapRect) {
    QTransform turned;
    turned.rotate(d->transform.rotation);
    const QRectF box = turned.mapRect(mapRect);
    const QRectF area = d->panes().front().area;
    if (box.isEmpty() || area.isEmpty()) {
        return;
    }
    const double zoom = std::min(area.width() / box.width(), area.height() / box.height());
    d->transform.zoom = std::clamp(zoom * fitShare, leastZoom, greatestZoom);
    d->transform.centre = mapRect.center();
    d->fitted = false;
    d->moved();
}

QPolygonF CanvasView::visibleMap() const {
    const std::vector<CanvasPane> panes = d->panes();
    return d->mapToWidget(panes.front()).inverted().map(QPolygonF(panes.front().area));
}

Navigator& CanvasView::navigator() const {
    return *d->navigator;
}

void CanvasView::panBy(QPointF widgetDelta) {
    // Whole device pixels, so that the frame can be shifted; the rest is carried over.
    const QPointF wanted = widgetDelta * d->dpr() + d->residue;
    const QPoint whole(static_cast<int>(std::lround(wanted.x())),
                       static_cast<int>(std::lround(wanted.y())));
    d->residue = wanted - whole;
    if (whole.isNull()) {
        return;
    }
    d->transform.centre -= d->deviceStep().map(QPointF(whole));
    d->fitted = false;
    d->scrollFrame(whole);
    update();
    Q_EMIT viewChanged();
}

QPointF CanvasView::toMap(QPointF widgetPoint) const {
    const auto panes = d->panes();
    return d->mapToWidget(d->paneAt(panes, widgetPoint)).inverted().map(widgetPoint);
}

QPointF CanvasView::fromMap(QPointF mapPoint) const {
    return d->mapToWidget(d->panes().front()).map(mapPoint);
}

long long CanvasView::paintedPixels() const {
    return d->paintedPixels;
}

QSize CanvasView::sizeHint() const {
    return {800, 600};
}

QSize CanvasView::minimumSizeHint() const {
    return {200, 150};
}

void CanvasView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        d->damagePixels(); // what surrounds the map has another colour
    }
    QWidget::changeEvent(event);
}

void CanvasView::resizeEvent(QResizeEvent* /*event*/) {
    if (d->fitted) {
        fit();
    }
    d->moved();
}

// Geometry

QRectF CanvasView::Private::mapRect() const {
    const Size size = state.document().scene().size();
    return {0, 0, static_cast<double>(size.width), static_cast<double>(size.height)};
}

QTransform CanvasView::Private::deviceStep() const {
    QTransform mapToDevice;
    mapToDevice.rotate(transform.rotation);
    mapToDevice.scale(transform.zoom * dpr(), transform.zoom * dpr());
    const QTransform exact = mapToDevice.inverted();
    return {snapped(exact.m11()),
            snapped(exact.m12()),
            snapped(exact.m21()),
            snapped(exact.m22()),
            0,
            0};
}

QTransform CanvasView::Private::deviceToMap(const CanvasPane& pane) const {
    const QTransform step = deviceStep();
    const QPointF corner = transform.centre - snapped(step.map(pane.area.center() * dpr()));
    return {step.m11(), step.m12(), step.m21(), step.m22(), corner.x(), corner.y()};
}

QRect CanvasView::Private::toWidget(const QRect& deviceRect) const {
    const QRectF rect(deviceRect);
    return QRectF(rect.topLeft() / dpr(), rect.size() / dpr()).toAlignedRect();
}

QRect CanvasView::Private::toDevice(const QRect& widgetRect) const {
    const QRectF rect(widgetRect);
    return QRectF(rect.topLeft() * dpr(), rect.size() * dpr()).toAlignedRect();
}

std::vector<CanvasPane> CanvasView::Private::panes() const {
    const QRect all = view.rect();
    PaneContent labels;
    labels.outlines = true;
    labels.decorations = decorations;
    labels.reference = state.photoLayerOpacity();
    PaneContent shot;
    shot.photo = true;
    shot.labels = 0;
    shot.decorations = decorations;
    shot.reference = state.photoLayerOpacity();
    PaneContent other;
    other.labels = 0;
    other.decorations = decorations;
    switch (mode) {
    case ViewMode::Labels:
        return {{all, all, labels, false}};
    case ViewMode::Photo:
        return {{all, all, shot, true}};
    case ViewMode::Overlay:
        shot.labels = photo.photo().isNull() ? 1 : opacity;
        shot.outlines = true;
        return {{all, all, shot, true}};
    case ViewMode::SideBySide: {
        // Beside each other, or one above the other where that shows the map larger.
        const QRectF map = mapRect();
        const auto fitZoom = [&](double width, double height) {
            return map.isEmpty() ? 1 : std::min(width / map.width(), height / map.height());
        };
        QRect first = all;
        QRect second = all;
        if (fitZoom(all.width(), all.height() / 2.0) > fitZoom(all.width() / 2.0, all.height())) {
            first.setHeight(all.height() / 2 - 1);
            second.setTop(all.height() / 2 + 1);
        } else {
            first.setWidth(all.width() / 2 - 1);
            second.setLeft(all.width() / 2 + 1);
        }
        return {{first, first, labels, false}, {second, second, shot, true}};
    }
    case ViewMode::Split: {
        const int at = static_cast<int>(std::lround(split * all.width()));
        QRect left = all;
        left.setWidth(at);
        QRect right = all;
        right.setLeft(at);
        return {{left, all, labels, false}, {right, all, shot, true}};
    }
    case ViewMode::Reference:
        other.reference = 1;
        return {{all, all, other, false}};
    case ViewMode::Changes:
        other.instead = Instead::Changes;
        return {{all, all, other, false}};
    case ViewMode::Exemplar:
        other.instead = Instead::Exemplar;
        return {{all, all, other, false}};
    case ViewMode::Certainty:
        other.instead = Instead::Certainty;
        return {{all, all, other, false}};
    }
    return {{all, all, labels, false}};
}

const CanvasPane& CanvasView::Private::paneAt(const std::vector<CanvasPane>& all,
                                              QPointF widgetPoint) const {
    if (drag == Drag::Tool && dragPane < all.size()) {
        return all[dragPane];
    }
    const auto found = std::find_if(all.begin(), all.end(), [&](const CanvasPane& pane) {
        return QRectF(pane.clip).contains(widgetPoint);
    });
    return found == all.end() ? all.front() : *found;
}

void CanvasView::Private::moved() {
    residue = {};
    transform.centre = snapped(transform.centre);
    damageAll();
    Q_EMIT view.viewChanged();
}

} // namespace underpaint::ui
