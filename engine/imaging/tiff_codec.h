// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/codec.h"

#include <cstddef>
#include <span>
#include <string>

namespace underpaint::imaging {

/// True for the first bytes of a TIFF or BigTIFF file.
bool looksLikeTiff(std::span<const std::byte> file);

/// The parts of readImageHeader() and decodeStored() for TIFF and BigTIFF, of any byte order, in
/// strips or tiles. One channel of whole numbers of 1 to 64 bits, or of floating-point numbers that
/// are whole, gives its stored values; numbers beyond 16 bits become `wideIndices`. Palette files
/// give indices. Whatever has other values, several full pages or an unknown compression is an
/// Error that names the kind of file. The library says nothing on its own.
/// @{
ImageHeader readTiffHeader(std::span<const std::byte> file, const std::string& where);
StoredImage decodeTiff(std::span<const std::byte> file, const ImageHeader& header,
                       const std::string& where);
/// @}

} // namespace underpaint::imaging
