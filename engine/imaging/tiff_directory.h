// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/byte_lookup.h"

#include <cstdint>
#include <map>
#include <optional>

namespace underpaint::imaging {

/// The first directory of a TIFF structure (a TIFF file, or the EXIF block of a JPEG file): the
/// first value of each entry of 8, 16 or 32-bit integers, by tag. Nothing when `file` is no TIFF
/// structure or the directory does not lie inside.
std::optional<std::map<std::uint32_t, std::uint32_t>> readTiffDirectory(const ByteLookup& file);

} // namespace underpaint::imaging
