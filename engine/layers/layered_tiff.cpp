// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/layers/layered_tiff.h"

#include "engine/imaging/tiff_pages.h"

#include <algorithm>

namespace underpaint::layers {

namespace {

/// A layer as large as the picture, transparent around it.
Image wholePage(const Image& part, Point at, Size size) {
    Image page(size.width, size.height, 4, std::uint8_t{0});
    for (int y = 0; y < part.height(); ++y) {
        const auto from = part.row(y);
        std::ranges::copy(from, page.row(at.y + y).begin() + std::ptrdiff_t{4} * at.x);
    }
    return page;
}

} // namespace

std::vector<std::byte> encodeLayeredTiff(const scene::SceneState& scene, const Image& photo,
                                         LayerKind kind) {
    const std::vector<MapLayer> layers = mapLayers(scene, photo.size(), kind);
    imaging::TiffPages pages(static_cast<int>(layers.size()) + 1);
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
        pages.add(wholePage(layer->pixels(), layer->at, photo.size()), layer->name);
    }
    pages.add(photo, photoLayerName);
    return pages.finish();
}

} // namespace underpaint::layers
