// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/transform_session.h"

#include "engine/scene/instance_transform.h"
#include "engine/scene/instances.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/tools/painting.h"

#include <utility>

namespace underpaint::ui {

namespace {

scene::Affine toAffine(const QTransform& t) {
    return {t.m11(), t.m21(), t.m12(), t.m22(), t.dx(), t.dy()};
}

} // namespace

TransformSession::TransformSession(EditorState& state, const std::vector<std::uint32_t>& instances)
    : m_state(state),
      m_before(state.document().scene()),
      m_gesture(state.document().newGesture()),
      m_revision(state.document().revision()) {
    Rect box;
    for (const std::uint32_t id : instances) {
        if (state.lockedInstances().contains(id)) {
            continue;
        }
        const auto info = scene::instanceIn(m_before, id);
        if (info && !state.lockedLabels().contains(info->label)) {
            m_instances.insert(id);
            box = box.united(info->box);
        }
    }
    m_box = QRectF(box.x, box.y, box.width, box.height);
    paintPicture();
}

void TransformSession::paintPicture() {
    // Larger shapes are shown by their frame only.
    constexpr double mostPixels = 4096.0 * 4096.0;
    const QRect box = m_box.toRect();
    if (m_box.width() * m_box.height() > mostPixels) {
        return;
    }
    m_picture = QImage(box.size(), QImage::Format_ARGB32_Premultiplied);
    m_picture.fill(0);
    for (int y = 0; y < box.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(m_picture.scanLine(y));
        for (int x = 0; x < box.width(); ++x) {
            const Point at{box.x() + x, box.y() + y};
            if (m_instances.contains(m_before.instances.at(at))) {
                const scene::LabelClass* label = m_before.labelSet.find(m_before.labels.at(at));
                line[x] = label != nullptr
                              ? qRgb(label->colour.red, label->colour.green, label->colour.blue)
                              : qRgb(0, 0, 0);
            }
        }
    }
}

bool TransformSession::current() const {
    return m_revision == m_state.document().revision();
}

void TransformSession::place(const QTransform& transform, const QString& text) {
    const scene::PaintPixels moved =
        scene::transformInstances(m_before, m_instances, toAffine(transform), guardOf(m_state),
                                  backgroundTarget(m_state).value);
    // Back to the beginning, and from there to the new place.
    scene::PaintPixels step = m_inverse;
    step.append(moved);
    scene::SceneState scratch = m_before;
    m_inverse = moved.paint(scratch.labels, scratch.instances);
    m_placed = transform;
    m_changed = m_state.document().apply({std::move(step), m_gesture}, text) || m_changed;
    m_revision = m_state.document().revision();
}

bool TransformSession::undo() {
    if (!m_changed || !current()) {
        return false;
    }
    m_state.document().undoStack().undo();
    return true;
}

} // namespace underpaint::ui
