// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/bmp_palette.h"

#include "engine/base/error.h"
#include "engine/imaging/byte_lookup.h"

#include <algorithm>
#include <cstdint>

namespace underpaint::imaging {

std::optional<StoredImage> decodeBmpPalette(std::span<const std::byte> file,
                                            const ImageHeader& header, const std::string& where) {
    const ByteLookup bytes(file, ByteOrder::Little);
    const std::uint32_t headerBytes = bytes.u32(14).value_or(0);
    const std::uint32_t bits = bytes.u16(28).value_or(0);
    const bool plain = headerBytes >= 40 && bytes.u32(30) == 0U;
    if (!plain || (bits != 1 && bits != 4 && bits != 8)) {
        return std::nullopt;
    }
    const std::uint32_t most = 1U << bits;
    const std::uint32_t used = bytes.u32(46).value_or(0);
    StoredImage image;
    image.header = header;
    for (std::uint32_t i = 0; i < (used == 0 ? most : std::min(used, most)); ++i) {
        const std::size_t at = 14 + std::size_t{headerBytes} + 4 * std::size_t{i};
        image.palette.push_back({static_cast<std::uint8_t>(bytes.u8(at + 2).value_or(0)),
                                 static_cast<std::uint8_t>(bytes.u8(at + 1).value_or(0)),
                                 static_cast<std::uint8_t>(bytes.u8(at).value_or(0))});
    }
    const auto width = static_cast<std::size_t>(header.size.width);
    const auto height = static_cast<std::size_t>(header.size.height);
    const std::size_t rowBytes = (width * bits + 31) / 32 * 4;
    const std::size_t pixels = bytes.u32(10).value_or(0);
    if (pixels > file.size() || rowBytes * height > file.size() - pixels) {
        throw Error("this BMP file ends too early", where,
                    "The file is damaged or incomplete; fetch or export it again");
    }
    const bool topDown = bytes.u32(22).value_or(0) > 0x7FFFFFFFU;
    image.indices = LabelPlane(header.size.width, header.size.height);
    for (std::size_t y = 0; y < height; ++y) {
        const std::size_t row = pixels + (topDown ? y : height - 1 - y) * rowBytes;
        for (std::size_t x = 0; x < width; ++x) {
            const auto byte = std::to_integer<std::uint32_t>(file[row + x * bits / 8]);
            const std::size_t shift = 8 - bits - x * bits % 8;
            image.indices.values()[y * width + x] =
                static_cast<std::uint16_t>(byte >> shift & (most - 1));
        }
    }
    return image;
}

} // namespace underpaint::imaging
