// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/appearance.h"
#include "engine/scene/edit.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <map>

namespace underpaint::scene {

/// What instances shall wear instead of what they wear now, by id.
using Wardrobe = std::map<std::uint32_t, Appearance>;

/// The edit that makes it so: of what changes, in the oldest form that can say it (a SetStyle where
/// only styles change). Empty when nothing does.
Edit wear(const SceneState& scene, const Wardrobe& wanted);

/// Another instance gets a copy of what `from` wears, with exemplars of its own; pins go along as
/// `move` says. An empty edit when it wears nothing.
Edit copyAppearance(const SceneState& scene, std::uint32_t from, std::uint32_t to,
                    const PinMove& move = {});
/// The same for a look that is in no scene, as that of a stored object.
Edit putOn(const SceneState& scene, const Appearance& look, std::uint32_t instance,
           const PinMove& move = {});
/// The instance wears nothing any more.
Edit dropAppearance(const SceneState& scene, std::uint32_t instance);
/// `from` becomes part of `into`, of the same class or another, and leaves it what it has no own
/// of, but for its style: parts of an instance look alike, as the instance did.
Edit mergeAppearance(const SceneState& scene, std::uint32_t from, std::uint32_t into);
/// `from` becomes `to`, of another class perhaps: takes along what means the same there. A class
/// as a whole keeps its own look, and so does an instance what it has.
Edit moveAppearance(const SceneState& scene, std::uint32_t from, std::uint32_t to);

} // namespace underpaint::scene
