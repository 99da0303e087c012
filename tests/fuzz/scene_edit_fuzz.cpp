// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/scene/checksum.h"
#include "engine/scene/sequence_codec.h"

#include <cstdint>
#include <span>
#include <vector>

namespace {

void parseAndRewrite(std::span<const std::byte> bytes) {
    try {
        // Of a frame alone, too.
        const auto edit = underpaint::scene::parseSequenceEdit(bytes);
        const auto written = underpaint::scene::serialiseSequenceEdit(edit);
        // Compared as bytes: a NaN in a style is not equal to itself.
        const auto again = underpaint::scene::parseSequenceEdit(written);
        if (underpaint::scene::serialiseSequenceEdit(again) != written) {
            __builtin_trap();
        }
    } catch (const underpaint::Error&) {
        // The only permitted way to fail.
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = std::as_bytes(std::span(data, size));
    parseAndRewrite(bytes);
    // The same as a body whose checksum is right, to reach what lies behind that check.
    std::vector<std::byte> whole(bytes.begin(), bytes.end());
    const std::uint32_t sum = underpaint::scene::crc32(bytes);
    for (int shift = 0; shift < 32; shift += 8) {
        whole.push_back(static_cast<std::byte>(sum >> shift));
    }
    parseAndRewrite(whole);
    return 0;
}
