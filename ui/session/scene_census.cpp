// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/scene_census.h"

#include <algorithm>

namespace underpaint::ui {

namespace {

std::size_t at(int index) {
    return static_cast<std::size_t>(index);
}

} // namespace

std::vector<SceneCensus::Entry> SceneCensus::counted(const scene::SceneState& scene, int tile) {
    std::vector<Entry> entries;
    const Rect rect = scene.labels.tileRect(tile);
    const auto& labels = scene.labels.tileCells(tile);
    const auto& instances = scene.instances.tileCells(tile);
    for (int y = 0; y < rect.height; ++y) {
        const std::size_t row = at(y * scene::tileExtent);
        int x = 0;
        while (x < rect.width) {
            const std::uint16_t label = labels[row + at(x)];
            const std::uint32_t instance = instances[row + at(x)];
            int end = x + 1;
            while (end < rect.width && labels[row + at(end)] == label &&
                   instances[row + at(end)] == instance) {
                ++end;
            }
            auto entry = std::find_if(entries.begin(), entries.end(), [&](const Entry& one) {
                return one.label == label && one.instance == instance;
            });
            if (entry == entries.end()) {
                entry = entries.insert(entries.end(), Entry{instance, label, 0, {}});
            }
            entry->pixels += end - x;
            entry->box = entry->box.united({rect.x + x, rect.y + y, end - x, 1});
            x = end;
        }
    }
    return entries;
}

bool SceneCensus::update(const scene::SceneState& scene, int budget) {
    if (scene.size() != m_size) {
        m_size = scene.size();
        m_tiles.assign(at(scene.labels.tileCount()), {});
    }
    bool complete = true;
    for (int i = 0; i < scene.labels.tileCount(); ++i) {
        Tile& tile = m_tiles[at(i)];
        const void* labels = scene.labels.tileIdentity(i);
        const void* instances = scene.instances.tileIdentity(i);
        if (tile.labels == labels && tile.instances == instances) {
            continue;
        }
        if (budget-- <= 0) {
            // Its old tiles are let go of below, so that their identities mean nothing any more.
            complete = false;
            tile.labels = nullptr;
            continue;
        }
        tile = {labels, instances, counted(scene, i)};
    }
    m_labels = scene.labels;
    m_instances = scene.instances;
    return complete;
}

std::map<std::uint16_t, long long> SceneCensus::labelPixels() const {
    std::map<std::uint16_t, long long> pixels;
    for (const Tile& tile : m_tiles) {
        for (const Entry& entry : tile.entries) {
            pixels[entry.label] += entry.pixels;
        }
    }
    return pixels;
}

std::vector<scene::InstanceInfo> SceneCensus::instances() const {
    struct Gathered {
        scene::InstanceInfo info;
        std::map<std::uint16_t, long long> labels;
    };
    std::map<std::uint32_t, Gathered> byId;
    for (const Tile& tile : m_tiles) {
        for (const Entry& entry : tile.entries) {
            Gathered& one = byId[entry.instance];
            one.info.area += entry.pixels;
            one.info.box = one.info.box.united(entry.box);
            one.labels[entry.label] += entry.pixels;
        }
    }
    std::vector<scene::InstanceInfo> result;
    for (auto& [id, one] : byId) {
        one.info.id = id;
        one.info.label =
            std::max_element(one.labels.begin(), one.labels.end(),
                             [](const auto& a, const auto& b) { return a.second < b.second; })
                ->first;
        result.push_back(one.info);
    }
    return result;
}

} // namespace underpaint::ui
