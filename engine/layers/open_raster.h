// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"

#include <cstddef>
#include <string>
#include <vector>

namespace underpaint::layers {

/// A layer of a picture, which covers part of it.
struct Layer {
    std::string name;
    Point at; ///< of its top-left pixel in the picture
    /// RGB or RGBA (png::encode()): many layers are less in memory so.
    std::vector<std::byte> png;
};

/// A picture of layers that are all shown as they are.
struct LayeredPicture {
    Size size;
    std::vector<Layer> layers; ///< the topmost first, at least one
    Image merged;              ///< RGB, of that size: what they show together
};

/// The bytes of an OpenRaster file (version 0.0.6 of the specification of freedesktop.org), which
/// Krita, GIMP and MyPaint open: a zip of stored members whose first says what it is, the stack of
/// layers in XML, their PNG files, the merged picture, and a thumbnail of at most 256 pixels. Equal
/// pictures give equal bytes. Throws Error for a picture without pixels or layers, and for a merged
/// one of another size.
std::vector<std::byte> encodeOpenRaster(const LayeredPicture& picture);

} // namespace underpaint::layers
