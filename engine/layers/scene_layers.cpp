// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/layers/scene_layers.h"

#include "engine/base/error.h"
#include "engine/imaging/resize.h"
#include "engine/png/png_codec.h"
#include "engine/project/shown_text.h"
#include "engine/scene/instance_ids.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace underpaint::layers {

namespace {

/// What the pixels of a layer have in common. In the order of the classes in their set.
struct LayerKey {
    std::size_t place = 0; ///< of the class
    std::uint16_t label = 0;
    std::uint32_t instance = 0;

    friend auto operator<=>(const LayerKey&, const LayerKey&) = default;
};

/// Maps as large as the photo, and how their pixels fall into layers.
class Division {
public:
    Division(const scene::SceneState& scene, Size size, LayerKind kind)
        : m_labels(imaging::resizeNearest(scene.labels.toPlane(), size)), m_kind(kind) {
        if (kind == LayerKind::Instance) {
            m_instances = imaging::resizeNearest(scene.instances.toPlane(), size);
        }
        const auto& classes = scene.labelSet.classes();
        for (std::size_t i = 0; i < classes.size(); ++i) {
            m_places[classes[i].id] = i;
        }
    }

    LayerKey keyOf(int x, int y) const {
        const std::uint16_t label = m_labels.at(x, y);
        return {m_places.at(label), label,
                m_kind == LayerKind::Instance ? m_instances.at(x, y) : 0};
    }

    /// The layers with the rectangles that hold their pixels.
    std::map<LayerKey, Rect> boxes() const {
        std::map<LayerKey, Rect> boxes;
        for (int y = 0; y < m_labels.height(); ++y) {
            for (int x = 0; x < m_labels.width();) {
                const LayerKey key = keyOf(x, y);
                const int begin = x;
                while (x < m_labels.width() && keyOf(x, y) == key) {
                    ++x;
                }
                Rect& box = boxes[key];
                box = box.united({begin, y, x - begin, 1});
            }
        }
        return boxes;
    }

private:
    LabelPlane m_labels;
    InstancePlane m_instances;
    LayerKind m_kind;
    std::map<std::uint16_t, std::size_t> m_places;
};

std::string nameOf(const LayerKey& key, const scene::LabelClass& label, LayerKind kind) {
    const bool own = kind == LayerKind::Instance && key.instance != scene::stuffInstance(key.label);
    return own ? label.name + " " + std::to_string(key.instance) : label.name;
}

Image pixelsOf(const LayerKey& key, const Rect& box, const Division& division,
               scene::Colour colour) {
    Image pixels(box.width, box.height, 4, std::uint8_t{0});
    for (int y = 0; y < box.height; ++y) {
        for (int x = 0; x < box.width; ++x) {
            if (division.keyOf(box.x + x, box.y + y) == key) {
                pixels.at(x, y, 0) = colour.red;
                pixels.at(x, y, 1) = colour.green;
                pixels.at(x, y, 2) = colour.blue;
                pixels.at(x, y, 3) = 255;
            }
        }
    }
    return pixels;
}

/// In small letters.
std::string endingOf(const std::filesystem::path& path) {
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending;
}

} // namespace

LayerKind layerKindFromName(std::string_view name) {
    if (name != "class" && name != "instance") {
        throw Error(project::shownText(name) + " has no layers", {},
                    "Layers are of each class or of each instance");
    }
    return name == "class" ? LayerKind::Class : LayerKind::Instance;
}

std::vector<MapLayer> mapLayers(const scene::SceneState& scene, Size size, LayerKind kind) {
    std::vector<MapLayer> layers;
    if (scene.size().empty()) {
        return layers; // of a model that translates photos
    }
    const auto division = std::make_shared<const Division>(scene, size, kind);
    for (const auto& [key, box] : division->boxes()) {
        const scene::LabelClass& label = scene.labelSet.at(key.label);
        layers.push_back({nameOf(key, label, kind),
                          {box.x, box.y},
                          [key = key, box = box, division, colour = label.colour] {
                              return pixelsOf(key, box, *division, colour);
                          }});
    }
    return layers;
}

LayeredPicture sceneLayers(const scene::SceneState& scene, const Image& photo, LayerKind kind) {
    LayeredPicture picture{photo.size(), {{photoLayerName, {}, png::encode(photo)}}, photo};
    for (const MapLayer& layer : mapLayers(scene, photo.size(), kind)) {
        picture.layers.push_back({layer.name, layer.at, png::encode(layer.pixels())});
    }
    return picture;
}

std::vector<std::byte> encodeSceneLayers(const scene::SceneState& scene, const Image& photo,
                                         LayerKind kind) {
    return encodeOpenRaster(sceneLayers(scene, photo, kind));
}

bool isLayeredName(const std::filesystem::path& path) {
    return endingOf(path) == ".ora";
}

bool canBeLayered(const std::filesystem::path& path) {
    const std::string ending = endingOf(path);
    return ending == ".tif" || ending == ".tiff";
}

} // namespace underpaint::layers
