// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/paint_guard.h"
#include "engine/scene/pixel_spans.h"
#include "engine/scene/tiled_map.h"

#include <QPointF>
#include <QString>
#include <Qt>

#include <cstdint>
#include <vector>

namespace underpaint::ui {

class EditorState;

/// The pixel that a point of the map lies in.
Point pixelAt(QPointF mapPoint);

/// Locked labels, locked instances and the selection of pixels: the limits of every tool. Refers
/// to the state.
scene::PaintGuard guardOf(const EditorState& state);
/// Why nothing may be painted at this pixel, for the user; empty when it may.
QString refusalAt(const EditorState& state, Point p);

/// What the next stroke, fill or shape paints.
struct PaintTarget {
    scene::PaintValue value;
    /// The value's instance has no pixels yet.
    bool newInstance = false;
};

/// The current label. Things extend the selected instance of that class unless a new one was asked
/// for (N) or it is locked; stuff has no instances. Throws Error when the class is full.
PaintTarget foregroundTarget(const EditorState& state);
/// The selected object that the next stroke extends; 0: it begins one of its own, or paints none.
std::uint32_t extendedInstance(const EditorState& state);
/// What the eraser leaves.
PaintTarget backgroundTarget(const EditorState& state);
/// To be called when pixels were painted: the new instance is the selected one from now on.
void selectPainted(EditorState& state, const PaintTarget& target);

/// Paints the allowed part of the spans as one edit of the gesture. `action` names the step, the
/// class is added: "Brush: car". False when no pixel changed.
bool paintArea(EditorState& state, std::vector<scene::PixelSpan> spans, const PaintTarget& target,
               const QString& action, std::uint64_t gesture);

/// What to tell when painting gave the target's instance a part that touches nothing of it: that
/// the user may have meant another object. Empty when it did not. `before` is the map before.
QString strayNotice(const EditorState& state, const PaintTarget& target,
                    const scene::InstanceMap& before);

/// The modifiers' way of selecting: Shift adds, Ctrl subtracts, both intersect, none replaces.
void combineSelection(EditorState& state, std::vector<scene::PixelSpan> spans,
                      Qt::KeyboardModifiers modifiers);

/// The class's name, or its number when the set lacks it.
QString labelName(const EditorState& state, std::uint16_t label);

/// True when the pixel's instance is an object of its own, not the stuff of a class.
bool isObject(const scene::SceneState& scene, Point p);

} // namespace underpaint::ui
