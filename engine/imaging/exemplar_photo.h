// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/scene/label_set.h"

namespace underpaint::imaging {

/// More of an exemplar no network sees; a scene keeps it in every copy of itself.
inline constexpr long long mostExemplarPixels = 1LL << 21U;

/// A photo as a scene keeps it as an exemplar: in its own proportions, of at most
/// mostExemplarPixels.
Image exemplarPhoto(Image photo);

/// What of an exemplar lends nothing, as scenes keep it: 1 where a mask of the photo's size is
/// white in its first channel, 0 elsewhere.
Image hiddenPart(const Image& mask);

/// The instances of an exemplar without an instance map: 4-connected components of things.
InstancePlane exemplarInstances(const LabelPlane& labels, const scene::LabelSet& classes);

} // namespace underpaint::imaging
