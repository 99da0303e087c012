// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

namespace underpaint {

/// A grey picture in three equal channels; a picture of three channels as it is.
Image inColour(Image picture);

} // namespace underpaint
