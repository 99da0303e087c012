// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace underpaint::project {

/// A piece of a file that is only ever appended to: kind (1 byte), length (8), checksum (4),
/// content. The checksum is the CRC-32 of kind, length and the content's own CRC-32. The writer may
/// be killed at any byte; the reader then finds all frames that were whole.
struct Frame {
    std::uint8_t kind = 0;
    /// Points into the bytes that are read.
    std::span<const std::byte> content;
};

std::vector<std::byte> frameBytes(std::uint8_t kind, std::span<const std::byte> content);

/// The head of a frame: kind, length and checksum.
/// @{
inline constexpr std::size_t frameHeadSize = 13;
inline constexpr std::size_t frameChecksumSize = 4;
std::uint64_t frameLength(std::span<const std::byte> head);
std::uint32_t storedChecksum(std::span<const std::byte> head);
/// What the checksum should be.
std::uint32_t frameChecksum(std::span<const std::byte> head, std::span<const std::byte> content);
/// @}

/// Reads frames up to the end or the first damaged one.
class FrameReader {
public:
    explicit FrameReader(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    /// Nothing at the end and from the first damaged frame on.
    std::optional<Frame> next();
    /// Goes on behind bytes that were read in another way.
    void skip(std::size_t bytes) { m_position += bytes; }
    /// What is not read yet.
    std::span<const std::byte> rest() const { return m_bytes.subspan(m_position); }
    /// Bytes of the frames that were returned.
    std::size_t position() const { return m_position; }
    std::size_t remaining() const { return m_bytes.size() - m_position; }

private:
    std::span<const std::byte> m_bytes;
    std::size_t m_position = 0;
};

} // namespace underpaint::project
