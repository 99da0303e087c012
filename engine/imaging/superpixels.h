// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <cstdint>

namespace underpaint::imaging {

/// A photo in patches that follow its outlines.
struct Superpixels {
    /// Number of the patch of each pixel, 0 .. count - 1; patches are connected.
    Plane<std::uint32_t> ids;
    std::uint32_t count = 0;
};

struct SuperpixelOptions {
    /// Distance of the centres in pixels, at least 2; a patch has about the square of it.
    int spacing = 8;
    /// How much closeness counts against colour: the difference in CIELAB that is as far as
    /// `spacing` pixels.
    double compactness = 10;
};

/// Simple linear iterative clustering (Achanta et al., "SLIC superpixels compared to
/// state-of-the-art superpixel methods", 2012) with ten rounds; patches of less than a quarter of
/// the usual size go to a neighbour. `photo` is RGB. Deterministic. Throws Error for another one.
Superpixels superpixels(const Image& photo, const SuperpixelOptions& options = {});

} // namespace underpaint::imaging
