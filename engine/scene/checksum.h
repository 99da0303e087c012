// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace underpaint::scene {

/// CRC-32 (IEEE 802.3, as in zip and PNG). A fuzz target can use it to repair the checksum of a
/// changed edit and so reach what lies behind that check.
std::uint32_t crc32(std::span<const std::byte> bytes);

} // namespace underpaint::scene
