// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace underpaint::project {

/// Little-endian number of `bytes.size()` <= 8 bytes.
inline std::uint64_t littleEndian(std::span<const std::byte> bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        value = (value << 8) | std::to_integer<std::uint64_t>(bytes[i]);
    }
    return value;
}

inline std::string_view asText(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Reads a foreign file front to back; every read beyond the end is an Error.
class ForeignReader {
public:
    /// `where` must outlive the reader.
    ForeignReader(std::span<const std::byte> bytes, const std::string& where)
        : m_bytes(bytes), m_where(where) {}

    const std::string& where() const { return m_where; }
    std::size_t position() const { return m_position; }
    std::size_t remaining() const { return m_bytes.size() - m_position; }

    std::span<const std::byte> take(std::uint64_t count) {
        if (count > remaining()) {
            fail("ends too early");
        }
        const auto part = m_bytes.subspan(m_position, static_cast<std::size_t>(count));
        m_position += part.size();
        return part;
    }
    /// Unsigned number of `width` <= 8 bytes.
    std::uint64_t number(std::size_t width) { return littleEndian(take(width)); }
    /// Text up to the next line feed, which is consumed but not returned.
    std::string_view line() {
        const auto rest = asText(m_bytes.subspan(m_position));
        const std::size_t length = rest.find('\n');
        if (length == std::string_view::npos) {
            fail("ends too early");
        }
        m_position += length + 1;
        return rest.substr(0, length);
    }

    [[noreturn]] void fail(const std::string& what) const {
        throw Error(what + " (byte " + std::to_string(m_position) + ")", m_where,
                    "The file is damaged or of another kind; fetch it again");
    }

private:
    std::span<const std::byte> m_bytes;
    const std::string& m_where;
    std::size_t m_position = 0;
};

} // namespace underpaint::project
