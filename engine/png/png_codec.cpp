// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/png/png_codec.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <bit>
#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <limits>
#include <png.h>
#include <utility>

namespace underpaint::png {

namespace {

/// What libpng's callbacks work on. libpng reports errors by longjmp, so everything between
/// setjmp and a callback is free of objects with destructors.
struct Session {
    std::array<char, 160> message{};
    std::span<const std::byte> input;
    /// libpng asked for more bytes than the file has.
    bool endedEarly = false;
    std::vector<std::byte>* output = nullptr;
};

void onError(png_structp png, png_const_charp text) {
    auto* session = static_cast<Session*>(png_get_error_ptr(png));
    (void)std::snprintf(session->message.data(), session->message.size(), "%s", text);
    png_longjmp(png, 1);
}

void onWarning(png_structp /*png*/, png_const_charp /*text*/) {
    // Warnings concern ancillary chunks (profiles, times), which are ignored anyway.
}

void readInput(png_structp png, png_bytep target, std::size_t count) {
    auto* session = static_cast<Session*>(png_get_io_ptr(png));
    if (count > session->input.size()) {
        session->endedEarly = true;
        png_error(png, "the file ends too early");
    }
    std::memcpy(target, session->input.data(), count);
    session->input = session->input.subspan(count);
}

void writeOutput(png_structp png, png_bytep source, std::size_t count) {
    auto* session = static_cast<Session*>(png_get_io_ptr(png));
    bool failed = false;
    try {
        const auto* bytes = reinterpret_cast<const std::byte*>(source);
        session->output->insert(session->output->end(), bytes, bytes + count);
    } catch (const std::exception&) {
        failed = true;
    }
    if (failed) {
        png_error(png, "out of memory");
    }
}

void flushOutput(png_structp /*png*/) {}

/// One libpng object with its error handling; what reading and writing have in common.
class PngObject {
public:
    PngObject(const PngObject&) = delete;
    PngObject& operator=(const PngObject&) = delete;

    /// Runs libpng calls; false when one of them failed. `step` must hold no local object with a
    /// destructor.
    template<class Step>
    bool run(const Step& step) {
        if (m_png == nullptr || m_info == nullptr) {
            return false;
        }
        // NOLINTNEXTLINE(cert-err52-cpp): libpng's only way to report errors
        if (setjmp(png_jmpbuf(m_png)) != 0) {
            return false;
        }
        step(m_png, m_info);
        return true;
    }
    Session& session() { return m_session; }
    std::string message() const { return m_session.message.data(); }

protected:
    PngObject() = default;
    ~PngObject() = default;

    Session m_session;
    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
};

class Reader : public PngObject {
public:
    explicit Reader(std::span<const std::byte> input) {
        m_session.input = input;
        m_png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &m_session, onError, onWarning);
        m_info = m_png != nullptr ? png_create_info_struct(m_png) : nullptr;
    }
    ~Reader() { png_destroy_read_struct(&m_png, &m_info, nullptr); }
};

class Writer : public PngObject {
public:
    explicit Writer(std::vector<std::byte>& output) {
        m_session.output = &output;
        m_png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &m_session, onError, onWarning);
        m_info = m_png != nullptr ? png_create_info_struct(m_png) : nullptr;
    }
    ~Writer() { png_destroy_write_struct(&m_png, &m_info); }
};

/// The layout that the rows will have after the transformations that were asked for.
struct RowLayout {
    Size size;
    int colourType = 0;
    int bits = 8;
    std::size_t bytes = 0;
};

RowLayout beginReading(Reader& reader, Size size, const std::string& where) {
    RowLayout layout;
    auto* const result = &layout;
    auto* const session = &reader.session();
    const auto* const limit = &size;
    const bool done = reader.run([=](png_structp png, png_infop info) {
        png_set_read_fn(png, session, readInput);
        png_set_user_limits(png, static_cast<png_uint_32>(limit->width),
                            static_cast<png_uint_32>(limit->height));
        png_set_chunk_malloc_max(png, 1U << 22U);
        png_set_chunk_cache_max(png, 64);
        png_read_info(png, info);
        result->size = {static_cast<int>(png_get_image_width(png, info)),
                        static_cast<int>(png_get_image_height(png, info))};
        result->colourType = png_get_color_type(png, info);
        result->bits = png_get_bit_depth(png, info);
        png_set_packing(png); // 1, 2 and 4 bits to one byte per pixel, values unchanged
        png_set_strip_alpha(png);
        const bool colour = result->colourType != PNG_COLOR_TYPE_PALETTE &&
                            (result->colourType & PNG_COLOR_MASK_COLOR) != 0;
        if (result->bits == 16) {
            if (colour) {
                png_set_strip_16(png);
                result->bits = 8;
            } else if (std::endian::native == std::endian::little) {
                png_set_swap(png);
            }
        }
        (void)png_set_interlace_handling(png);
        png_read_update_info(png, info);
        result->bytes = png_get_rowbytes(png, info);
    });
    if (!done) {
        throw Error("this PNG file is damaged (" + reader.message() + ")", where);
    }
    return layout;
}

