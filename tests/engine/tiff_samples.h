// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace underpaint::test {

/// What a TIFF file made by tiffFile() is like: one channel, not compressed.
struct TiffSample {
    int width = 20;
    int height = 18;
    int bits = 8;
    int sampleFormat = 1; ///< 1 unsigned, 2 signed, 3 floating point
    int photometric = 1;
    int orientation = 1;
    bool bigEndian = false;
    bool bigTiff = false;
    bool tiled = false; ///< in tiles of 16 x 16
    int pages = 1;      ///< all alike
    bool laterPagesReduced = false;
    std::function<double(int x, int y)> value;
};

/// The file, written byte by byte without the library that reads it.
std::vector<std::byte> tiffFile(const TiffSample& sample);

} // namespace underpaint::test
