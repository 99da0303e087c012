// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::scene {

/// Appends values to bytes: fixed-size ones little-endian, variable-length integers seven bits a
/// byte, the low ones first, the high bit set on all bytes but the last (LEB128).
class RecordWriter {
public:
    void byte(std::uint8_t value) { m_bytes.push_back(std::byte{value}); }
    void fixed16(std::uint16_t value);
    void fixed32(std::uint32_t value);
    void variable(std::uint64_t value);
    void real(float value);
    void reals(std::span<const float> values);
    void text(std::string_view value);
    void raw(std::span<const std::byte> bytes);

    const std::vector<std::byte>& bytes() const { return m_bytes; }
    std::vector<std::byte> take() && { return std::move(m_bytes); }

private:
    std::vector<std::byte> m_bytes;
};

/// Reads what RecordWriter wrote. Every method throws Error when the bytes end too early or hold
/// what the writer cannot have written.
class RecordReader {
public:
    explicit RecordReader(std::span<const std::byte> bytes) : m_rest(bytes) {}

    std::size_t remaining() const { return m_rest.size(); }
    std::uint8_t byte();
    std::uint16_t fixed16();
    std::uint32_t fixed32();
    /// At most `largest`.
    std::uint64_t variable(std::uint64_t largest = UINT64_MAX);
    float real();
    std::vector<float> reals();
    std::string text();
    std::span<const std::byte> raw(std::size_t count);
    /// A number of items of at least `bytesEach` bytes that follow, so that reserving room for
    /// them is no more than the input pays for.
    std::size_t count(std::size_t bytesEach);
    /// 0 or 1.
    bool flag();

private:
    std::span<const std::byte> m_rest;
};

/// Throws the Error for bytes that are not an edit: "the recorded edit is damaged: <how>".
[[noreturn]] void throwDamaged(const std::string& how);

} // namespace underpaint::scene