/// Reads all rows into `pixels`, whose data and checksums libpng has verified by then, and checks
/// the file to its end. Returns whether the file stops before its end mark, which costs no pixel.
bool readRows(Reader& reader, std::byte* pixels, std::size_t rowBytes, int height,
              const std::string& where) {
    std::vector<png_bytep> rows(static_cast<std::size_t>(height));
    for (std::size_t y = 0; y < rows.size(); ++y) {
        rows[y] = reinterpret_cast<png_bytep>(pixels + y * rowBytes);
    }
    auto* const table = rows.data();
    const bool whole =
        reader.run([table](png_structp png, png_infop /*info*/) { png_read_image(png, table); });
    const bool ended = whole && reader.run([](png_structp png, png_infop /*info*/) {
        png_read_end(png, nullptr);
    });
    if (!whole || (!ended && !reader.session().endedEarly)) {
        throw Error("this PNG file is damaged (" + reader.message() + ")", where);
    }
    return !ended;
}

std::vector<scene::Colour> readPalette(Reader& reader) {
    png_colorp colours = nullptr;
    int count = 0;
    auto* const coloursOut = &colours;
    auto* const countOut = &count;
    (void)reader.run([coloursOut, countOut](png_structp png, png_infop info) {
        (void)png_get_PLTE(png, info, coloursOut, countOut);
    });
    std::vector<scene::Colour> palette;
    palette.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        palette.push_back({colours[i].red, colours[i].green, colours[i].blue});
    }
    return palette;
}

void checkRow(const RowLayout& layout, Size size, std::size_t bytesPerPixel,
              const std::string& where) {
    if (layout.size != size ||
        layout.bytes != static_cast<std::size_t>(size.width) * bytesPerPixel) {
        throw Error("this PNG file has an unexpected pixel layout", where);
    }
}

/// Rows of one picture and how PNG is to store them.
struct PixelRows {
    const std::byte* data = nullptr;
    Size size;
    std::size_t rowBytes = 0;
    int colourType = PNG_COLOR_TYPE_GRAY;
    int bits = 8;
    std::span<const scene::Colour> palette;
};

std::vector<std::byte> encodeRows(const PixelRows& pixels) {
    if (pixels.size.empty()) {
        throw Error("an empty picture cannot be stored as PNG");
    }
    std::vector<std::byte> result;
    std::vector<png_color> palette;
    for (const scene::Colour& colour : pixels.palette) {
        palette.push_back({colour.red, colour.green, colour.blue});
    }
    Writer writer(result);
    auto* const session = &writer.session();
    const auto* const source = &pixels;
    const auto* const colours = palette.data();
    const int colourCount = static_cast<int>(palette.size());
    const bool done = writer.run([=](png_structp png, png_infop info) {
        png_set_write_fn(png, session, writeOutput, flushOutput);
        png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        png_set_IHDR(png, info, static_cast<png_uint_32>(source->size.width),
                     static_cast<png_uint_32>(source->size.height), source->bits,
                     source->colourType, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                     PNG_FILTER_TYPE_DEFAULT);
        if (colourCount > 0) {
            png_set_PLTE(png, info, colours, colourCount);
        }
        png_write_info(png, info);
        if (source->bits == 16 && std::endian::native == std::endian::little) {
            png_set_swap(png);
        }
        for (int y = 0; y < source->size.height; ++y) {
            png_write_row(png, reinterpret_cast<png_const_bytep>(
                                   source->data + static_cast<std::size_t>(y) * source->rowBytes));
        }
        png_write_end(png, info);
    });
    if (!done) {
        throw Error("a picture cannot be stored as PNG (" + writer.message() + ")");
    }
    return result;
}

