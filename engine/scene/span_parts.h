// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/scene/pixel_spans.h"

#include <vector>

namespace underpaint::scene {

/// Normalised spans, sorted into areas that hang together over sides; the largest first.
std::vector<std::vector<PixelSpan>> partsOf(const std::vector<PixelSpan>& spans);

/// An area cut along a line through these pixels: the parts on its sides, largest first, the
/// pixels under the line with the nearest part. What the line does not touch stays with the
/// largest. One part: the line does not go through.
std::vector<std::vector<PixelSpan>> cutApart(const std::vector<PixelSpan>& spans,
                                             const std::vector<Point>& line);

} // namespace underpaint::scene
