// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/touched.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace underpaint::scene {

namespace {

constexpr std::uint8_t touched = 255;

/// Instances that look different from what they were in the photo, sorted.
std::vector<std::uint32_t> changedLooks(const SceneState& scene) {
    std::vector<std::uint32_t> changed;
    const auto& before = scene.photoMaps->appearances;
    for (const auto& [id, worn] : scene.appearances) {
        const auto old = before.find(id);
        if (old == before.end() || !(old->second == worn)) {
            changed.push_back(id);
        }
    }
    for (const auto& [id, worn] : before) {
        if (!scene.appearances.contains(id)) {
            changed.push_back(id);
        }
    }
    std::sort(changed.begin(), changed.end());
    return changed;
}

template<class T>
void markDifferences(const TiledMap<T>& now, const TiledMap<T>& before,
                     Plane<std::uint8_t>& marks) {
    for (const int index : now.differingTiles(before)) {
        const Rect tile = now.tileRect(index);
        const auto& cells = now.tileCells(index);
        const auto& old = before.tileCells(index);
        for (int y = 0; y < tile.height; ++y) {
            const auto row = marks.row(tile.y + y);
            for (int x = 0; x < tile.width; ++x) {
                const auto cell = static_cast<std::size_t>(y) * tileExtent + x;
                if (cells[cell] != old[cell]) {
                    row[static_cast<std::size_t>(tile.x + x)] = touched;
                }
            }
        }
    }
}

} // namespace

bool knowsPhoto(const SceneState& scene) {
    return scene.referencePhoto && scene.photoMaps &&
           scene.photoMaps->labels.size() == scene.size();
}

bool keepsPhoto(const SceneState& scene) {
    return scene.keep.on && knowsPhoto(scene);
}

Plane<std::uint8_t> touchedPixels(const SceneState& scene) {
    Plane<std::uint8_t> marks(scene.size().width, scene.size().height);
    markDifferences(scene.labels, scene.photoMaps->labels, marks);
    markDifferences(scene.instances, scene.photoMaps->instances, marks);
    const std::vector<std::uint32_t> looks = changedLooks(scene);
    if (looks.empty()) {
        return marks;
    }
    const InstanceMap& instances = scene.instances;
    for (int index = 0; index < instances.tileCount(); ++index) {
        const Rect tile = instances.tileRect(index);
        const auto& cells = instances.tileCells(index);
        for (int y = 0; y < tile.height; ++y) {
            const auto row = marks.row(tile.y + y);
            for (int x = 0; x < tile.width; ++x) {
                if (std::binary_search(looks.begin(), looks.end(),
                                       cells[static_cast<std::size_t>(y) * tileExtent + x])) {
                    row[static_cast<std::size_t>(tile.x + x)] = touched;
                }
            }
        }
    }
    return marks;
}

std::shared_ptr<const PhotoMaps> renamedPhotoMaps(const SceneState& before,
                                                  const SceneState& after) {
    auto maps =
        std::make_shared<PhotoMaps>(PhotoMaps{after.labels, after.instances, after.appearances});
    const Plane<std::uint8_t> marks = touchedPixels(before);
    // Touched is what differs: any other instance will do.
    constexpr std::uint32_t nobody = 0;
    constexpr std::uint32_t nobodyElse = 1;
    for (int y = 0; y < marks.height(); ++y) {
        for (int x = 0; x < marks.width(); ++x) {
            if (marks.at(x, y) != 0) {
                maps->instances.set(x, y, after.instances.at(x, y) == nobody ? nobodyElse : nobody);
            }
        }
    }
    return maps;
}

} // namespace underpaint::scene
