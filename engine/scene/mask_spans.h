// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/scene/pixel_spans.h"

#include <cstdint>
#include <vector>

namespace underpaint::scene {

/// Pixels of a mask (1 channel) that are not 0, as normalised spans with the mask's top-left at
/// `corner`.
std::vector<PixelSpan> maskSpans(const Plane<std::uint8_t>& mask, Point corner = {});

/// Those that hang together with the seed over sides; none when the mask is 0 there. Throws Error
/// when the seed lies outside.
std::vector<PixelSpan> connectedSpans(const Plane<std::uint8_t>& mask, Point seed);

/// The ellipse that touches the sides of the rectangle, by pixel centres; clipped.
std::vector<PixelSpan> ellipseSpans(Rect rect, Rect clip);
std::vector<PixelSpan> rectangleSpans(Rect rect, Rect clip);

} // namespace underpaint::scene
