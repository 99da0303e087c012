// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/scene/scene.h"

namespace underpaint::translate {

/// A scene's maps at the size of the photo.
struct SceneMaps {
    LabelPlane labels;
    InstancePlane instances;
};

/// Resized by nearest neighbour as the official loaders do; an empty `size` keeps the scene's own.
/// Throws Error for an empty scene or an impossible size.
SceneMaps mapsOf(const scene::SceneSnapshot& scene, Size size);

/// The reference photo at that size (bicubic), RGB. Throws Error when the scene has none.
Image photoOf(const scene::SceneSnapshot& scene, Size size);

} // namespace underpaint::translate
