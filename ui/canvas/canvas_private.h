// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/translate/exemplar_matches.h"
#include "ui/canvas/canvas_view.h"
#include "ui/canvas/marching_ants.h"
#include "ui/canvas/navigator.h"
#include "ui/canvas/pane_painter.h"
#include "ui/canvas/photo_fade.h"
#include "ui/canvas/view_transform.h"
#include "ui/tools/tool.h"

#include <QImage>
#include <QPointer>
#include <QRegion>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace underpaint::ui {

/// One picture of the map inside the canvas.
struct CanvasPane {
    /// What it covers, in widget coordinates.
    QRect clip;
    /// What the view transform refers to; larger than `clip` where two panes share a picture.
    QRectF area;
    PaneContent content;
    /// Shows the photo, so that the badge belongs here.
    bool badge = false;
};

/// The canvas's state. Pixels of maps and photo are kept in a frame of device pixels: what changes
/// is painted there once, and overlays (outlines, handles, badges) are drawn over a copy.
struct CanvasView::Private {
    Private(CanvasView& owner, EditorState& editorState, PhotoState& photoState);

    // Geometry
    std::vector<CanvasPane> panes() const;
    const CanvasPane& paneAt(const std::vector<CanvasPane>& all, QPointF widgetPoint) const;
    QTransform mapToWidget(const CanvasPane& pane) const {
        return transform.mapToWidget(pane.area);
    }
    /// Panning by whole device pixels changes it by exactly what they are worth, so that a pixel
    /// that was moved along is the one that would be painted.
    QTransform deviceToMap(const CanvasPane& pane) const;
    /// A step of a device pixel, in the map.
    QTransform deviceStep() const;
    double dpr() const { return view.devicePixelRatioF(); }
    QRect toDevice(const QRect& widgetRect) const;
    QRectF mapRect() const;
    QRect splitHandle() const;
    void moved();

    // Painting
    /// The map changed there.
    void damageMap(const QRect& region);
    /// Something else that lies there looks different.
    void repaintMap(const QRect& region);
    void damagePhoto();
    /// There is another photo.
    void peek(const QImage& picture);
    void followPhoto();
    void followMatches();
    void stepFade();
    void endFade();
    void followSelection();
    /// Everything looks different, in the same place.
    void damagePixels();
    /// Everything is elsewhere.
    void damageAll();
    void damageSplit(int from, int to);
    void followPixelSelection();
    void scrollFrame(QPoint devicePixels);
    enum class Extent { Everything, WithinFrame };
    /// WithinFrame: as much as one frame of the screen has time for; the rest follows.
    void renderDirty(Extent extent);
    void renderPiece(std::size_t index, const CanvasPane& pane, const QRect& piece);
    QRect toWidget(const QRect& deviceRect) const;
    void paintOverlays(QPainter& painter);
    void paintSplit(QPainter& painter) const;
    void paintOnionSkin(QPainter& painter, const CanvasPane& pane);
    /// It is another one, or none any more.
    void followOnionSkin();
    /// Where the cursor is in the other pane.
    void paintTwin(QPainter& painter, const CanvasPane& pane) const;
    /// Of the words beside the cursor; empty in the other panes and when there are none.
    QRect tagArea(const CanvasPane& pane, const std::vector<CanvasPane>& all) const;
    QRegion overlayRegion() const;
    void updateOverlays();
    void updateAnts();

    // Input
    struct Input {
        QPointF position;
        Qt::KeyboardModifiers modifiers;
        double pressure = 1;
        bool eraserEnd = false;
        bool pen = false;
    };
    PointerEvent pointer(const Input& input) const;
    void pressTool(const Input& input);
    void movePointer(const Input& input);
    void liftTool(const Input& input);
    /// The release went elsewhere (a dialog came up in the middle of a stroke): the drag is over.
    void endLostDrag(Qt::MouseButtons buttons, const Input& input);
    void updateCursor();

    CanvasView& view;
    EditorState& state;
    PhotoState& photo;
    QPointer<ToolController> tools;

    Navigator* navigator = nullptr;
    ViewTransform transform;
    ViewMode mode = ViewMode::SideBySide;
    double opacity = 0.5;
    double split = 0.5;
    bool decorations = true;
    /// The view follows the size of the widget until the user zooms or pans.
    bool fitted = true;
    /// Movement that is less than a device pixel.
    QPointF residue;

    /// Of the neighbouring frames; made when it is painted.
    QImage onion;
    bool onionStale = false;
    QTimer onionTimer;

    std::shared_ptr<const Image> reference; ///< what the painter has of the scene's photo
    PanePainter painter;
    MarchingAnts ants;
    QTimer antsTimer;
    PhotoFade fade;
    QTimer fadeTimer;
    /// The photo that was there last, and whether it was approximate.
    QImage peeked; ///< shown in the place of the photo; null: nothing is
    QImage lastPhoto;
    std::shared_ptr<const translate::ExemplarMatches> shownMatches;
    std::optional<ViewMode> shownMatchesAs;
    bool lastApproximate = false;
    QImage frame;
    /// Instances with a line around them.
    std::vector<std::uint32_t> outlined;
    /// Of the frame: to be painted again.
    QRegion dirty;
    /// Of the frame: to be searched for the border of the selection.
    QRegion unsearched;
    QRegion shownOverlays;
    long long paintedPixels = 0;

    enum class Drag { None, Tool, Pan, Rotate, Split };
    Drag drag = Drag::None;
    /// The drag is one of a pen.
    bool pen = false;
    QPointF dragLast;
    /// The index of the pane in which the drag began: it stays there.
    std::size_t dragPane = 0;
    std::optional<QPointF> cursor;
};

} // namespace underpaint::ui
