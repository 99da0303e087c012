// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/tiff_pages.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <span>
#include <tiffio.h>
#include <utility>

namespace underpaint::imaging {

/// A file in memory that libtiff writes. It prints nothing; what it says about a failure is kept.
struct TiffPages::Target {
    std::vector<std::byte> bytes;
    std::size_t at = 0;
    std::array<char, 200> message{};
    TIFF* tiff = nullptr;

    static Target& of(thandle_t handle) { return *static_cast<Target*>(handle); }

    static tmsize_t read(thandle_t handle, void* to, tmsize_t count) {
        Target& target = of(handle);
        const std::size_t rest = target.bytes.size() - std::min(target.at, target.bytes.size());
        const std::size_t taken =
            std::min(rest, static_cast<std::size_t>(std::max<tmsize_t>(count, 0)));
        std::memcpy(to, target.bytes.data() + target.at, taken);
        target.at += taken;
        return static_cast<tmsize_t>(taken);
    }
    static tmsize_t write(thandle_t handle, void* from, tmsize_t count) {
        Target& target = of(handle);
        const auto size = static_cast<std::size_t>(count);
        target.bytes.resize(std::max(target.bytes.size(), target.at + size));
        std::memcpy(target.bytes.data() + target.at, from, size);
        target.at += size;
        return count;
    }
    static toff_t seek(thandle_t handle, toff_t offset, int from) {
        Target& target = of(handle);
        const toff_t base = from == SEEK_CUR   ? target.at
                            : from == SEEK_END ? target.bytes.size()
                                               : 0;
        target.at = static_cast<std::size_t>(base + offset);
        return target.at;
    }
    static int close(thandle_t /*handle*/) { return 0; }
    static toff_t size(thandle_t handle) { return of(handle).bytes.size(); }

    // NOLINTNEXTLINE(cert-dcl50-cpp,readability-non-const-parameter): libtiff's signature
    [[gnu::format(printf, 4, 0)]] static int onError(TIFF* /*tiff*/, void* user,
                                                     const char* /*module*/, const char* format,
                                                     va_list arguments) {
        auto& text = static_cast<Target*>(user)->message;
        (void)std::vsnprintf(text.data(), text.size(), format, arguments);
        return 1;
    }

    [[noreturn]] void fail() const {
        throw Error("the TIFF file cannot be written (" + std::string(message.data()) + ")");
    }
    /// Throws Error unless libtiff has done it.
    void expect(bool done) const {
        if (!done) {
            fail();
        }
    }
};

TiffPages::TiffPages(int pages) : m_target(std::make_unique<Target>()), m_pages(pages) {
    TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
    if (options != nullptr) {
        TIFFOpenOptionsSetErrorHandlerExtR(options, Target::onError, m_target.get());
        m_target->tiff =
            TIFFClientOpenExt("memory", "w", m_target.get(), Target::read, Target::write,
                              Target::seek, Target::close, Target::size, nullptr, nullptr, options);
        TIFFOpenOptionsFree(options);
    }
    m_target->expect(m_target->tiff != nullptr);
}

TiffPages::~TiffPages() {
    if (m_target->tiff != nullptr) {
        TIFFClose(m_target->tiff);
    }
}

void TiffPages::add(const Image& page, const std::string& name) {
    TIFF* tiff = m_target->tiff;
    const int channels = page.channels();
    if (page.empty() || (channels != 3 && channels != 4)) {
        throw Error("only RGB pictures with or without opacity can be pages");
    }
    const auto set = [&](ttag_t tag, auto... values) {
        m_target->expect(TIFFSetField(tiff, tag, values...) == 1); // NOLINT: libtiff's
    };
    set(TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(page.width()));
    set(TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(page.height()));
    set(TIFFTAG_BITSPERSAMPLE, 8);
    set(TIFFTAG_SAMPLESPERPIXEL, channels);
    if (channels == 4) {
        const std::uint16_t kind = EXTRASAMPLE_UNASSALPHA;
        set(TIFFTAG_EXTRASAMPLES, 1, &kind);
    }
    set(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    set(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    set(TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    set(TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
    set(TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
    set(TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize(tiff, 0));
    set(TIFFTAG_SUBFILETYPE, FILETYPE_PAGE);
    set(TIFFTAG_PAGENUMBER, m_added, m_pages);
    set(TIFFTAG_PAGENAME, name.c_str());
    std::vector<std::uint8_t> row; // libtiff changes what it writes
    for (int y = 0; y < page.height(); ++y) {
        const std::span<const std::uint8_t> pixels = page.row(y);
        row.assign(pixels.begin(), pixels.end());
        m_target->expect(TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y)) == 1);
    }
    m_target->expect(TIFFWriteDirectory(tiff) == 1);
    ++m_added;
}

std::vector<std::byte> TiffPages::finish() {
    TIFFClose(std::exchange(m_target->tiff, nullptr));
    return std::move(m_target->bytes);
}

} // namespace underpaint::imaging
