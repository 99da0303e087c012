// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/style.h"
#include "ui/tools/tool.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace underpaint::ui {

class PhotoState;

/// Ties places of the scene to places of the current exemplar: a click makes a pin whose other end
/// lies where the place took its look from, dragging moves it, Ctrl takes it away. The other end is
/// moved in the panel of exemplars.
class PinTool : public Tool {
    Q_OBJECT

public:
    /// `photo` is where the pointer to the shown photo is kept; it may change.
    PinTool(EditorState& state, const PhotoState* const& photo, QObject* parent = nullptr);

    QString id() const override { return QStringLiteral("pin"); }
    QString name() const override { return tr("Exemplar pin"); }
    QString hint() const override;
    QKeySequence shortcut() const override { return Qt::SHIFT | Qt::Key_P; }
    QString iconName() const override { return QStringLiteral("exemplar-pin"); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    bool busy() const override { return m_dragged.has_value(); }
    void paint(QPainter& painter, const QTransform& mapToWidget) const override;
    QRectF bounds(const QTransform& mapToWidget) const override;
    Qt::CursorShape cursor() const override { return Qt::CrossCursor; }

private:
    const scene::Exemplar* exemplar() const;
    /// The pin whose end in the scene is within reach of the cursor.
    std::optional<std::size_t> pinAt(const PointerEvent& event) const;
    /// Where that pixel takes its look from in the exemplar now; where nothing is known, the place
    /// that lies alike in it.
    Point partnerOf(Point pixel, const scene::Exemplar& exemplar) const;
    void apply(std::vector<scene::Pin> pins, const QString& text);

    const PhotoState* const& m_photo;
    std::optional<std::size_t> m_dragged;
    std::uint64_t m_gesture = 0;
};

} // namespace underpaint::ui
