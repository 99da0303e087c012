// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/layers/scene_layers.h"

#include <cstddef>
#include <vector>

namespace underpaint::layers {

/// The layers of sceneLayers() as pages of a TIFF file, each as large as the photo and called as
/// they are. The last page is the photo, as GIMP stacks them: the first one at the bottom.
std::vector<std::byte> encodeLayeredTiff(const scene::SceneState& scene, const Image& photo,
                                         LayerKind kind);

} // namespace underpaint::layers
