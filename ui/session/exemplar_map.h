// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/edit.h"
#include "engine/scene/scene.h"

#include <cstdint>

namespace underpaint::ui {

/// What an exemplar shows, as a scene of its own that the editor's tools paint on.

/// A class that no class of the set has the number or the name of: it stands for places that lend
/// nothing. Throws Error when every number is taken.
scene::LabelClass lendsNothing(const scene::LabelSet& classes);

/// The exemplar's label map in these classes and lendsNothing(), over its photo. Throws Error when
/// the map has other classes; one without a map begins with the first class.
scene::SceneState mapOfExemplar(const scene::Exemplar& exemplar, const scene::LabelSet& classes);

/// What that scene says of the exemplar after it was painted on. Places that lend nothing keep the
/// label that they had.
scene::SetExemplarMaps mapsFromPainted(const scene::SceneState& painted,
                                       const scene::Exemplar& exemplar,
                                       const scene::LabelSet& classes);

} // namespace underpaint::ui
