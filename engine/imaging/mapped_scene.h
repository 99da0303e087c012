// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/class_mapping.h"
#include "engine/scene/appearance_edits.h"
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
    /// What became of the classes that pixels had.
    ClassMapping used;
    /// And what becomes of all others.
    ClassMapping mapping;

    /// Names of the classes that have no partner; they became unlabelled. What a person chose is
    /// not among them.
    std::vector<std::string> lost() const;
    /// Classes that became what they are nearest to only.
    std::vector<MappedClass> nearest() const;
};

/// What mapClasses() makes of a scene, with the choices that the scene remembers. `from` says what
/// the scene's ids mean. Nothing where all classes in the map are called the same in both sets, and
/// where none is known in the other and one of them has numbers for names: then names do not tell,
/// and the ids stay.
std::optional<MappedScene> mappedScene(const scene::SceneState& state, const scene::LabelSet& from,
                                       const scene::LabelSet& to);

/// The same whatever classes are in the map: for a frame of a sequence, others of which change.
MappedScene sceneInClasses(const scene::SceneState& state, const scene::LabelSet& from,
                           const scene::LabelSet& to);

/// What the ids of a scene mean that was made with a model of the classes `before` (nothing: not
/// known) and comes to one of the classes `after`. Names that the user gave to classes of either
/// are not looked at; a scene that has classes of its own names them itself.
scene::LabelSet meaningOfIds(const scene::SceneState& state,
                             const std::optional<scene::LabelSet>& before,
                             const scene::LabelSet& after);

/// What the instances of the scene wear under the ids that they have after the mapping; those that
/// are called otherwise then wear nothing.
scene::Wardrobe movedAppearances(const scene::SceneState& state, const MappedScene& mapped);

/// Brings the scene into the classes, its instances with what they wear.
void takeClasses(scene::SceneState& state, MappedScene mapped);

/// How a scene came into the classes of another model, so that it can be corrected later.
struct ClassChange {
    scene::SceneSnapshot before;
    scene::LabelSet from; ///< what the ids meant before
    scene::LabelSet to;
};

/// How many pixels the classes had before, by id.
std::map<std::uint16_t, long long> pixelsBefore(const ClassChange& change);

/// The present scene as it were if `choices` had counted at the change, and not those that it
/// remembers. A pixel that was painted since stays, with its instance. Nothing where no pixel
/// changes. `now` has the size of the scene before. `renamed` tells of the instances of now.
std::optional<MappedScene> remappedScene(const scene::SceneState& now, const ClassChange& change,
                                         const scene::ClassChoices& choices);

} // namespace underpaint::imaging
