// SPDX-License-Identifier: GPL-3.0-or-later
// TIFF files of all kinds of numbers: every byte string ends in a picture or in an Error.
#include "engine/base/error.h"
#include "engine/imaging/tiff_codec.h"

#include <cstddef>
#include <cstdint>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint;
    constexpr long long largest = 1LL << 18;
    const auto file = std::as_bytes(std::span(data, size));
    if (!imaging::looksLikeTiff(file)) {
        return 0;
    }
    try {
        // With the limits of size, as everybody reads it.
        const imaging::ImageHeader header = imaging::readImageHeader(file, "fuzz.tif");
        if (header.size.area() > largest) {
            return 0;
        }
        const imaging::StoredImage image = imaging::decodeStored(file, "fuzz.tif");
        const int kinds = (image.indices.empty() ? 0 : 1) + (image.colours.empty() ? 0 : 1) +
                          (image.wideIndices.empty() ? 0 : 1);
        if (kinds != 1) {
            __builtin_trap();
        }
        (void)imaging::decodePhoto(file, "fuzz.tif");
    } catch (const Error&) {
        return 0;
    }
    return 0;
}
