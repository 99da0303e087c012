// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/fill.h"
#include "ui/document/document.h"

namespace underpaint::test {

inline constexpr Size sceneSize{96, 64};

/// Nothing but road.
inline scene::SceneState plainState() {
    return *scene::Scene(scene::cityscapesLabels(), sceneSize, 7);
}

inline scene::Edit rectangle(const ui::Document& document, Rect rect, scene::PaintValue value,
                             std::uint64_t gesture = 0) {
    return scene::fillRectangle(document.scene(), rect, value, {}, gesture);
}

} // namespace underpaint::test
