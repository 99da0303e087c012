// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/archive/zip_writer.h"

#include "engine/project/archive/zip_format.h"

#include <array>
#include <utility>

namespace underpaint::project {

namespace {

constexpr std::uint64_t firstOfJanuary1980 = 0x21;
constexpr std::uint64_t version = 45; ///< 4.5: zip64
constexpr std::uint64_t zip64Id = 1;
/// The field that Android's zipalign pads with: the alignment, then zeros.
constexpr std::uint64_t paddingId = 0xD935;

/// CRC-32 of ISO 3309, bytewise.
std::uint32_t updateCrc(std::uint32_t crc, std::span<const std::byte> bytes) {
    static const auto table = [] {
        std::array<std::uint32_t, 256> values = {};
        for (std::uint32_t i = 0; i < values.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit) {
                value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320U : 0U);
            }
            values.at(i) = value;
        }
        return values;
    }();
    crc = ~crc;
    for (const std::byte b : bytes) {
        crc = (crc >> 8) ^ table.at((crc ^ std::to_integer<std::uint32_t>(b)) & 0xFF);
    }
    return ~crc;
}

} // namespace

void ZipWriter::put(std::span<const std::byte> bytes) {
    m_out.write(reinterpret_cast<const char*>(bytes.data()),
                static_cast<std::streamsize>(bytes.size()));
    m_position += bytes.size();
}

void ZipWriter::putNumber(std::uint64_t value, std::size_t width) {
    std::array<std::byte, 8> bytes = {};
    for (std::size_t i = 0; i < width; ++i) {
        bytes.at(i) = static_cast<std::byte>(value >> (8 * i));
    }
    put(std::span(bytes).first(width));
}

void ZipWriter::putName(const std::string& name) {
    put(std::as_bytes(std::span(name)));
}

bool ZipWriter::needs64(std::uint64_t value) const {
    return m_always64 || value >= kInZip64;
}

void ZipWriter::add(const std::string& name, const std::function<void(const ByteSink&)>& produce) {
    Entry entry = {name, 0, 0, m_position};
    produce([&entry](std::span<const std::byte> part) {
        entry.crc = updateCrc(entry.crc, part);
        entry.size += part.size();
    });
    const bool large = needs64(entry.size);
    const bool padded = m_alignment > 1;
    const std::uint64_t extra = (large ? 20 : 0) + (padded ? 6 : 0);
    const std::uint64_t fixed = 30 + name.size() + extra;
    const std::uint64_t padding = (m_alignment - (m_position + fixed) % m_alignment) % m_alignment;
    putNumber(0x04034b50, 4);
    putNumber(version, 2);
    putNumber(0, 4); // flags, method: stored
    putNumber(0, 2);
    putNumber(firstOfJanuary1980, 2);
    putNumber(entry.crc, 4);
    putNumber(large ? kInZip64 : entry.size, 4);
    putNumber(large ? kInZip64 : entry.size, 4);
    putNumber(name.size(), 2);
    putNumber(extra + padding, 2);
    putName(name);
    if (large) {
        putNumber(zip64Id, 2);
        putNumber(16, 2);
        putNumber(entry.size, 8);
        putNumber(entry.size, 8);
    }
    if (padded) {
        putNumber(paddingId, 2);
        putNumber(2 + padding, 2);
        putNumber(m_alignment, 2);
        for (std::uint64_t i = 0; i < padding; ++i) {
            putNumber(0, 1);
        }
    }
    produce([this](std::span<const std::byte> part) { put(part); });
    m_entries.push_back(std::move(entry));
}

void ZipWriter::finish() {
    const std::uint64_t begin = m_position;
    for (const auto& entry : m_entries) {
        const bool large = needs64(entry.size) || needs64(entry.offset);
        putNumber(0x02014b50, 4);
        putNumber(version, 2);
        putNumber(version, 2);
        putNumber(0, 4);
        putNumber(0, 2);
        putNumber(firstOfJanuary1980, 2);
        putNumber(entry.crc, 4);
        putNumber(large ? kInZip64 : entry.size, 4);
        putNumber(large ? kInZip64 : entry.size, 4);
        putNumber(entry.name.size(), 2);
        putNumber(large ? 28 : 0, 2);
        putNumber(0, 6); // comment, disk, internal attributes
        putNumber(0, 4); // external attributes
        putNumber(large ? kInZip64 : entry.offset, 4);
        putName(entry.name);
        if (large) {
            putNumber(zip64Id, 2);
            putNumber(24, 2);
            putNumber(entry.size, 8);
            putNumber(entry.size, 8);
            putNumber(entry.offset, 8);
        }
    }
    const std::uint64_t end = m_position;
    const std::uint64_t size = end - begin;
    const std::uint64_t count = m_entries.size();
    const bool large = needs64(end) || count >= 0xFFFF;
    if (large) {
        putNumber(0x06064b50, 4);
        putNumber(44, 8);
        putNumber(version, 2);
        putNumber(version, 2);
        putNumber(0, 8); // disks
        putNumber(count, 8);
        putNumber(count, 8);
        putNumber(size, 8);
        putNumber(begin, 8);
        putNumber(0x07064b50, 4);
        putNumber(0, 4);
        putNumber(end, 8);
        putNumber(1, 4);
    }
    putNumber(0x06054b50, 4);
    putNumber(0, 4);
    putNumber(large ? 0xFFFF : count, 2);
    putNumber(large ? 0xFFFF : count, 2);
    putNumber(large ? kInZip64 : size, 4);
    putNumber(large ? kInZip64 : begin, 4);
    putNumber(0, 2);
}

} // namespace underpaint::project
