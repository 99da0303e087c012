// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"

#include <QImage>

namespace underpaint::ui {

/// What neighbouring frames have where this one has something else, to be laid over its labels:
/// their objects' outlines, and faintly their areas; those of the frame before in orange, of the
/// one after in blue. In pixels of the map; frames of its size, or nullptr. Null where nothing
/// differs, and for maps that are too large for it.
QImage onionSkin(const scene::SceneState& now, const scene::SceneState* before,
                 const scene::SceneState* after);

} // namespace underpaint::ui
