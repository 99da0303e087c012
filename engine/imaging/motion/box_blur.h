// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/motion/flow_field.h"

namespace underpaint::imaging {

/// Mean of one channel over squares of side 2 * radius + 1, cut at the border. Takes the same time
/// whatever the radius.
Share boxMean(const Share& plane, int radius);

} // namespace underpaint::imaging
