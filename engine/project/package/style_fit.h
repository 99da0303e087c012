// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <vector>

namespace underpaint::project {

/// The instances with a style that the model does not have for their class (the label of most of
/// their pixels), ascending: fewer clusters, or features of another length. None for a model
/// without features, which looks at no style.
std::vector<std::uint32_t> unfitStyles(const scene::SceneState& scene, const Manifest& manifest);

} // namespace underpaint::project
