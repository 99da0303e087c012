// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/instances.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <map>
#include <vector>

namespace underpaint::ui {

/// Counts pixels of labels and instances and keeps the counts of every tile, so that after a stroke
/// only its tiles are counted again.
class SceneCensus {
public:
    /// Counts at most `budget` of the tiles that changed since the last time; true when none is
    /// left. Counting a tile costs some microseconds.
    bool update(const scene::SceneState& scene, int budget);

    /// Pixels by label; those without pixels are absent.
    std::map<std::uint16_t, long long> labelPixels() const;
    /// All ids of the map, ascending, as scene::instancesIn() has them.
    std::vector<scene::InstanceInfo> instances() const;

private:
    struct Entry {
        std::uint32_t instance = 0;
        std::uint16_t label = 0;
        long long pixels = 0;
        Rect box;
    };
    struct Tile {
        const void* labels = nullptr;
        const void* instances = nullptr;
        std::vector<Entry> entries;
    };
    static std::vector<Entry> counted(const scene::SceneState& scene, int tile);

    Size m_size;
    std::vector<Tile> m_tiles;
    /// Holds the tiles that were counted, so that their identities are not used for others.
    scene::LabelMap m_labels;
    scene::InstanceMap m_instances;
};

} // namespace underpaint::ui
