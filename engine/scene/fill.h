// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/scene/pixel_spans.h"

#include <cstdint>
#include <span>
#include <vector>

namespace underpaint::scene {

/// Pixels of a polygon (even-odd rule at pixel centres) with its outline. Vertices are pixels;
/// the last joins the first. Throws Error without vertices or with one too far outside.
std::vector<PixelSpan> polygonSpans(std::span<const Point> vertices, Rect clip);

/// What belongs together for a flood fill.
enum class FillMatch : std::uint8_t { Label, LabelAndInstance };
/// The pixels that hang together (over sides, not corners) with the seed and match it. Throws
/// Error when the seed lies outside the map.
std::vector<PixelSpan> contiguousSpans(const SceneState& scene, Point seed, FillMatch match);

/// Edits that fill. Locked labels keep their pixels; a flood does not run past them anyway, as
/// their label is another.
/// @{
Edit fillRectangle(const SceneState& scene, Rect rect, PaintValue value,
                   const ProtectedLabels& locked = {}, std::uint64_t gesture = 0);
Edit fillPolygon(const SceneState& scene, std::span<const Point> vertices, PaintValue value,
                 const ProtectedLabels& locked = {}, std::uint64_t gesture = 0);
Edit floodFill(const SceneState& scene, Point seed, PaintValue value,
               FillMatch match = FillMatch::Label, const ProtectedLabels& locked = {},
               std::uint64_t gesture = 0);
/// Every pixel of one class, wherever it lies.
Edit fillClass(const SceneState& scene, std::uint16_t label, PaintValue value,
               const ProtectedLabels& locked = {}, std::uint64_t gesture = 0);
/// Where `mask` (1 channel) is not 0, with its top-left at `corner`; clipped to the map.
Edit stampMask(const SceneState& scene, const Plane<std::uint8_t>& mask, Point corner,
               PaintValue value, const ProtectedLabels& locked = {}, std::uint64_t gesture = 0);
/// @}

} // namespace underpaint::scene
