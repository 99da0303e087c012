// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/tiff_codec.h"

#include "engine/base/error.h"
#include "engine/imaging/tiff_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <string_view>
#include <tiffio.h>
#include <utility>
#include <vector>

namespace underpaint::imaging {

namespace {

/// Stands for -1, "nothing", until it is known which number is free.
constexpr std::uint32_t kMinusOne = std::numeric_limits<std::uint32_t>::max();

bool lossyCompression(int compression) {
    constexpr std::array lossy{COMPRESSION_OJPEG, COMPRESSION_JPEG, COMPRESSION_WEBP,
                               COMPRESSION_JP2000};
    return std::find(lossy.begin(), lossy.end(), compression) != lossy.end();
}

/// One row of a strip or tile: the first pixel's column, how many pixels and how many samples a
/// pixel the bytes hold.
struct RowPart {
    const std::uint8_t* bytes = nullptr;
    int x = 0;
    int y = 0;
    int width = 0;
    int samples = 1;
};

/// Decodes the page's strips or tiles of one plane in order and hands out their rows.
void forEachRow(const TiffFile& file, int plane, const std::function<void(const RowPart&)>& take) {
    const TiffLayout& layout = file.layout();
    TIFF* const tiff = file.handle();
    const int samples = layout.planar ? 1 : layout.samples;
    if (layout.tiled) {
        std::vector<std::uint8_t> buffer(static_cast<std::size_t>(TIFFTileSize(tiff)));
        const auto rowBytes = static_cast<std::size_t>(TIFFTileRowSize(tiff));
        for (int top = 0; top < layout.size.height; top += layout.tile.height) {
            for (int left = 0; left < layout.size.width; left += layout.tile.width) {
                if (TIFFReadTile(tiff, buffer.data(), static_cast<std::uint32_t>(left),
                                 static_cast<std::uint32_t>(top), 0,
                                 static_cast<std::uint16_t>(plane)) < 0) {
                    file.fail();
                }
                const int rows = std::min(layout.tile.height, layout.size.height - top);
                const int width = std::min(layout.tile.width, layout.size.width - left);
                for (int y = 0; y < rows; ++y) {
                    take({buffer.data() + static_cast<std::size_t>(y) * rowBytes, left, top + y,
                          width, samples});
                }
            }
        }
        return;
    }
    std::vector<std::uint8_t> row(static_cast<std::size_t>(TIFFScanlineSize(tiff)));
    for (int y = 0; y < layout.size.height; ++y) {
        if (TIFFReadScanline(tiff, row.data(), static_cast<std::uint32_t>(y),
                             static_cast<std::uint16_t>(plane)) != 1) {
            file.fail();
        }
        take({row.data(), 0, y, layout.size.width, samples});
    }
}

template<class T>
T valueAt(const std::uint8_t* bytes, std::size_t index) {
    T value{};
    std::memcpy(&value, bytes + index * sizeof(T), sizeof(T));
    return value;
}

/// A sample of any width up to 32 bits in a row without gaps, highest bit first.
std::uint32_t packedBits(const std::uint8_t* bytes, std::size_t index, int bits) {
    std::uint32_t value = 0;
    const std::size_t first = index * static_cast<std::size_t>(bits);
    for (std::size_t bit = first; bit < first + static_cast<std::size_t>(bits); ++bit) {
        value = value << 1U | (bytes[bit / 8] >> (7U - bit % 8) & 1U);
    }
    return value;
}

/// Reads the samples of one channel as whole numbers from 0 on.
class NumberReader {
public:
    NumberReader(const TiffLayout& layout, std::string where)
        : m_layout(layout), m_where(std::move(where)) {}

    std::uint32_t at(const RowPart& row, int x) {
        const auto index = static_cast<std::size_t>(x) * static_cast<std::size_t>(row.samples);
        const Point place{row.x + x, row.y};
        if (m_layout.sampleFormat == SAMPLEFORMAT_IEEEFP) {
            return whole(m_layout.bits == 32 ? valueAt<float>(row.bytes, index)
                                             : valueAt<double>(row.bytes, index),
                         place);
        }
        if (m_layout.bits == 64) {
            const auto value = valueAt<std::int64_t>(row.bytes, index);
            const bool huge = m_layout.sampleFormat == SAMPLEFORMAT_UINT && value < 0;
            return limited(huge ? std::numeric_limits<std::int64_t>::max() : value, place);
        }
        std::int64_t value = unsignedAt(row.bytes, index);
        if (m_layout.sampleFormat == SAMPLEFORMAT_INT && value >= std::int64_t{1}
                                                                      << (m_layout.bits - 1)) {
            value -= std::int64_t{1} << m_layout.bits;
        }
        return limited(value, place);
    }

