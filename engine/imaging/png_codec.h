// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/codec.h"

#include <cstddef>
#include <span>
#include <string>

namespace underpaint::imaging {

/// The PNG half of decodeStored(): libpng, stored values kept. `header` is that of the same file.
StoredImage decodePng(std::span<const std::byte> file, const ImageHeader& header,
                      const std::string& where);

} // namespace underpaint::imaging
