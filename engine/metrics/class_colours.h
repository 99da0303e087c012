// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>

namespace underpaint::metrics {

/// Light and colour of a part of a photo, whatever its shape: the shares of the levels 0..255 of
/// luminance and of two opponent colours (red - green and blue - yellow, halved and shifted).
using ColourHistogram = std::array<std::array<double, 256>, 3>;

/// By class.
using ClassColours = std::map<std::uint16_t, ColourHistogram>;

/// Of the classes that have at least this share of the picture. The photo has 3 channels and the
/// size of the labels; throws Error otherwise.
ClassColours classColours(const Image& photo, const LabelPlane& labels, double leastShare = 0.01);

/// Earth mover's distance (Rubner et al., 2000) of each of the three, their mean: by how many
/// levels colours have to be moved.
double colourDistance(const ColourHistogram& a, const ColourHistogram& b);

/// The mean over the classes that both have; nothing where there are none.
std::optional<double> colourDistance(const ClassColours& a, const ClassColours& b);

} // namespace underpaint::metrics
