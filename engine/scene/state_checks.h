// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/scene/label_set.h"
#include "engine/scene/scene.h"
#include "engine/scene/style.h"
#include "engine/scene/tiled_map.h"

namespace underpaint::scene {

/// What must hold for the parts of a scene. Each throws Error that says what does not.
/// @{
/// Maps of one size; every label in the set.
void checkMaps(const LabelMap& labels, const InstanceMap& instances, const LabelSet& labelSet);
void checkLabels(const LabelMap& labels, const LabelSet& labelSet);
void checkLatent(const LatentCode& code);
/// Not empty; 1 or 3 channels.
void checkPhoto(const Image& photo, const char* where);
/// Maps of one size, what instances wear complete.
void checkPhotoMaps(const PhotoMaps& maps);
/// A feather of 0 to maxFeather pixels.
void checkKeep(const KeepSettings& keep);
/// Complete; its target's class in the set; pins inside the scene and the photo.
void checkExemplar(const Exemplar& exemplar, Size scene, const LabelSet& labelSet);
/// What the scene and its instances wear: complete, and no exemplar twice.
void checkAppearances(const SceneState& scene);
/// @}

} // namespace underpaint::scene
