// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/journal/edit_frames.h"

#include "engine/project/foreign_reader.h"
#include "engine/scene/checksum.h"
#include "engine/scene/record_stream.h"

namespace underpaint::project {

namespace {

constexpr std::size_t lengthAt = 1;
constexpr std::size_t checksumAt = 9;
static_assert(frameHeadSize == checksumAt + frameChecksumSize);

/// The checksum covers the head by value, so that the content needs no copy beside it.
std::uint32_t checksumOf(std::span<const std::byte> head, std::span<const std::byte> content) {
    scene::RecordWriter both;
    both.raw(head);
    both.fixed32(scene::crc32(content));
    return scene::crc32(both.bytes());
}

} // namespace

std::uint64_t frameLength(std::span<const std::byte> head) {
    return littleEndian(head.subspan(lengthAt, checksumAt - lengthAt));
}

std::uint32_t storedChecksum(std::span<const std::byte> head) {
    return static_cast<std::uint32_t>(littleEndian(head.subspan(checksumAt)));
}

std::uint32_t frameChecksum(std::span<const std::byte> head, std::span<const std::byte> content) {
    return checksumOf(head.first(checksumAt), content);
}

std::vector<std::byte> frameBytes(std::uint8_t kind, std::span<const std::byte> content) {
    scene::RecordWriter writer;
    writer.byte(kind);
    writer.fixed32(static_cast<std::uint32_t>(content.size()));
    writer.fixed32(static_cast<std::uint32_t>(static_cast<std::uint64_t>(content.size()) >> 32U));
    writer.fixed32(checksumOf(writer.bytes(), content));
    writer.raw(content);
    return std::move(writer).take();
}

std::optional<Frame> FrameReader::next() {
    if (remaining() < frameHeadSize) {
        return std::nullopt;
    }
    const auto head = m_bytes.subspan(m_position, frameHeadSize);
    const std::uint64_t length = frameLength(head);
    if (length > remaining() - frameHeadSize) {
        return std::nullopt;
    }
    const auto content =
        m_bytes.subspan(m_position + frameHeadSize, static_cast<std::size_t>(length));
    if (frameChecksum(head, content) != storedChecksum(head)) {
        return std::nullopt;
    }
    m_position += frameHeadSize + content.size();
    return Frame{std::to_integer<std::uint8_t>(head[0]), content};
}

} // namespace underpaint::project
