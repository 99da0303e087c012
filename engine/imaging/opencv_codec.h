// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/codec.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// The half of decodeStored() for JPEG, BMP and PNM. Never applies an EXIF orientation.
StoredImage decodeWithOpenCv(std::span<const std::byte> file, const ImageHeader& header,
                             const std::string& where);

/// `extension` with its dot, as OpenCV knows it.
std::vector<std::byte> encodeWithOpenCv(const Image& image, const std::string& extension,
                                        int quality);
/// The same of 16 bits a channel.
std::vector<std::byte> encodeWithOpenCv(const DeepImage& image, const std::string& extension);

} // namespace underpaint::imaging
