// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// Writes a TIFF file of several named pages (TIFFTAG_PAGENAME), compressed without loss. Equal
/// pages give equal bytes.
class TiffPages {
public:
    /// `pages` that will be added.
    explicit TiffPages(int pages);
    ~TiffPages();
    TiffPages(const TiffPages&) = delete;
    TiffPages& operator=(const TiffPages&) = delete;

    /// RGB or RGBA, 8 bit. Throws Error.
    void add(const Image& page, const std::string& name);
    /// The file. Throws Error.
    std::vector<std::byte> finish();

private:
    struct Target;

    std::unique_ptr<Target> m_target;
    int m_pages;
    int m_added = 0;
};

} // namespace underpaint::imaging
