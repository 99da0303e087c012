// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/codec.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace underpaint::imaging {

/// The indices and colours of a palette BMP file of 1, 4 or 8 bits without compression, which other
/// decoders turn into colours; nothing for other BMP files. Throws Error naming `where` when the
/// file ends too early.
std::optional<StoredImage> decodeBmpPalette(std::span<const std::byte> file,
                                            const ImageHeader& header, const std::string& where);

} // namespace underpaint::imaging
