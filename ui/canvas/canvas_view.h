// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPointF>
#include <QPolygonF>
#include <QWidget>

#include <memory>
#include <optional>

namespace underpaint::ui {

class Document;
class EditorState;
class Navigator;
class PhotoState;
class ToolController;

/// What the canvas shows. The label map is the document, the photo a view of it.
enum class ViewMode {
    Labels,
    Photo,
    Overlay,
    SideBySide,
    Split,
    Reference, ///< the reference photo as it is
    Changes,   ///< what the model would have changed beyond what was touched
    Exemplar,  ///< what exemplars lend, in the places of the scene
    Certainty  ///< how surely each place found its match in them
};

/// Draws maps and photo and hands pointer events, in map coordinates, to the active tool. Only
/// damaged rectangles are drawn again; scaled levels of large maps are cached.
class CanvasView : public QWidget {
    Q_OBJECT

public:
    CanvasView(EditorState& state, PhotoState& photo, QWidget* parent = nullptr);
    ~CanvasView() override;

    EditorState& state() const;
    PhotoState& photo() const;
    /// The tool that gets the events; nullptr: only navigation works.
    void setTools(ToolController* tools);

    /// @{
    ViewMode mode() const;
    void setMode(ViewMode mode);
    /// @}
    /// Opacity of the labels over the photo, 0..1.
    /// @{
    double overlayOpacity() const;
    void setOverlayOpacity(double opacity);
    /// @}
    /// Where the split slider stands, 0..1 of the view's width.
    /// @{
    double splitPosition() const;
    void setSplitPosition(double position);
    /// @}
    /// Marching ants, instance outlines and highlights.
    /// @{
    bool decorationsVisible() const;
    void setDecorationsVisible(bool visible);
    /// @}

    /// Shows this picture of the scene in the place of the photo until a null one comes.
    void peek(const QImage& picture);

    /// Screen pixels a map pixel (device-independent), clockwise degrees, and both at once.
    /// @{
    double zoom() const;
    void setZoom(double zoom, std::optional<QPointF> fixedWidgetPoint = {});
    double rotation() const;
    void setRotation(double degrees);
    void fit();
    void panBy(QPointF widgetDelta);
    /// Fills the view with a rectangle of the map.
    void frame(const QRectF& mapRect);
    /// @}

    /// Between widget and map coordinates (continuous; pixel (x, y) covers x … x + 1). Where two
    /// panes lie side by side, a widget point counts in the pane it is in, and map points are
    /// shown in the first one.
    /// @{
    QPointF toMap(QPointF widgetPoint) const;
    QPointF fromMap(QPointF mapPoint) const;
    /// @}

    /// The part of the map, and of what lies around it, that a pane shows: its corners, in map
    /// coordinates.
    QPolygonF visibleMap() const;

    /// Where one is while not all of the map is seen.
    Navigator& navigator() const;

    /// Device pixels that were painted since the start, for tests and measurements.
    long long paintedPixels() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Map coordinates; nothing when the cursor left the map.
    void cursorMoved(std::optional<QPointF> mapPoint);
    void viewChanged();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void tabletEvent(QTabletEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    /// And not into a picture that somebody grabs, which has to be finished at once.
    bool paintsOnScreen() const;

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace underpaint::ui
