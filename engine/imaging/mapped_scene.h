// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/class_mapping.h"
#include "engine/scene/edit.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// A scene's maps in the classes of another label set.
struct MappedScene {
    /// With the label set.
    scene::ReplaceMaps maps;
    /// What instances are called now, by their old ids: objects, and classes as a whole.
    std::map<std::uint32_t, std::uint32_t> renamed;
    /// Names of the classes that pixels had and that have no partner; they became unlabelled.
    std::vector<std::string> lost;
};

/// What mapClasses() makes of a scene. `from` says what the scene's ids mean. Nothing where all
/// classes in the map are called the same in both sets, and where none is known in the other: then
/// names do not tell, and the ids stay.
std::optional<MappedScene> mappedScene(const scene::SceneState& state, const scene::LabelSet& from,
                                       const scene::LabelSet& to);

} // namespace underpaint::imaging
