// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

namespace underpaint::test {

/// A picture of integer formulas that another program can make again: the reference values of the
/// measures were computed on it. `k` chooses one of several.
Image formulaPicture(int width, int height, int k);

} // namespace underpaint::test
