// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/transform_session.h"

#include "engine/scene/appearance_edits.h"
#include "engine/scene/instance_ids.h"
#include "engine/scene/instance_transform.h"
#include "engine/scene/instances.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/tools/painting.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace underpaint::ui {

namespace {

scene::Affine toAffine(const QTransform& t) {
    return {t.m11(), t.m21(), t.m12(), t.m22(), t.dx(), t.dy()};
}

} // namespace

TransformSession::TransformSession(EditorState& state, const std::vector<std::uint32_t>& instances,
                                   What what)
    : m_state(state),
      m_before(state.document().scene()),
      m_what(what),
      m_revision(state.document().revision()) {
    Rect box;
    scene::SceneState numbered = m_before; // in which the copies have their ids already
    for (const std::uint32_t id : instances) {
        if (state.lockedInstances().contains(id)) {
            continue;
        }
        const auto info = scene::instanceIn(m_before, id);
        if (!info || state.lockedLabels().contains(info->label)) {
            continue;
        }
        box = box.united(info->box);
        if (what == What::Themselves) {
            m_instances.insert(id);
        } else if (info->label != 0) { // which has no objects
            const std::uint32_t copy = scene::nextInstanceId(numbered.instances, info->label);
            const auto spans = scene::spansOf(m_before.instances, id);
            scene::PaintPixels{{}, {{spans.front().x, spans.front().y, 1, copy}}}.paint(
                numbered.labels, numbered.instances);
            m_copies.emplace_back(id, copy);
            m_instances.insert(copy);
        }
    }
    m_box = QRectF(box.x, box.y, box.width, box.height);
    m_steps.push_back({{}, {}, m_before.labels, m_before.instances});
    paintPicture();
}

void TransformSession::paintPicture() {
    // Larger shapes are shown by their frame only.
    constexpr double mostPixels = 4096.0 * 4096.0;
    const QRect box = m_box.toRect();
    if (m_box.width() * m_box.height() > mostPixels) {
        return;
    }
    std::set<std::uint32_t> shapes = m_instances;
    if (floats()) {
        shapes.clear();
        for (const auto& [original, copy] : m_copies) {
            shapes.insert(original);
        }
    }
    m_picture = QImage(box.size(), QImage::Format_ARGB32_Premultiplied);
    m_picture.fill(0);
    for (int y = 0; y < box.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(m_picture.scanLine(y));
        for (int x = 0; x < box.width(); ++x) {
            const Point at{box.x() + x, box.y() + y};
            if (shapes.contains(m_before.instances.at(at))) {
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

bool TransformSession::follow() {
    if (current()) {
        return true;
    }
    const scene::SceneState& now = m_state.document().scene();
    const auto same = [&](const Placing& step) {
        return step.instances == now.instances && step.labels == now.labels;
    };
    // Most often it is the step next to the present one.
    const std::size_t first = floats() ? 1 : 0; // before the first one there are no copies
    for (const std::size_t index : {m_at, m_at - 1, m_at + 1}) {
        if (index >= first && index < m_steps.size() && same(m_steps[index])) {
            m_at = index;
            m_revision = m_state.document().revision();
            return true;
        }
    }
    return false;
}

scene::PaintPixels TransformSession::movedTo(const QTransform& transform) const {
    return scene::transformInstances(m_before, m_instances, toAffine(transform), guardOf(m_state),
                                     backgroundTarget(m_state).value);
}

scene::PaintPixels TransformSession::copiedTo(const QTransform& transform) const {
    scene::SceneState scratch = m_before;
    scene::PaintPixels all;
    for (const auto& [original, copy] : m_copies) {
        const auto label = scene::labelOfInstance(m_before, original);
        const scene::Edit edit = guardOf(m_state).paint(
            scratch,
            scene::transformedSpans(scene::spansOf(m_before.instances, original),
                                    toAffine(transform), m_before.bounds()),
            {label.value_or(0), copy});
        const auto& paint = std::get<scene::PaintPixels>(edit.kind);
        paint.paint(scratch.labels, scratch.instances);
        all.append(paint);
    }
    return all;
}

bool TransformSession::place(const QTransform& transform, const QString& text, Step step) {
    const scene::PaintPixels moved = floats() ? copiedTo(transform) : movedTo(transform);
    Placing next{transform, {}, m_before.labels, m_before.instances};
    next.inverse = moved.paint(next.labels, next.instances);
    scene::SceneState after = m_before;
    after.instances = next.instances;
    after.labels = next.labels;
    const auto gone = [&](std::uint32_t id) { return !scene::labelOfInstance(after, id); };
    if (std::any_of(m_instances.begin(), m_instances.end(), gone)) {
        return false;
    }
    Document& document = m_state.document();
    // Back to the beginning, and from there to the new place.
    scene::PaintPixels paint = m_steps[m_at].inverse;
    paint.append(moved);
    if (paint.empty()) {
        m_steps[m_at].transform = transform; // looks the same
        return true;
    }
    const bool begins = m_at == 0;
    if (step == Step::Own || m_gesture == 0 || begins) {
        m_gesture = document.newGesture();
        m_steps.resize(m_at + 1);
        m_steps.push_back(std::move(next));
        ++m_at;
    } else {
        m_steps.resize(m_at + 1);
        m_steps[m_at] = std::move(next);
    }
    scene::Edit edit{std::move(paint), m_gesture};
    if (begins && floats()) {
        const auto move = [&, to = toAffine(transform)](Point pin) {
            return scene::movedPixel(pin, to, m_before.bounds());
        };
        scene::EditGroup group{{std::move(edit)}};
        scene::Scene planned(m_before); // copies of exemplars get ids one after the other
        for (const auto& [original, copy] : m_copies) {
            scene::Edit look = scene::copyAppearance(*planned, original, copy, move);
            if (!look.empty()) {
                planned.apply(look);
                group.edits.push_back(std::move(look));
            }
        }
        edit = group.edits.size() == 1 ? std::move(group.edits.front())
                                       : scene::Edit{std::move(group)};
    }
    document.apply(edit, text);
    m_gesture = begins && floats() ? 0 : m_gesture; // to duplicate is a step of its own
    m_revision = document.revision();
    return true;
}

bool TransformSession::undo() {
    if (m_at == 0 || !follow()) {
        return false;
    }
    const scene::SceneState& now = m_state.document().scene();
    QUndoStack& stack = m_state.document().undoStack();
    while (stack.canUndo() &&
           !(now.instances == m_before.instances && now.labels == m_before.labels)) {
        stack.undo();
    }
    m_at = 0;
    m_revision = m_state.document().revision();
    return true;
}

} // namespace underpaint::ui
