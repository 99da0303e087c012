// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace underpaint::project {

/// A frame (edit_frames.h) as it may have been.
struct RepairedFrame {
    std::uint8_t kind = 0;
    std::vector<std::byte> content;
    std::size_t size = 0; ///< of the whole frame
};

/// What the frame at the beginning of the bytes may have been if one flipped bit, by memory or a
/// disk, is all that is wrong with it. The checksum says which bit it is, but for those of the kind
/// and of the last bytes of the content, which it cannot tell apart: the content decides, which is
/// readable in one of the cases only. Empty for a frame that is damaged otherwise or torn.
std::vector<RepairedFrame> possibleFrames(std::span<const std::byte> bytes);

/// Where the first whole frame of one of these kinds begins, behind damage; nothing when none is
/// there.
std::optional<std::size_t> findFrame(std::span<const std::byte> bytes,
                                     std::span<const std::uint8_t> kinds);

/// True when the bytes are the beginning of a frame that ends too early: its writer died.
bool isTornFrame(std::span<const std::byte> bytes, std::span<const std::uint8_t> kinds);

} // namespace underpaint::project
