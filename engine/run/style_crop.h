// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/scene/scene.h"

#include <cstdint>

namespace underpaint::run {

/// How one instance is shown in thumbnails of its styles. The whole scene is rendered, small, and
/// the instance is cut out: a network normalises by all that it sees, so that an instance that is
/// rendered with a bit of its surroundings alone gets other colours than in the photo.
struct StyleCrop {
    Size photo; ///< of the whole scene's photo
    Rect box;   ///< the instance and some of what is around it, in scene pixels
};

/// The box fits into `largest` in the photo; the photo is no larger than the scene, and than what a
/// CPU renders in a moment. Throws Error when no pixel has the id.
StyleCrop cropAround(const scene::SceneSnapshot& scene, std::uint32_t instance, Size largest);

/// The part of the photo of a whole scene, of whatever size it became, that shows the box.
Image cutOut(const Image& photo, const Rect& box, Size scene);

/// The same scene with that style on the instance.
scene::SceneSnapshot withStyle(const scene::SceneSnapshot& scene, std::uint32_t instance,
                               const scene::Style& style);

} // namespace underpaint::run
