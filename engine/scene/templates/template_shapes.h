// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/templates/template_canvas.h"

#include <cstdint>

namespace underpaint::scene {

/// Numbers that look random and are always the same: -1 … 1.
double templateChance(std::int64_t index, std::uint32_t seed);
/// The same, 0 … 1.
double templateShare(std::int64_t index, std::uint32_t seed);
/// Smooth, about -1 … 1, with bends of length 1 and, `gain` as high each, of half of that, …
double rolling(double t, std::uint32_t seed, double gain = 0.5);
/// Like rolling(), but with sharp crests (near 1) and wide hollows.
double crested(double t, std::uint32_t seed, double gain = 0.5);
/// The heights (0 … 1) of crowns of trees that stand side by side, about one a unit; pointed ones
/// are firs.
double crowns(double t, std::uint32_t seed, bool pointed);

/// Through the points, round; closed.
Outline rounded(const Outline& points);
/// A closed shape around a centre whose radii vary by that share.
Outline patch(Spot centre, double radiusX, double radiusY, double roughness, std::uint32_t seed);
/// The smallest convex outline around the points.
Outline hull(Outline points);

/// A tree that stands on a spot, with its trunk.
/// @{
std::vector<Outline> leafyTree(Spot foot, double height, std::uint32_t seed);
std::vector<Outline> fir(Spot foot, double height, std::uint32_t seed);
/// @}

} // namespace underpaint::scene
