// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

namespace underpaint::imaging {

/// A grey picture of maps whose motion can be measured: areas differ in brightness by class and
/// instance, and get darker towards their outlines, so that not only edges have something to
/// follow. The same area has the same brightness in every frame. Maps of one size.
Image labelGuide(const LabelPlane& labels, const InstancePlane& instances);

} // namespace underpaint::imaging
