// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/scene/label_set.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

// PNG by libpng with the values that are stored: what picture files and project files share.
namespace underpaint::png {

/// Width and height of a file that begins as PNG; nothing for another file. Extents beyond 2^31 - 1
/// are 0. Whether the file can hold so many pixels is not checked.
std::optional<Size> declaredSize(std::span<const std::byte> file);

/// A decoded file as it is stored: either class indices or colours.
struct Decoded {
    /// Grey levels (8 or 16 bit, not scaled) or palette indices; empty for colour files.
    LabelPlane indices;
    /// RGB; empty for grey and palette files.
    Image colours;
    /// The colours of a palette file.
    std::vector<scene::Colour> palette;
    /// The file stops after its last pixel: the end mark (IEND) is missing or incomplete.
    bool endMissing = false;
};

/// Decodes a file that declares this size. Alpha is dropped, profiles and gamma are ignored,
/// 16-bit colour is cut to its upper byte. Throws Error naming `where`. Allocates what `size` asks
/// for: the caller checks that it is plausible for so many bytes.
Decoded decode(std::span<const std::byte> file, Size size, const std::string& where);

/// Encoders. Lossless and without time stamps: equal pixels give equal bytes. They throw Error for
/// an empty picture.
/// @{
/// RGB or grey, 8 bit; with 4 or 2 channels the last is their opacity.
std::vector<std::byte> encode(const Image& image);
/// 8 bit when all values fit, else 16.
std::vector<std::byte> encode(const LabelPlane& indices);
/// Always 16 bit; with 3 channels RGB.
std::vector<std::byte> encode16(const LabelPlane& indices);
/// 8-bit indices with a palette of at most 256 colours; every index must have a colour.
std::vector<std::byte> encodePalette(const LabelPlane& indices,
                                     std::span<const scene::Colour> palette);
/// @}

} // namespace underpaint::png
