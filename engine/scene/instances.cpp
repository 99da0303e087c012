// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/instances.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace underpaint::scene {

namespace {

struct Tally {
    long long area = 0;
    Rect box;
    std::map<std::uint16_t, long long> labels;
};

InstanceInfo infoOf(std::uint32_t id, const Tally& tally) {
    const auto most =
        std::max_element(tally.labels.begin(), tally.labels.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return {id, most->first, tally.area, tally.box};
}

/// Counts the runs of one id and one label in a row of a tile.
template<class Count>
void forEachRun(const SceneState& scene, Count&& count) {
    for (int index = 0; index < scene.instances.tileCount(); ++index) {
        const Rect rect = scene.instances.tileRect(index);
        const auto& ids = scene.instances.tileCells(index);
        const auto& labels = scene.labels.tileCells(index);
        for (int y = 0; y < rect.height; ++y) {
            const std::uint32_t* id = ids.data() + y * tileExtent;
            const std::uint16_t* label = labels.data() + y * tileExtent;
            int begin = 0;
            for (int x = 1; x <= rect.width; ++x) {
                if (x == rect.width || id[x] != id[begin] || label[x] != label[begin]) {
                    count(id[begin], label[begin], Rect{rect.x + begin, rect.y + y, x - begin, 1});
                    begin = x;
                }
            }
        }
    }
}

} // namespace

std::vector<InstanceInfo> instancesIn(const SceneState& scene) {
    std::unordered_map<std::uint32_t, Tally> tallies;
    forEachRun(scene, [&](std::uint32_t id, std::uint16_t label, Rect run) {
        Tally& tally = tallies[id];
        tally.area += run.width;
        tally.box = tally.box.united(run);
        tally.labels[label] += run.width;
    });
    std::vector<InstanceInfo> infos;
    infos.reserve(tallies.size());
    for (const auto& [id, tally] : tallies) {
        infos.push_back(infoOf(id, tally));
    }
    std::sort(infos.begin(), infos.end(),
              [](const InstanceInfo& a, const InstanceInfo& b) { return a.id < b.id; });
    return infos;
}

std::vector<InstanceInfo> instancesIn(const SceneSnapshot& snapshot) {
    return instancesIn(snapshot.state());
}

std::optional<InstanceInfo> instanceIn(const SceneState& scene, std::uint32_t id) {
    Tally tally;
    forEachRun(scene, [&](std::uint32_t here, std::uint16_t label, Rect run) {
        if (here == id) {
            tally.area += run.width;
            tally.box = tally.box.united(run);
            tally.labels[label] += run.width;
        }
    });
    if (tally.area == 0) {
        return std::nullopt;
    }
    return infoOf(id, tally);
}

} // namespace underpaint::scene
