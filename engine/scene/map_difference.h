// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/scene/paint_pixels.h"

namespace underpaint::scene {

/// The edit that paints the planes over maps of their size: no more than where they differ.
PaintPixels mapDifference(const LabelMap& labelMap, const InstanceMap& instanceMap,
                          const LabelPlane& labels, const InstancePlane& instances);

} // namespace underpaint::scene
