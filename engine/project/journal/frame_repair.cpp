// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/journal/frame_repair.h"

#include "engine/project/foreign_reader.h"
#include "engine/project/journal/edit_frames.h"
#include "engine/scene/checksum.h"

#include <algorithm>
#include <array>
#include <bit>

namespace underpaint::project {

namespace {

/// Larger frames are not searched for a flipped bit: chance would find one that is none.
constexpr std::size_t largestSearched = std::size_t{4} << 20;
/// Bytes that are looked at for candidates of frames, so that a hostile file costs no more.
constexpr std::size_t mostChecked = std::size_t{256} << 20;

/// What a bit at some place of a message does to the CRC-32, one byte further from the end.
std::uint32_t oneByteEarlier(std::uint32_t difference) {
    static const std::array<std::uint32_t, 256> table = [] {
        std::array<std::uint32_t, 256> values{};
        for (std::uint32_t i = 0; i < values.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit) {
                value = (value >> 1U) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
            }
            values.at(i) = value;
        }
        return values;
    }();
    return table.at(difference & 0xffU) ^ (difference >> 8U);
}

std::byte bitOf(unsigned bit) {
    return static_cast<std::byte>(1U << bit);
}

/// The flipped bit of the content that explains the difference of the checksums.
std::optional<std::pair<std::size_t, unsigned>> flippedBit(std::size_t length,
                                                           std::uint32_t difference) {
    // The content's checksum stands at the end of what the frame's checksum covers.
    std::array<std::uint32_t, 8> effects{};
    for (unsigned bit = 0; bit < effects.size(); ++bit) {
        effects.at(bit) = 1U << bit;
        for (std::size_t i = 0; i < 1 + frameChecksumSize; ++i) {
            effects.at(bit) = oneByteEarlier(effects.at(bit));
        }
    }
    for (std::size_t fromEnd = 0; fromEnd < length; ++fromEnd) {
        for (unsigned bit = 0; bit < effects.size(); ++bit) {
            if (effects.at(bit) == difference) {
                return std::pair(length - 1 - fromEnd, bit);
            }
            effects.at(bit) = oneByteEarlier(effects.at(bit));
        }
    }
    return std::nullopt;
}

RepairedFrame frameOf(std::span<const std::byte> head, std::span<const std::byte> content) {
    return {std::to_integer<std::uint8_t>(head[0]),
            {content.begin(), content.end()},
            head.size() + content.size()};
}

/// Adds those with one bit of the head changed: kind, length or checksum.
void addWithOtherHead(std::span<const std::byte> bytes, std::vector<RepairedFrame>& frames) {
    std::vector<std::byte> head(bytes.begin(), bytes.begin() + frameHeadSize);
    std::size_t checked = 0;
    for (std::size_t at = 0; at < 8 * head.size(); ++at) {
        const std::byte bit = bitOf(static_cast<unsigned>(at % 8));
        head[at / 8] ^= bit;
        const std::uint64_t length = frameLength(head);
        if (length <= bytes.size() - frameHeadSize && checked <= mostChecked) {
            const auto content = bytes.subspan(frameHeadSize, static_cast<std::size_t>(length));
            checked += content.size();
            if (frameChecksum(head, content) == storedChecksum(head)) {
                frames.push_back(frameOf(head, content));
            }
        }
        head[at / 8] ^= bit;
    }
}

bool isKnown(std::byte kind, std::span<const std::uint8_t> kinds) {
    return std::ranges::find(kinds, std::to_integer<std::uint8_t>(kind)) != kinds.end();
}

} // namespace

std::vector<RepairedFrame> possibleFrames(std::span<const std::byte> bytes) {
    std::vector<RepairedFrame> frames;
    if (bytes.size() < frameHeadSize) {
        return frames;
    }
    addWithOtherHead(bytes, frames);
    const auto head = bytes.first(frameHeadSize);
    const std::uint64_t length = frameLength(head);
    if (length > std::min(bytes.size() - frameHeadSize, largestSearched)) {
        return frames;
    }
    const auto content = bytes.subspan(frameHeadSize, static_cast<std::size_t>(length));
    const std::uint32_t difference = frameChecksum(head, content) ^ storedChecksum(head);
    if (const auto flipped = flippedBit(content.size(), difference)) {
        frames.push_back(frameOf(head, content));
        frames.back().content[flipped->first] ^= bitOf(flipped->second);
    }
    return frames;
}

std::optional<std::size_t> findFrame(std::span<const std::byte> bytes,
                                     std::span<const std::uint8_t> kinds) {
    std::size_t checked = 0;
    for (std::size_t at = 0; at + frameHeadSize <= bytes.size() && checked <= mostChecked; ++at) {
        const auto rest = bytes.subspan(at);
        if (!isKnown(rest[0], kinds)) {
            continue;
        }
        const auto head = rest.first(frameHeadSize);
        const std::uint64_t length = frameLength(head);
        if (length > rest.size() - frameHeadSize) {
            continue;
        }
        const auto content = rest.subspan(frameHeadSize, static_cast<std::size_t>(length));
        checked += content.size();
        if (frameChecksum(head, content) == storedChecksum(head)) {
            return at;
        }
    }
    return std::nullopt;
}

bool isTornFrame(std::span<const std::byte> bytes, std::span<const std::uint8_t> kinds) {
    if (bytes.empty() || !isKnown(bytes[0], kinds)) {
        return bytes.empty();
    }
    const bool cut = bytes.size() < frameHeadSize ||
                     frameLength(bytes.first(frameHeadSize)) > bytes.size() - frameHeadSize;
    return cut && !findFrame(bytes.subspan(1), kinds);
}

} // namespace underpaint::project
