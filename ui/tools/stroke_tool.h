// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/brush.h"
#include "ui/tools/painting.h"
#include "ui/tools/tool.h"

#include <QPainterPath>

#include <optional>
#include <vector>

namespace underpaint::ui {

/// Brush and eraser: dabs along the way of the pointer, without gaps. A stroke is one undo step.
class StrokeTool : public Tool {
    Q_OBJECT

public:
    enum class Kind { Brush, Eraser };

    /// Diameters, in pixels.
    static constexpr int largest = 400;

    StrokeTool(Kind kind, EditorState& state, QObject* parent = nullptr);

    QString id() const override;
    QString name() const override;
    QString hint() const override;
    QKeySequence shortcut() const override;
    QString iconName() const override;

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void hover(const PointerEvent& event) override;
    void leave() override;
    bool cancel() override;
    bool busy() const override { return m_stroking; }
    void paint(QPainter& painter, const QTransform& mapToWidget) const override;
    QRectF bounds(const QTransform& mapToWidget) const override;
    Qt::CursorShape cursor() const override;

    bool paintsLabel() const override { return m_kind == Kind::Brush; }
    int diameter() const override { return m_diameter; }
    void setDiameter(int pixels) override;
    scene::BrushShape shape() const { return m_shape; }
    void setShape(scene::BrushShape shape);
    /// The diameter counts screen pixels: zooming in makes the brush finer.
    bool sizeFollowsZoom() const { return m_sizeFollowsZoom; }
    void setSizeFollowsZoom(bool on);
    bool pressureSize() const { return m_pressureSize; }
    void setPressureSize(bool on);

    QWidget* makeOptions(QWidget* parent) override;
    void readSettings(const QSettings& settings) override;
    void writeSettings(QVariantMap& settings) const override;

private:
    /// Where the brush was and how large.
    struct Dab {
        QPointF at;
        int diameter = 1;
    };
    Dab dabOf(const PointerEvent& event) const;
    void strokeTo(const Dab& dab);
    QPainterPath outlineOf(const Dab& dab) const;

    Kind m_kind;
    scene::BrushShape m_shape = scene::BrushShape::Round;
    int m_diameter = 24;
    bool m_sizeFollowsZoom = false;
    bool m_pressureSize = true;

    bool m_stroking = false;
    bool m_changed = false;
    std::uint64_t m_gesture = 0;
    PaintTarget m_target;
    PaintTarget m_began;               ///< the target when the stroke began
    scene::InstanceMap m_beforeStroke; ///< shares its tiles with the scene
    std::optional<Dab> m_last;
    /// Under the pointer.
    std::optional<Dab> m_hover;
    bool m_line = false;
};

/// The pixels that a round or square brush covers on its way while its diameter changes evenly.
std::vector<scene::PixelSpan> taperedSpans(scene::BrushShape shape, QPointF from, int fromDiameter,
                                           QPointF to, int toDiameter);

} // namespace underpaint::ui
