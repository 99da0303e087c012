// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/mapped_file.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace underpaint::project {

/// SHA-256 (FIPS 180-4) of data that arrives in pieces.
class Sha256 {
public:
    void update(std::span<const std::byte> data);
    /// The digest as 64 lower-case hexadecimal digits. Call once, at the end.
    std::string finish();

private:
    void block(const std::byte* data);

    std::array<std::uint32_t, 8> m_state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                            0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::byte, 64> m_pending = {};
    std::uint64_t m_length = 0; ///< bytes so far
};

/// Digest of one piece, in hexadecimal.
std::string sha256(std::span<const std::byte> data);
/// Of a whole file, of which little is in memory at a time.
std::string sha256(const MappedFile& file);

} // namespace underpaint::project
