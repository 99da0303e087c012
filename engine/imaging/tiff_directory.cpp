// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/tiff_directory.h"

#include <cstddef>

namespace underpaint::imaging {

std::optional<std::map<std::uint32_t, std::uint32_t>> readTiffDirectory(const ByteLookup& file) {
    constexpr std::uint32_t littleMark = 0x4949;
    constexpr std::uint32_t bigMark = 0x4D4D;
    constexpr std::size_t entryBytes = 12;
    const auto mark = file.u16(0);
    if (!mark || (*mark != littleMark && *mark != bigMark)) {
        return std::nullopt;
    }
    const ByteLookup tiff = file.from(0, mark == littleMark ? ByteOrder::Little : ByteOrder::Big);
    const auto offset = tiff.u32(4);
    if (tiff.u16(2) != 42U || !offset) {
        return std::nullopt;
    }
    const auto count = tiff.u16(*offset);
    if (!count || *offset + 2 + *count * entryBytes > tiff.size()) {
        return std::nullopt;
    }
    std::map<std::uint32_t, std::uint32_t> values;
    for (std::size_t i = 0; i < *count; ++i) {
        const std::size_t entry = *offset + 2 + i * entryBytes;
        const auto type = tiff.u16(entry + 2).value_or(0);
        const std::uint32_t number = tiff.u32(entry + 4).value_or(0);
        const std::size_t width = type == 1 ? 1 : type == 3 ? 2 : type == 4 ? 4 : 0;
        if (width == 0 || number == 0) {
            continue;
        }
        // Values that fit into four bytes stand in the entry itself.
        std::size_t place = entry + 8;
        if (number > 4 / width) {
            place = tiff.u32(entry + 8).value_or(0);
        }
        const auto value = width == 1   ? tiff.u8(place)
                           : width == 2 ? tiff.u16(place)
                                        : tiff.u32(place);
        if (value) {
            values.try_emplace(tiff.u16(entry).value_or(0), *value);
        }
    }
    return values;
}

} // namespace underpaint::imaging
