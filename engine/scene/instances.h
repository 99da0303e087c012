// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace underpaint::scene {

/// What the map says about one instance id.
struct InstanceInfo {
    std::uint32_t id = 0;
    /// The label of most of its pixels; the smaller one of equals.
    std::uint16_t label = 0;
    /// In pixels.
    long long area = 0;
    Rect box;

    friend bool operator==(const InstanceInfo&, const InstanceInfo&) = default;
};

/// All ids of the map, stuff included, in ascending order. One pass over the pixels.
std::vector<InstanceInfo> instancesIn(const SceneState& scene);
std::vector<InstanceInfo> instancesIn(const SceneSnapshot& snapshot);
/// One of them, or nothing when no pixel has the id.
std::optional<InstanceInfo> instanceIn(const SceneState& scene, std::uint32_t id);

} // namespace underpaint::scene