    bool sawMinusOne() const { return m_minusOne; }

private:
    std::uint32_t unsignedAt(const std::uint8_t* bytes, std::size_t index) const {
        switch (m_layout.bits) {
        case 8:
            return bytes[index];
        case 16:
            return valueAt<std::uint16_t>(bytes, index);
        case 24: { // the library gives whole bytes in the machine's order
            const std::uint8_t* at = bytes + 3 * index;
            return std::endian::native == std::endian::little
                       ? at[0] | std::uint32_t{at[1]} << 8U | std::uint32_t{at[2]} << 16U
                       : at[2] | std::uint32_t{at[1]} << 8U | std::uint32_t{at[0]} << 16U;
        }
        case 32:
            return valueAt<std::uint32_t>(bytes, index);
        default:
            return packedBits(bytes, index, m_layout.bits);
        }
    }

    std::uint32_t whole(double value, Point place) {
        if (std::isfinite(value) && std::floor(value) == value && std::abs(value) < 1e15) {
            return limited(static_cast<std::int64_t>(value), place);
        }
        refuse(std::to_string(value), place);
    }

    std::uint32_t limited(std::int64_t value, Point place) {
        if (value == -1) {
            m_minusOne = true;
            return kMinusOne;
        }
        if (value < 0 || value >= std::int64_t{kMinusOne}) {
            refuse(std::to_string(value), place);
        }
        return static_cast<std::uint32_t>(value);
    }

    [[noreturn]] void refuse(const std::string& value, Point place) const {
        throw Error("this TIFF file holds " + m_layout.numbersText() + " such as " + value +
                        " at (" + std::to_string(place.x) + ", " + std::to_string(place.y) +
                        "), and class and instance numbers are whole numbers from 0 on",
                    m_where, "Save it with whole numbers of 8 or 16 bits, as TIFF or PNG");
    }

    const TiffLayout& m_layout;
    std::string m_where;
    bool m_minusOne = false;
};

bool readableNumbers(const TiffLayout& layout) {
    if (layout.sampleFormat == SAMPLEFORMAT_IEEEFP) {
        return layout.bits == 32 || layout.bits == 64;
    }
    return layout.wholeNumbers() && (layout.bits <= 32 || layout.bits == 64);
}

void readNumbers(const TiffFile& file, const std::string& where, StoredImage& image) {
    const TiffLayout& layout = file.layout();
    InstancePlane numbers(layout.size.width, layout.size.height);
    NumberReader reader(layout, where);
    forEachRow(file, 0, [&](const RowPart& row) {
        for (int x = 0; x < row.width; ++x) {
            numbers.at(row.x + x, row.y) = reader.at(row, x);
        }
    });
    std::uint32_t largest = 0;
    for (const std::uint32_t value : numbers.values()) {
        largest = value != kMinusOne ? std::max(largest, value) : largest;
    }
    static constexpr std::uint32_t sixteenBits = 65535;
    const bool narrow = largest < sixteenBits || (largest == sixteenBits && !reader.sawMinusOne());
    if (reader.sawMinusOne()) {
        image.notes.push_back("the value -1 is read as " +
                              std::to_string(narrow ? sixteenBits : kMinusOne));
    }
    if (!narrow) {
        image.wideIndices = std::move(numbers);
        return;
    }
    image.indices = LabelPlane(layout.size.width, layout.size.height);
    std::transform(numbers.values().begin(), numbers.values().end(), image.indices.values().begin(),
                   [](std::uint32_t value) {
                       return static_cast<std::uint16_t>(std::min(value, sixteenBits));
                   });
}

std::vector<scene::Colour> readPalette(const TiffFile& file) {
    std::uint16_t* red = nullptr;
    std::uint16_t* green = nullptr;
    std::uint16_t* blue = nullptr;
    const int bits = file.layout().bits;
    if (bits > 16 || TIFFGetField(file.handle(), TIFFTAG_COLORMAP, &red, &green, &blue) != 1) {
        return {};
    }
    const std::size_t count = std::size_t{1} << static_cast<unsigned>(bits);
    // Old programs wrote 8-bit entries into the 16-bit table.
    const auto small = [count](const std::uint16_t* channel) {
        return std::all_of(channel, channel + count, [](std::uint16_t v) { return v < 256; });
    };
    const unsigned shift = small(red) && small(green) && small(blue) ? 0 : 8;
    std::vector<scene::Colour> palette(count);
    for (std::size_t i = 0; i < count; ++i) {
        palette[i] = {static_cast<std::uint8_t>(red[i] >> shift),
                      static_cast<std::uint8_t>(green[i] >> shift),
                      static_cast<std::uint8_t>(blue[i] >> shift)};
    }
    return palette;
}

/// The first three of the channels, 8 bits or the upper 8 of 16.
void readColours(const TiffFile& file, StoredImage& image) {
    const TiffLayout& layout = file.layout();
    image.colours = Image(layout.size.width, layout.size.height, 3, 0);
    const auto byteAt = [&](const RowPart& row, std::size_t index) {
        return layout.bits == 8
                   ? row.bytes[index]
                   : static_cast<std::uint8_t>(valueAt<std::uint16_t>(row.bytes, index) >> 8U);
    };
    for (int plane = 0; plane < (layout.planar ? 3 : 1); ++plane) {
        forEachRow(file, plane, [&](const RowPart& row) {
            for (int x = 0; x < row.width; ++x) {
                const auto first =
                    static_cast<std::size_t>(x) * static_cast<std::size_t>(row.samples);
                std::uint8_t* out = &image.colours.at(row.x + x, row.y);
                if (layout.planar) {
                    out[plane] = byteAt(row, first);
                    continue;
                }
                for (std::size_t c = 0; c < 3; ++c) {
                    out[c] = byteAt(row, first + c);
                }
            }
        });
    }
}

/// Colours that the library must convert (YCbCr, CMYK, CIE L*a*b* ...).
void convertColours(const TiffFile& file, StoredImage& image) {
    const Size size = file.layout().size;
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(size.area()));
    // Asked for in the orientation that the file declares, pixels stay where they are stored.
    if (TIFFReadRGBAImageOriented(file.handle(), static_cast<std::uint32_t>(size.width),
                                  static_cast<std::uint32_t>(size.height), pixels.data(),
                                  file.layout().orientation, 1) != 1) {
        file.fail();
    }
    image.colours = Image(size.width, size.height, 3, 0);
    std::uint8_t* out = image.colours.data();
    for (const std::uint32_t pixel : pixels) {
        *out++ = static_cast<std::uint8_t>(TIFFGetR(pixel));
        *out++ = static_cast<std::uint8_t>(TIFFGetG(pixel));
        *out++ = static_cast<std::uint8_t>(TIFFGetB(pixel));
    }
}

} // namespace

