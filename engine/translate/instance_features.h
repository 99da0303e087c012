// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace underpaint::translate {

/// Features by instance id.
using InstanceFeatures = std::unordered_map<std::uint32_t, std::vector<float>>;

/// The feature vector (pix2pixHD, section 3.4 of the paper) of every instance of the scene: as its
/// style says, else a cluster by project::defaultCluster(); zeros for classes that have no
/// clusters. The class of an instance is the label of most of its pixels. Throws Error naming
/// instance and class when a style does not exist for it.
InstanceFeatures featuresOf(const scene::SceneSnapshot& scene, const project::Manifest& manifest);

/// Writes `count` planes of `instances`' size, one after the other.
void paintFeatures(const InstancePlane& instances, const InstanceFeatures& features, int count,
                   float* planes);

} // namespace underpaint::translate
