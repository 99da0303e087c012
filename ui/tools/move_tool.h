// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tools/tool.h"
#include "ui/tools/transform_session.h"

#include <memory>
#include <optional>

namespace underpaint::ui {

/// Moves, scales, turns and flips the selected instances; a click selects. The hole that they
/// leave heals to the surrounding stuff. Until Enter (or another tool, or another selection) the
/// shapes are whole, also where they lie outside of the canvas or over others.
class MoveTool : public Tool {
    Q_OBJECT

public:
    explicit MoveTool(EditorState& state, QObject* parent = nullptr);
    ~MoveTool() override;

    QString id() const override { return QStringLiteral("move"); }
    QString name() const override { return tr("Move"); }
    QString hint() const override;
    QKeySequence shortcut() const override { return Qt::Key_V; }
    QList<QKeySequence> otherShortcuts() const override {
        return {QKeySequence(Qt::CTRL | Qt::Key_T)};
    }
    QString iconName() const override { return QStringLiteral("move"); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    bool finish() override;
    bool cancel() override;
    bool nudge(QPoint pixels) override;
    void activated() override;
    void deactivated() override;
    bool busy() const override { return m_drag != Grip::None; }
    void paint(QPainter& painter, const QTransform& mapToWidget) const override;
    Qt::CursorShape cursor() const override { return Qt::ArrowCursor; }

    /// Copies of the selected instances, with their styles, where they cover least. They float over
    /// the map: what they are dragged across is as it was, until they are put down.
    void floatCopies();
    /// About the middle of the selected instances.
    /// @{
    void flip(Qt::Orientation direction);
    void rotate(double degrees);
    /// @}

    QWidget* makeOptions(QWidget* parent) override;

private:
    /// What a press takes hold of: the shape, a corner or side of its frame, or the turning knob.
    enum class Grip { None, Body, Scale, Turn };
    struct Hold {
        Grip grip = Grip::None;
        /// -1, 0, 1 in each direction: the corner or side.
        QPoint side;
    };

    /// Starts a session with the selected instances unless one is going on. False when there is
    /// nothing to move; the user hears why only when they asked for it.
    bool begin(bool asked = true);
    /// Ends the session and what was being dragged; the objects stay where they are.
    void end();
    /// end(), and at once another session of what is selected now when the tool is in use.
    void restart();
    Hold holdAt(const PointerEvent& event) const;
    QPointF gripPoint(QPoint side) const;
    QPointF knobPoint(double zoom) const;
    QTransform dragged(const PointerEvent& event) const;
    QTransform scaled(const PointerEvent& event) const;
    void selectAt(const PointerEvent& event);
    void followDocument();
    /// True when the shapes are there now.
    bool place(const QTransform& transform,
               TransformSession::Step step = TransformSession::Step::Own, QString name = {});
    /// The movement, shortened so that some of the shapes stays on the canvas.
    QTransform shifted(const QTransform& placed, QPointF way) const;
    /// Where copies of this shape cover the fewest pixels of other objects.
    QPointF freePlace() const;
    QString stepName() const;

    std::unique_ptr<TransformSession> m_session;
    Grip m_drag = Grip::None;
    QPoint m_side;
    QPointF m_from;
    /// The transform while dragging.
    std::optional<QTransform> m_preview;
    bool m_placing = false;
    /// The last step was one of the arrow keys.
    bool m_nudging = false;
    bool m_active = false;
};

} // namespace underpaint::ui