template<class T>
PixelRows rowsOf(const Plane<T>& plane) {
    PixelRows rows;
    rows.data = std::as_bytes(plane.values()).data();
    rows.size = plane.size();
    rows.rowBytes = static_cast<std::size_t>(plane.width()) *
                    static_cast<std::size_t>(plane.channels()) * sizeof(T);
    rows.bits = 8 * static_cast<int>(sizeof(T));
    return rows;
}

Image narrowed(const LabelPlane& indices) {
    Image bytes(indices.width(), indices.height(), 1, 0);
    std::transform(indices.values().begin(), indices.values().end(), bytes.values().begin(),
                   [](std::uint16_t value) { return static_cast<std::uint8_t>(value); });
    return bytes;
}

std::uint16_t largest(const LabelPlane& indices) {
    const auto values = indices.values();
    return values.empty() ? std::uint16_t{0} : *std::max_element(values.begin(), values.end());
}

} // namespace

std::optional<Size> declaredSize(std::span<const std::byte> file) {
    // Signature, length and name of the first chunk, width, height.
    constexpr std::array<unsigned char, 8> signature = {0x89, 'P',  'N',  'G',
                                                        '\r', '\n', 0x1a, '\n'};
    constexpr std::size_t sizeAt = 16;
    if (file.size() < sizeAt + 8 ||
        std::memcmp(file.data(), signature.data(), signature.size()) != 0) {
        return std::nullopt;
    }
    const auto extentAt = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (const std::byte b : file.subspan(at, 4)) {
            value = value << 8U | std::to_integer<std::uint32_t>(b);
        }
        return value <= static_cast<std::uint32_t>(std::numeric_limits<int>::max())
                   ? static_cast<int>(value)
                   : 0;
    };
    return Size{extentAt(sizeAt), extentAt(sizeAt + 4)};
}

Decoded decode(std::span<const std::byte> file, Size size, const std::string& where) {
    Reader reader(file);
    const RowLayout layout = beginReading(reader, size, where);
    Decoded result;
    const bool palette = layout.colourType == PNG_COLOR_TYPE_PALETTE;
    if (!palette && (layout.colourType & PNG_COLOR_MASK_COLOR) != 0) {
        checkRow(layout, size, 3, where);
        result.colours = Image(size.width, size.height, 3, 0);
        result.endMissing = readRows(reader, std::as_writable_bytes(result.colours.values()).data(),
                                     layout.bytes, size.height, where);
        return result;
    }
    result.indices = LabelPlane(size.width, size.height);
    const std::span<std::byte> target = std::as_writable_bytes(result.indices.values());
    if (layout.bits == 16) {
        checkRow(layout, size, 2, where);
        result.endMissing = readRows(reader, target.data(), layout.bytes, size.height, where);
        return result;
    }
    checkRow(layout, size, 1, where);
    if (palette) {
        result.palette = readPalette(reader);
    }
    Image bytes(size.width, size.height, 1, 0);
    result.endMissing = readRows(reader, std::as_writable_bytes(bytes.values()).data(),
                                 layout.bytes, size.height, where);
    std::copy(bytes.values().begin(), bytes.values().end(), result.indices.values().begin());
    return result;
}

std::vector<std::byte> encode(const Image& image) {
    PixelRows rows = rowsOf(image);
    constexpr std::array types = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                                  PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
    if (image.channels() < 1 || image.channels() > 4) {
        throw Error("only grey and RGB pictures can be stored as PNG");
    }
    rows.colourType = types.at(static_cast<std::size_t>(image.channels()) - 1);
    return encodeRows(rows);
}

std::vector<std::byte> encode(const LabelPlane& indices) {
    return largest(indices) > std::numeric_limits<std::uint8_t>::max() ? encode16(indices)
                                                                       : encode(narrowed(indices));
}

std::vector<std::byte> encode16(const LabelPlane& indices) {
    PixelRows rows = rowsOf(indices);
    if (indices.channels() != 1 && indices.channels() != 3) {
        throw Error("only grey and RGB pictures can be stored as PNG");
    }
    rows.colourType = indices.channels() == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY;
    return encodeRows(rows);
}

std::vector<std::byte> encodePalette(const LabelPlane& indices,
                                     std::span<const scene::Colour> palette) {
    if (palette.empty() || palette.size() > 256 || largest(indices) >= palette.size()) {
        throw Error("a palette PNG file holds at most 256 colours, one for each index");
    }
    const Image bytes = narrowed(indices);
    PixelRows rows = rowsOf(bytes);
    rows.colourType = PNG_COLOR_TYPE_PALETTE;
    rows.palette = palette;
    return encodeRows(rows);
}

} // namespace underpaint::png
