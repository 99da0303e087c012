// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/tiff_file.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <limits>
#include <tiffio.h>

namespace underpaint::imaging {

namespace {

/// The decoder makes buffers as large as the file says.
constexpr tmsize_t kLargestAllocation = tmsize_t{1} << 30;
constexpr int kLargestTileBytes = 1 << 26;
constexpr int kMostSamples = 64;
/// Files of more pages are refused anyway.
constexpr int kCountedPages = 1000;

} // namespace

struct TiffFile::Source {
    std::span<const std::byte> bytes;
    toff_t at = 0;
    std::array<char, 200> message{};

    static Source& of(thandle_t handle) { return *static_cast<Source*>(handle); }

    static tmsize_t read(thandle_t handle, void* target, tmsize_t count) {
        Source& source = of(handle);
        if (source.at >= source.bytes.size() || count <= 0) {
            return 0;
        }
        const std::size_t rest = source.bytes.size() - static_cast<std::size_t>(source.at);
        const std::size_t taken = std::min(rest, static_cast<std::size_t>(count));
        std::memcpy(target, source.bytes.data() + source.at, taken);
        source.at += taken;
        return static_cast<tmsize_t>(taken);
    }
    static tmsize_t write(thandle_t /*handle*/, void* /*source*/, tmsize_t /*count*/) { return 0; }
    static toff_t seek(thandle_t handle, toff_t offset, int from) {
        Source& source = of(handle);
        const toff_t base = from == SEEK_CUR   ? source.at
                            : from == SEEK_END ? static_cast<toff_t>(source.bytes.size())
                                               : 0;
        source.at = base + offset;
        return source.at;
    }
    static int close(thandle_t /*handle*/) { return 0; }
    static toff_t size(thandle_t handle) { return of(handle).bytes.size(); }

