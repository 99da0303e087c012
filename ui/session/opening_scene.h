// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"
#include "ui/session/new_scene.h"
#include "ui/session/sample_scenes.h"

#include <vector>

namespace underpaint::ui {

/// What a model shows itself with: the first sample scene in its classes, else the template that
/// asks the most of them, else an empty scene of its own size. The scene names the model.
scene::SceneState openingScene(const SceneModel& model, const std::vector<SampleScene>& samples);

} // namespace underpaint::ui
