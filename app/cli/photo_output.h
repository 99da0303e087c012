// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/layers/scene_layers.h"
#include "engine/run/event.h"
#include "engine/scene/scene.h"

#include <filesystem>
#include <optional>
#include <string>

namespace underpaint::app {

/// checkPhotoOutput(), where an OpenRaster file will do as well.
void checkLayeredOutput(const std::filesystem::path& path);

/// Nothing for the empty name, else layers::layerKindFromName().
std::optional<layers::LayerKind> layersNamed(const std::string& name);

/// Writes a photo in the format that the name says, with 16 bits a channel where it has them. An
/// OpenRaster file has the scene that it shows below it, in layers; so has a TIFF file where `kind`
/// says which. Throws Error.
void writePhotoOutput(const std::filesystem::path& path, const run::FinishedRender& photo,
                      const scene::SceneState& scene, std::optional<layers::LayerKind> kind);

} // namespace underpaint::app
