// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

struct tiff;

namespace underpaint::imaging {

/// How the pixels of a page are stored.
struct TiffLayout {
    Size size;
    int bits = 1;
    int samples = 1;
    int sampleFormat = 1; ///< 1 unsigned, 2 signed, 3 floating point, others as in the standard
    int photometric = 0;
    int compression = 1;
    int orientation = 1;
    bool planar = false; ///< one plane after the other
    bool extraIsAlpha = false;
    bool tiled = false;
    Size tile;

    bool wholeNumbers() const { return sampleFormat == 1 || sampleFormat == 2; }
    /// One number per pixel, with or without an alpha channel.
    bool oneChannel() const;
    /// "32-bit floating-point numbers" and the like.
    std::string numbersText() const;
};

/// A TIFF file in memory, opened at its first full page. libtiff prints nothing; what it says about
/// a failure is kept.
class TiffFile {
public:
    /// Throws Error naming `where` for damaged files and for files of several full pages.
    TiffFile(std::span<const std::byte> file, const std::string& where);
    ~TiffFile();
    TiffFile(const TiffFile&) = delete;
    TiffFile& operator=(const TiffFile&) = delete;

    const TiffLayout& layout() const { return m_layout; }
    struct tiff* handle() const {
        return m_tiff;
    }
    /// Throws the Error of a page that cannot be read.
    [[noreturn]] void fail() const;

private:
    struct Source;

    void choosePage();
    void readLayout();

    std::unique_ptr<Source> m_source;
    std::string m_where;
    struct tiff* m_tiff = nullptr;
    TiffLayout m_layout;
};

} // namespace underpaint::imaging