bool looksLikeTiff(std::span<const std::byte> file) {
    constexpr std::array<std::string_view, 4> marks{
        std::string_view("II*\0", 4), std::string_view("MM\0*", 4), std::string_view("II+\0", 4),
        std::string_view("MM\0+", 4)};
    return file.size() >= 4 && std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) {
               return std::memcmp(file.data(), mark.data(), mark.size()) == 0;
           });
}

ImageHeader readTiffHeader(std::span<const std::byte> file, const std::string& where) {
    const TiffFile opened(file, where);
    const TiffLayout& layout = opened.layout();
    ImageHeader header;
    header.format = FileFormat::Tiff;
    header.size = layout.size;
    header.bitsPerChannel = layout.bits;
    header.channels = layout.oneChannel() ? 1 : 3;
    header.palette = layout.photometric == PHOTOMETRIC_PALETTE;
    header.whiteIsZero = layout.photometric == PHOTOMETRIC_MINISWHITE;
    header.orientation =
        layout.orientation >= 1 && layout.orientation <= 8 ? layout.orientation : 1;
    header.lossy = lossyCompression(layout.compression);
    return header;
}

StoredImage decodeTiff(std::span<const std::byte> file, const ImageHeader& header,
                       const std::string& where) {
    const TiffFile opened(file, where);
    const TiffLayout& layout = opened.layout();
    StoredImage image;
    image.header = header;
    const bool colours = layout.photometric == PHOTOMETRIC_RGB && layout.samples >= 3 &&
                         layout.sampleFormat == SAMPLEFORMAT_UINT &&
                         (layout.bits == 8 || layout.bits == 16);
    if (layout.oneChannel() && readableNumbers(layout)) {
        image.palette = header.palette ? readPalette(opened) : std::vector<scene::Colour>();
        readNumbers(opened, where, image);
        return image;
    }
    std::array<char, 1024> reason{};
    if (colours) {
        readColours(opened, image);
    } else if (!layout.oneChannel() && layout.photometric > PHOTOMETRIC_MINISBLACK &&
               layout.sampleFormat == SAMPLEFORMAT_UINT &&
               TIFFRGBAImageOK(opened.handle(), reason.data()) == 1) {
        convertColours(opened, image);
    } else {
        throw Error("this TIFF file holds " + std::to_string(layout.samples) +
                        (layout.samples == 1 ? " channel of " : " channels of ") +
                        layout.numbersText() + ", which is no picture that can be read",
                    where, "Save it as PNG, or as TIFF with whole numbers of 8 or 16 bits");
    }
    return image;
}

} // namespace underpaint::imaging
