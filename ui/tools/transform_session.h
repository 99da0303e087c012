// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/paint_pixels.h"
#include "engine/scene/scene.h"

#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QTransform>

#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace underpaint::ui {

class EditorState;

/// Instances that are being moved, turned and scaled, or copies of them that float over the map.
/// Every placing starts from the pixels as they were at the beginning, so that shapes do not wear
/// out and what they were dragged across is as it was; each is an undo step. A session is over when
/// the document was changed by anything but undo and redo of these steps.
class TransformSession {
public:
    enum class What { Themselves, Copies };
    /// Instances that are locked, or of a locked label, stay out. Copies exist once they are
    /// placed.
    TransformSession(EditorState& state, const std::vector<std::uint32_t>& instances,
                     What what = What::Themselves);

    /// Nothing can be moved.
    bool empty() const { return m_instances.empty(); }
    /// What is moved: of copies, their own ids.
    const std::set<std::uint32_t>& instances() const { return m_instances; }
    bool floats() const { return m_what == What::Copies; }
    /// The document still is as the session left it.
    bool current() const;
    /// The same, or undo and redo led to another of the session's steps, from where it goes on.
    bool follow();
    /// Around the shapes at the beginning, in map coordinates.
    QRectF box() const { return m_box; }
    /// Where they are now.
    const QTransform& placed() const { return m_steps[m_at].transform; }
    /// The shapes in the colours of their labels, of the size of box().
    const QImage& picture() const { return m_picture; }

    enum class Step { Own, WithLast };
    /// Moves the shapes from where they were at the beginning. False, with nothing changed, when
    /// one of them would have no pixel on the canvas any more. Throws Error when they are
    /// flattened.
    bool place(const QTransform& transform, const QString& text, Step step = Step::Own);
    /// Takes all placings back. False when there were none, or others came after them.
    bool undo();

private:
    /// What the session made of the document, oldest first; the first is its beginning.
    struct Placing {
        QTransform transform;
        scene::PaintPixels inverse; ///< leads back to the beginning
        scene::LabelMap labels;
        scene::InstanceMap instances;
    };

    void paintPicture();
    scene::PaintPixels movedTo(const QTransform& transform) const;
    scene::PaintPixels copiedTo(const QTransform& transform) const;

    EditorState& m_state;
    scene::SceneState m_before;
    What m_what;
    std::set<std::uint32_t> m_instances;
    /// Of copies: the original and the copy's id.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_copies;
    QRectF m_box;
    QImage m_picture;
    std::vector<Placing> m_steps;
    std::size_t m_at = 0;
    std::uint64_t m_gesture = 0;
    std::uint64_t m_revision;
};

} // namespace underpaint::ui
