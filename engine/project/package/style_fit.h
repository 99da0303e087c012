// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/scene/appearance_edits.h"
#include "engine/scene/scene.h"

#include <cstddef>

namespace underpaint::project {

/// What instances would wear with this model, of those that cannot go on wearing what they do: the
/// model does not have their style for their class (the label of most of their pixels), has fewer
/// clusters, or features of another length. None for a model without features, which looks at no
/// style.
scene::Wardrobe fittedAppearances(const scene::SceneState& scene, const Manifest& manifest);

/// Makes it so in the scene itself. Returns how many instances wear something else then.
std::size_t fitAppearances(scene::SceneState& scene, const Manifest& manifest);

} // namespace underpaint::project
