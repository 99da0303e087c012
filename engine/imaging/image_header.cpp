// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/byte_lookup.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/tiff_codec.h"
#include "engine/imaging/tiff_directory.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>

namespace underpaint::imaging {

namespace {

[[noreturn]] void damaged(const std::string& where, const std::string& what) {
    throw Error(what, where, "The file is damaged or incomplete; fetch or export it again");
}

bool startsWith(std::span<const std::byte> file, std::string_view magic) {
    return file.size() >= magic.size() && std::memcmp(file.data(), magic.data(), magic.size()) == 0;
}

/// Of an EXIF block: "Exif\0\0" (which PNG files leave out), then a TIFF structure.
int exifOrientation(const ByteLookup& block) {
    constexpr std::uint32_t exifMark = 0x45786966;
    constexpr std::uint32_t orientationTag = 274;
    const bool marked = block.u32(0) == exifMark && block.u16(4) == 0U;
    const auto values = readTiffDirectory(block.from(marked ? 6 : 0, ByteOrder::Big));
    if (!values || !values->contains(orientationTag)) {
        return 1;
    }
    const std::uint32_t orientation = values->at(orientationTag);
    return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
}

/// From the eXIf chunk, which may come before or after the pixels; 1 where there is none.
int pngOrientation(const ByteLookup& file) {
    constexpr std::uint32_t exif = 0x65584966;
    constexpr std::size_t firstChunk = 8;
    for (std::size_t at = firstChunk; file.u32(at + 4).has_value();) {
        const std::size_t length = *file.u32(at);
        if (*file.u32(at + 4) == exif) {
            return exifOrientation(file.part(at + 8, length));
        }
        at += 12 + length;
    }
    return 1;
}

ImageHeader pngHeader(const ByteLookup& file, const std::string& where) {
    constexpr std::uint32_t ihdr = 0x49484452;
    const auto type = file.u8(25);
    if (file.u32(12) != ihdr || !type) {
        damaged(where, "the header of this PNG file is incomplete");
    }
    ImageHeader header;
    header.format = FileFormat::Png;
    header.size = {safeExtent(*file.u32(16)), safeExtent(*file.u32(20))};
    header.bitsPerChannel = static_cast<int>(*file.u8(24));
    header.palette = *type == 3;
    header.channels = header.palette ? 1 : (*type & 2U) != 0 ? 3 : 1;
    header.orientation = pngOrientation(file);
    return header;
}

bool isFrame(std::uint32_t marker) {
    // SOF0..SOF15 without DHT, JPG and DAC.
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// The next marker at or after `at` in entropy-coded data: not stuffing, not a restart.
std::optional<std::size_t> endOfScan(const ByteLookup& file, std::size_t at) {
    for (; at + 1 < file.size(); ++at) {
        if (file.u8(at) == 0xFFU) {
            const std::uint32_t next = *file.u8(at + 1);
            if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
                return at;
            }
        }
    }
    return std::nullopt;
}

/// Walks all segments to the end marker, since decoders fill up truncated photos silently.
ImageHeader jpegHeader(const ByteLookup& file, const std::string& where) {
    ImageHeader header;
    header.format = FileFormat::Jpeg;
    header.lossy = true;
    bool framed = false;
    std::size_t at = 2;
    while (true) {
        const auto lead = file.u8(at);
        const auto marker = file.u8(at + 1);
        if (!lead || !marker) {
            damaged(where, "this JPEG file ends too early");
        }
        if (*lead != 0xFF) {
            damaged(where, "this JPEG file has rubbish between its segments");
        }
        if (*marker == 0xFF) {
            ++at;
            continue;
        }
        if (*marker == 0xD9) {
            break;
        }
        const auto length = file.u16(at + 2);
        if (!length || *length < 2 || at + 2 + *length > file.size()) {
            damaged(where, "this JPEG file ends too early");
        }
        const ByteLookup segment = file.part(at + 4, *length - 2);
        if (*marker == 0xE1 && header.orientation == 1) {
            header.orientation = exifOrientation(segment);
        } else if (isFrame(*marker) && !framed) {
            header.bitsPerChannel = static_cast<int>(segment.u8(0).value_or(0));
            header.size = {safeExtent(segment.u16(3).value_or(0)),
                           safeExtent(segment.u16(1).value_or(0))};
            header.channels = segment.u8(5).value_or(0) == 1 ? 1 : 3;
            framed = true;
        }
        at += 2 + *length;
        if (*marker == 0xDA) {
            const auto next = endOfScan(file, at);
            if (!next) {
                damaged(where, "this JPEG file ends too early");
            }
            at = *next;
        }
    }
    if (!framed || header.bitsPerChannel != 8) {
        damaged(where, "this JPEG file holds no 8-bit picture");
    }
    return header;
}

ImageHeader bmpHeader(const ByteLookup& bigEndian, const std::string& where) {
    const ByteLookup file = bigEndian.from(0, ByteOrder::Little);
    ImageHeader header;
    header.format = FileFormat::Bmp;
    const std::uint32_t headerBytes = file.u32(14).value_or(0);
    std::uint32_t bits = 0;
    if (headerBytes == 12) {
        header.size = {safeExtent(file.u16(18).value_or(0)), safeExtent(file.u16(20).value_or(0))};
        bits = file.u16(24).value_or(0);
    } else if (headerBytes >= 36) {
        // A negative height means rows from top to bottom.
        std::uint32_t height = file.u32(22).value_or(0);
        height = height > 0x7FFFFFFFU ? 0U - height : height;
        header.size = {safeExtent(file.u32(18).value_or(0)), safeExtent(height)};
        bits = file.u16(28).value_or(0);
    }
    if (bits == 0) {
        damaged(where, "the header of this BMP file is incomplete");
    }
    header.palette = bits <= 8;
    header.channels = 3;
    return header;
}

/// The numbers of a PNM header, comments skipped.
std::array<std::uint32_t, 3> pnmNumbers(const ByteLookup& file, const std::string& where) {
    constexpr std::uint32_t largest = 100000000; // beyond every limit
    std::array<std::uint32_t, 3> numbers{};
    std::size_t at = 2;
    for (std::uint32_t& number : numbers) {
        auto byte = file.u8(at);
        while (byte && (std::isspace(static_cast<int>(*byte)) != 0 || *byte == '#')) {
            if (*byte == '#') {
                while (byte && *byte != '\n') {
                    byte = file.u8(++at);
                }
            } else {
                byte = file.u8(++at);
            }
        }
        bool any = false;
        while (byte && std::isdigit(static_cast<int>(*byte)) != 0) {
            number = std::min(number * 10 + (*byte - '0'), largest);
            any = true;
            byte = file.u8(++at);
        }
        if (!any) {
            damaged(where, "the header of this PNM file is incomplete");
        }
    }
    return numbers;
}

ImageHeader pnmHeader(const ByteLookup& file, const std::string& where) {
    const auto [width, height, maximum] = pnmNumbers(file, where);
    ImageHeader header;
    header.format = FileFormat::Pnm;
    header.size = {safeExtent(width), safeExtent(height)};
    header.bitsPerChannel = maximum > 255 ? 16 : 8;
    const std::uint32_t kind = *file.u8(1);
    header.channels = kind == '3' || kind == '6' ? 3 : 1;
    if (maximum == 0 || maximum > 65535) {
        damaged(where, "the largest value of this PNM file is not within 1 to 65535");
    }
    return header;
}

/// Refuses what is too large, and what the file cannot hold: no codec here packs a thousandfold
/// (deflate 1032, JPEG about 500 pixels a byte, TIFF's LZW some more).
void checkSize(const ImageHeader& header, std::size_t fileBytes, const std::string& where) {
    const Size size = header.size;
    if (size.empty()) {
        damaged(where, "the file declares a picture without pixels");
    }
    const bool tooWide = size.width > kMaxExtent || size.height > kMaxExtent;
    if (tooWide || size.area() > kMaxPixels) {
        throw Error("the picture is larger than this program accepts", where,
                    "The limits are " + std::to_string(kMaxExtent) + " pixels a side and " +
                        std::to_string(kMaxPixels) + " pixels in all");
    }
    long long packing = 4096;
    if (header.format == FileFormat::Png) {
        packing = 1100LL * 8 / std::clamp(header.bitsPerChannel, 1, 8);
    } else if (header.format == FileFormat::Bmp || header.format == FileFormat::Pnm) {
        packing = 128; // run lengths
    }
    if (size.area() > packing * static_cast<long long>(fileBytes)) {
        damaged(where, "the file is much too short for the " + std::to_string(size.width) + " x " +
                           std::to_string(size.height) + " pixels that it declares");
    }
}

} // namespace

int safeExtent(std::uint32_t value) {
    return value <= static_cast<std::uint32_t>(kMaxExtent) ? static_cast<int>(value)
                                                           : std::numeric_limits<int>::max();
}

ImageHeader readImageHeader(std::span<const std::byte> file, const std::string& where) {
    if (file.empty()) {
        throw Error("the file is empty", where, "Fetch or export it again");
    }
    const ByteLookup reader(file);
    ImageHeader header;
    if (startsWith(file, "\x89PNG\r\n\x1a\n")) {
        header = pngHeader(reader, where);
    } else if (startsWith(file, "\xff\xd8")) {
        header = jpegHeader(reader, where);
    } else if (startsWith(file, "BM")) {
        header = bmpHeader(reader, where);
    } else if (looksLikeTiff(file)) {
        header = readTiffHeader(file, where);
    } else if (file.size() > 2 && startsWith(file, "P") &&
               std::string_view("2356").find(static_cast<char>(file[1])) !=
                   std::string_view::npos) {
        header = pnmHeader(reader, where);
    } else {
        throw Error("this is not a picture in a format that can be read", where,
                    "Use PNG, JPEG, TIFF, BMP, PPM or PGM");
    }
    checkSize(header, file.size(), where);
    return header;
}

ImageHeader readImageHeader(const std::filesystem::path& path) {
    const MappedFile file(path);
    return readImageHeader(file.bytes(), path.string());
}

} // namespace underpaint::imaging
