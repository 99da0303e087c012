// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace underpaint::imaging {

enum class ByteOrder { Little, Big };

/// Bounds-checked integers out of a file's bytes; nothing where the file is too short.
class ByteLookup {
public:
    explicit ByteLookup(std::span<const std::byte> bytes, ByteOrder order = ByteOrder::Big)
        : m_bytes(bytes), m_order(order) {}

    std::size_t size() const { return m_bytes.size(); }
    std::optional<std::uint32_t> u8(std::size_t at) const { return number(at, 1); }
    std::optional<std::uint32_t> u16(std::size_t at) const { return number(at, 2); }
    std::optional<std::uint32_t> u32(std::size_t at) const { return number(at, 4); }
    ByteLookup from(std::size_t at, ByteOrder order) const {
        return ByteLookup(m_bytes.subspan(at < size() ? at : size()), order);
    }
    ByteLookup part(std::size_t at, std::size_t count) const {
        const ByteLookup rest = from(at, m_order);
        return ByteLookup(rest.m_bytes.first(count < rest.size() ? count : rest.size()), m_order);
    }

private:
    std::optional<std::uint32_t> number(std::size_t at, std::size_t count) const {
        if (at > m_bytes.size() || count > m_bytes.size() - at) {
            return std::nullopt;
        }
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t place = m_order == ByteOrder::Big ? i : count - 1 - i;
            value = value << 8U | std::to_integer<std::uint32_t>(m_bytes[at + place]);
        }
        return value;
    }

    std::span<const std::byte> m_bytes;
    ByteOrder m_order;
};

} // namespace underpaint::imaging
