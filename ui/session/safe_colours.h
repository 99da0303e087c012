// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/label_set.h"

#include <cstddef>
#include <vector>

namespace underpaint::ui {

/// Colours that people with any of the common colour vision deficiencies tell apart: those of Okabe
/// and Ito, then of Tol's muted scheme, then all of them lighter and darker.
std::vector<scene::Colour> colourBlindSafeColours(std::size_t count);

} // namespace underpaint::ui
