// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/layers/open_raster.h"
#include "engine/scene/scene.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::layers {

/// What gets a layer of its own.
enum class LayerKind { Class, Instance };

/// "class" or "instance". Throws Error for another name.
LayerKind layerKindFromName(std::string_view name);

/// What the topmost layer is called.
inline constexpr const char* photoLayerName = "Photo";

/// A layer of a label map.
struct MapLayer {
    std::string name;              ///< of the class, of an instance with its number ("car 26001")
    Point at;                      ///< of its top-left pixel
    std::function<Image()> pixels; ///< RGBA, made when it is called
};

/// Those of a label map that is brought to a size, the topmost first; none of a scene without one.
std::vector<MapLayer> mapLayers(const scene::SceneState& scene, Size size, LayerKind kind);

/// The photo of a scene (RGB, of any size) on top of its label map: a layer per class or per
/// instance that has pixels, in the colours of the classes and called after them ("car 26001"), as
/// large as the photo. Together the layers below the photo are the whole map, to the pixel where
/// the photo has the size of the map.
LayeredPicture sceneLayers(const scene::SceneState& scene, const Image& photo, LayerKind kind);

/// The bytes of that as an OpenRaster file.
std::vector<std::byte> encodeSceneLayers(const scene::SceneState& scene, const Image& photo,
                                         LayerKind kind);

/// True for names of OpenRaster files, which always have layers: those that end in .ora, in any
/// case.
bool isLayeredName(const std::filesystem::path& path);
/// True for names of TIFF files, which can have layers (encodeLayeredTiff()).
bool canBeLayered(const std::filesystem::path& path);

} // namespace underpaint::layers
