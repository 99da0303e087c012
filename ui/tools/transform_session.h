// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/paint_pixels.h"
#include "engine/scene/scene.h"

#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QTransform>

#include <cstdint>
#include <set>

namespace underpaint::ui {

class EditorState;

/// Instances that are being moved, turned and scaled. Every placing starts from the pixels as they
/// were at the beginning, so that shapes do not wear out, and all placings of a session are one
/// undo step. A session is over when the document was changed by anything else.
class TransformSession {
public:
    /// Instances that are locked, or of a locked label, stay out.
    TransformSession(EditorState& state, const std::vector<std::uint32_t>& instances);

    /// Nothing can be moved.
    bool empty() const { return m_instances.empty(); }
    const std::set<std::uint32_t>& instances() const { return m_instances; }
    /// The document still is as the session left it.
    bool current() const;
    /// Around the shapes at the beginning, in map coordinates.
    QRectF box() const { return m_box; }
    /// Where they are now.
    const QTransform& placed() const { return m_placed; }
    /// The shapes in the colours of their labels, of the size of box().
    const QImage& picture() const { return m_picture; }

    /// Moves the shapes from where they were at the beginning. Throws Error when that flattens
    /// them.
    void place(const QTransform& transform, const QString& text);
    /// Takes all placings back. False when there were none, or others came after them.
    bool undo();

private:
    void paintPicture();

    EditorState& m_state;
    scene::SceneState m_before;
    std::set<std::uint32_t> m_instances;
    QRectF m_box;
    QImage m_picture;
    QTransform m_placed;
    std::uint64_t m_gesture;
    std::uint64_t m_revision;
    bool m_changed = false;
    /// Leads back to the beginning.
    scene::PaintPixels m_inverse;
};

} // namespace underpaint::ui
