// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/layers/scene_layers.h"
#include "engine/scene/scene.h"

#include <filesystem>

namespace underpaint::app {

/// checkPhotoOutput(), where an OpenRaster file will do as well.
void checkLayeredOutput(const std::filesystem::path& path);

/// Writes a photo in the format that the name says; an OpenRaster file has the scene that it shows
/// below it, in layers. Throws Error.
void writePhotoOutput(const std::filesystem::path& path, const Image& photo,
                      const scene::SceneState& scene, layers::LayerKind kind);

} // namespace underpaint::app
