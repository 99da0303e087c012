// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/edit.h"
#include "engine/scene/scene.h"

#include <vector>

namespace underpaint::scene {

/// The edit that makes this state out of an empty one.
Edit wholeStateEdit(const SceneState& state);
/// The part of it that is neither maps nor reference photo.
std::vector<Edit> lookEdits(const SceneState& state);
/// All that these edits make is equal.
bool sameLooks(const SceneState& a, const SceneState& b);

} // namespace underpaint::scene
