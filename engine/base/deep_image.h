// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <cstdint>

namespace underpaint {

/// 16-bit photo, 3 channels R, G, B, with deepSteps steps for each level of an Image.
using DeepImage = Plane<std::uint16_t>;
inline constexpr int deepSteps = 257;

} // namespace underpaint
