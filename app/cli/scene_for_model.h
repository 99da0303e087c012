// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/reporter.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/scene.h"

namespace underpaint::app {

/// Makes a scene of a project one of this model, as the editor does at a change of model: its
/// classes become the model's by their names and the choices that the scene remembers, and looks
/// that the model has not are taken off. What came of it is reported. A scene of the model itself
/// stays what it is.
void fitToModel(scene::SceneState& state, const project::Manifest& model, Reporter& reporter);

} // namespace underpaint::app
