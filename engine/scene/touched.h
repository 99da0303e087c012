// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <memory>

namespace underpaint::scene {

/// There is a photo of the scene as it was, of which the untouched can be kept.
bool knowsPhoto(const SceneState& scene);
/// And it is to be kept.
bool keepsPhoto(const SceneState& scene);

/// 255 where the scene differs from what its reference photo shows: another class, another instance
/// or another look of the instance; else 0. Of the scene's size. knowsPhoto() must hold.
Plane<std::uint8_t> touchedPixels(const SceneState& scene);

/// What the photo of `after` shows: a scene of the same size as `before` whose classes, instances
/// and looks are others, but by renaming only (another model). The same pixels count as touched.
/// knowsPhoto(before) must hold.
std::shared_ptr<const PhotoMaps> renamedPhotoMaps(const SceneState& before,
                                                  const SceneState& after);

} // namespace underpaint::scene
