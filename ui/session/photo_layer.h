// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/scene/edit.h"

#include <memory>

namespace underpaint::ui {

class PhotoState;

// The photo layer: the scene's reference photo, and what of it is kept. Each function returns one
// step of the undo stack.

/// The exact photo as it is shown; null while there is none.
std::shared_ptr<const Image> exactPhoto(const PhotoState& photo);

/// The maps of the scene as they are, as what its photo shows.
std::shared_ptr<const scene::PhotoMaps> photoMapsOf(const scene::SceneState& scene);

/// Another photo under the scene, or (null) none. What it shows is not known, so that nothing of it
/// is kept at first.
scene::Edit photoLayerEdit(const scene::SceneState& scene, std::shared_ptr<const Image> photo);

/// Keeps what is not touched from now on, or no longer. Where nobody said what the photo shows, the
/// scene as it is describes it. `shown`, the exact photo of the scene, becomes the photo where
/// there is none.
scene::Edit keepEdit(const scene::SceneState& scene, bool on, std::shared_ptr<const Image> shown);

/// The labels as they are describe the photo: nothing counts as touched any more.
scene::Edit describeEdit(const scene::SceneState& scene);

/// The photo of the scene as it is becomes the photo layer.
scene::Edit bakeEdit(const scene::SceneState& scene, std::shared_ptr<const Image> photo);

/// The share of the scene that was touched, 0..1; 0 where no photo is known.
double touchedShare(const scene::SceneState& scene);

} // namespace underpaint::ui
