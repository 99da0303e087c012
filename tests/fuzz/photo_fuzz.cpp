// SPDX-License-Identifier: GPL-3.0-or-later
// Photos in every accepted format: every byte string ends in a picture or in an Error.
#include "engine/base/error.h"
#include "engine/imaging/codec.h"

#include <cstddef>
#include <cstdint>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint;
    constexpr long long largest = 1LL << 18;
    const auto file = std::as_bytes(std::span(data, size));
    try {
        const imaging::ImageHeader header = imaging::readImageHeader(file, "fuzz");
        if (header.size.area() > largest) {
            return 0;
        }
        const Image photo = imaging::decodePhoto(file, "fuzz");
        if (photo.channels() != 3 || photo.empty()) {
            __builtin_trap();
        }
    } catch (const Error&) {
        return 0;
    }
    return 0;
}
