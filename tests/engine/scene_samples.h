// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"
#include "engine/scene/edit.h"
#include "engine/scene/scene.h"

#include <cstdint>

namespace underpaint::test {

/// A scene of the given size (labels of Cityscapes in blots, some instances, styles, an exemplar
/// with pins) from a seed.
scene::Scene sampleScene(Size size, std::uint64_t seed);

/// An edit of any kind that fits the state, from the generator's next draws.
scene::Edit randomEdit(const scene::SceneState& state, Random& random);
/// One that paints, with this gesture.
scene::Edit randomPaint(const scene::SceneState& state, Random& random, std::uint64_t gesture);
/// Whole number in [low, high].
int between(Random& random, int low, int high);

} // namespace underpaint::test
