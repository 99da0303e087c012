// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/motion/flow_field.h"

namespace underpaint::imaging {

/// The flow from `frame` to `other` by OpenCV's DIS ("Fast optical flow using dense inverse
/// search", Kroeger et al., ECCV 2016). RGB or grey pictures of one size, of which only the
/// brightness counts. The same pictures give the same flow, whatever the machine's number of cores.
/// Throws Error.
FlowField opticalFlow(const Image& frame, const Image& other);

} // namespace underpaint::imaging