    // The attribute says that what comes in is a format of libtiff's: clang would warn otherwise.
    // NOLINTNEXTLINE(cert-dcl50-cpp,readability-non-const-parameter): libtiff's signature
    [[gnu::format(printf, 4, 0)]] static int onError(TIFF* /*tiff*/, void* user,
                                                     const char* /*module*/, const char* format,
                                                     va_list arguments) {
        auto& text = static_cast<Source*>(user)->message;
        (void)std::vsnprintf(text.data(), text.size(), format, arguments);
        return 1;
    }
    static int onWarning(TIFF* /*tiff*/, void* /*user*/, const char* /*module*/,
                         const char* /*format*/, va_list /*arguments*/) {
        return 1;
    }
};

bool TiffLayout::oneChannel() const {
    const bool grey = photometric == PHOTOMETRIC_MINISBLACK ||
                      photometric == PHOTOMETRIC_MINISWHITE || photometric == PHOTOMETRIC_PALETTE ||
                      photometric == PHOTOMETRIC_MASK;
    return grey && (samples == 1 || (samples == 2 && extraIsAlpha));
}

std::string TiffLayout::numbersText() const {
    const std::string width = std::to_string(bits) + "-bit ";
    switch (sampleFormat) {
    case SAMPLEFORMAT_IEEEFP:
        return width + "floating-point numbers";
    case SAMPLEFORMAT_COMPLEXINT:
    case SAMPLEFORMAT_COMPLEXIEEEFP:
        return width + "complex numbers";
    case SAMPLEFORMAT_INT:
        return width + "signed whole numbers";
    default:
        return width + "whole numbers";
    }
}

TiffFile::TiffFile(std::span<const std::byte> file, const std::string& where)
    : m_source(std::make_unique<Source>()), m_where(where) {
    m_source->bytes = file;
    TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
    if (options != nullptr) {
        TIFFOpenOptionsSetErrorHandlerExtR(options, Source::onError, m_source.get());
        TIFFOpenOptionsSetWarningHandlerExtR(options, Source::onWarning, m_source.get());
        TIFFOpenOptionsSetMaxSingleMemAlloc(options, kLargestAllocation);
        // "m": no mapping, since the bytes must not be written to.
        m_tiff =
            TIFFClientOpenExt("memory", "rm", m_source.get(), Source::read, Source::write,
                              Source::seek, Source::close, Source::size, nullptr, nullptr, options);
        TIFFOpenOptionsFree(options);
    }
    if (m_tiff == nullptr) {
        fail();
    }
    try {
        choosePage();
        readLayout();
    } catch (...) {
        TIFFClose(m_tiff);
        throw;
    }
}

TiffFile::~TiffFile() {
    TIFFClose(m_tiff);
}

void TiffFile::fail() const {
    const std::string said = m_source->message.data();
    throw Error("this TIFF file is damaged or incomplete" +
                    (said.empty() ? std::string() : " (" + said + ")"),
                m_where, "Fetch or export it again, or save it as PNG");
}

void TiffFile::choosePage() {
    int pages = 0;
    int chosen = -1;
    int at = 0;
    do {
        std::uint32_t kind = 0;
        (void)TIFFGetFieldDefaulted(m_tiff, TIFFTAG_SUBFILETYPE, &kind);
        // Smaller copies and masks belong to a page and are none.
        if ((kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) == 0) {
            chosen = chosen < 0 ? at : chosen;
            ++pages;
        }
        ++at;
    } while (at < kCountedPages && TIFFReadDirectory(m_tiff) == 1);
    if (pages > 1) {
        throw Error("this TIFF file has " + std::to_string(pages) +
                        (at == kCountedPages ? " pages or more" : " pages") +
                        ", and it is not known which one is meant",
                    m_where, "Save the page that is meant as a file of its own");
    }
    if (TIFFSetDirectory(m_tiff, static_cast<tdir_t>(std::max(chosen, 0))) != 1) {
        fail();
    }
    m_source->message.front() = '\0';
}

void TiffFile::readLayout() {
    const auto word = [this](std::uint32_t tag, std::uint16_t otherwise) -> int {
        std::uint16_t value = otherwise;
        return TIFFGetFieldDefaulted(m_tiff, tag, &value) == 1 ? value : otherwise;
    };
    const auto length = [this](std::uint32_t tag) {
        std::uint32_t value = 0;
        return TIFFGetField(m_tiff, tag, &value) == 1 ? safeExtent(value) : 0;
    };
    m_layout.size = {length(TIFFTAG_IMAGEWIDTH), length(TIFFTAG_IMAGELENGTH)};
    m_layout.bits = word(TIFFTAG_BITSPERSAMPLE, 1);
    m_layout.samples = word(TIFFTAG_SAMPLESPERPIXEL, 1);
    m_layout.sampleFormat = word(TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
    if (m_layout.sampleFormat == SAMPLEFORMAT_VOID) {
        m_layout.sampleFormat = SAMPLEFORMAT_UINT;
    }
    m_layout.photometric = word(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    m_layout.compression = word(TIFFTAG_COMPRESSION, COMPRESSION_NONE);
    m_layout.orientation = word(TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    m_layout.planar = m_layout.samples > 1 &&
                      word(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_SEPARATE;
    std::uint16_t extras = 0;
    std::uint16_t* kinds = nullptr;
    m_layout.extraIsAlpha = TIFFGetField(m_tiff, TIFFTAG_EXTRASAMPLES, &extras, &kinds) == 1 &&
                            extras == 1 && kinds != nullptr &&
                            (*kinds == EXTRASAMPLE_ASSOCALPHA || *kinds == EXTRASAMPLE_UNASSALPHA);
    m_layout.tiled = TIFFIsTiled(m_tiff) != 0;
    if (m_layout.tiled) {
        m_layout.tile = {length(TIFFTAG_TILEWIDTH), length(TIFFTAG_TILELENGTH)};
    }
    const Size tile = m_layout.tile;
    if (tile.width > kMaxExtent || tile.height > kMaxExtent ||
        (m_layout.tiled && (tile.empty() || TIFFTileSize(m_tiff) > kLargestTileBytes))) {
        throw Error("the tiles of this TIFF file are too large", m_where, "Save it as PNG");
    }
    if (m_layout.samples < 1 || m_layout.samples > kMostSamples || m_layout.bits < 1 ||
        m_layout.bits > 128) {
        throw Error("this TIFF file holds " + std::to_string(m_layout.samples) + " channels of " +
                        std::to_string(m_layout.bits) + " bits, which is not a picture",
                    m_where, "Save it as PNG");
    }
    if (TIFFIsCODECConfigured(static_cast<std::uint16_t>(m_layout.compression)) == 0) {
        throw Error("this TIFF file is compressed in a way that is not known here (scheme " +
                        std::to_string(m_layout.compression) + ")",
                    m_where, "Save it as PNG, or as TIFF with LZW");
    }
}

} // namespace underpaint::imaging
