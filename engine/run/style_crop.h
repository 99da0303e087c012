// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/scene/scene.h"

#include <cstdint>

namespace underpaint::run {

/// The surroundings of one instance as a scene of its own, for thumbnails of its styles.
struct StyleCrop {
    scene::SceneSnapshot scene;
    Size size; ///< of its photo
};

/// The instance with some of what is around it, so that the model sees it in context; the photo
/// fits into `largest`. Throws Error when no pixel has the id.
StyleCrop cropAround(const scene::SceneSnapshot& scene, std::uint32_t instance, Size largest);

/// The same scene with that style on the instance.
scene::SceneSnapshot withStyle(const scene::SceneSnapshot& scene, std::uint32_t instance,
                               const scene::Style& style);

} // namespace underpaint::run
