// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/style.h"

#include <cstdint>

namespace underpaint::scene {

/// The code of `size` values that a seed stands for, each drawn from N(0, 1): what is painted where
/// a scene has no code of its own.
LatentCode drawnCode(std::uint64_t seed, int size);

} // namespace underpaint::scene
