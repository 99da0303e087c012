// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"

#include <cstdint>

namespace underpaint::ui {

/// A frame like another one that shows nothing but one class, which the label set must have. It
/// wears what the other one does, but has no photo and no exemplars' pins.
scene::SceneState emptyFrame(const scene::SceneState& like, std::uint16_t label);

} // namespace underpaint::ui
