// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/instance_ids.h"

#include "engine/base/error.h"

#include <algorithm>
#include <bitset>
#include <string>
#include <unordered_map>

namespace underpaint::scene {

namespace {

using Taken = std::bitset<instancesPerClass>;

/// Which k of first … first + 999 the map holds. Tiles that share cells are read once a run.
Taken takenIds(const InstanceMap& instances, std::uint32_t first) {
    Taken taken;
    const void* previous = nullptr;
    for (int index = 0; index < instances.tileCount(); ++index) {
        const Rect rect = instances.tileRect(index);
        const bool whole = rect.width == tileExtent && rect.height == tileExtent;
        if (whole && instances.tileIdentity(index) == previous) {
            continue;
        }
        previous = whole ? instances.tileIdentity(index) : nullptr;
        const auto& cells = instances.tileCells(index);
        for (int y = 0; y < rect.height; ++y) {
            const auto* row = cells.data() + y * tileExtent;
            for (int x = 0; x < rect.width; ++x) {
                if (row[x] >= first && row[x] - first < instancesPerClass) {
                    taken.set(row[x] - first);
                }
            }
        }
    }
    return taken;
}

} // namespace

std::uint32_t nextInstanceId(const InstanceMap& instances, std::uint16_t label) {
    if (label == 0) {
        throw Error("class 0 cannot have instances of its own, their ids would name classes",
                    "instance map", "use another class");
    }
    const std::uint32_t first = label * instancesPerClass;
    const Taken taken = takenIds(instances, first);
    std::uint32_t next = instancesPerClass;
    while (next > 0 && !taken.test(next - 1)) {
        --next;
    }
    if (next < instancesPerClass) {
        return first + next;
    }
    for (std::uint32_t k = 0; k < instancesPerClass; ++k) {
        if (!taken.test(k)) {
            return first + k;
        }
    }
    throw Error("class " + std::to_string(label) + " has " + std::to_string(instancesPerClass) +
                    " instances already",
                "instance map", "delete or merge some of them");
}

InstanceMap instancesFromLabels(const LabelMap& labels) {
    InstanceMap instances(labels.size());
    // What is one tile there is one tile here.
    std::unordered_map<const void*, TileHandle<std::uint32_t>> made;
    for (int index = 0; index < labels.tileCount(); ++index) {
        auto& tile = made[labels.tileIdentity(index)];
        if (tile.identity() == nullptr) {
            TileHandle<std::uint32_t>::Cells cells{};
            const auto& from = labels.tileCells(index);
            std::transform(from.begin(), from.end(), cells.begin(), stuffInstance);
            tile = TileHandle<std::uint32_t>(cells);
        }
        instances.setTile(index, tile);
    }
    return instances;
}

} // namespace underpaint::scene
