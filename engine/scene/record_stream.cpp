// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/record_stream.h"

#include "engine/base/error.h"

#include <bit>

namespace underpaint::scene {

void throwDamaged(const std::string& how) {
    throw Error("the recorded edit is damaged: " + how, "edit record",
                "use the part of the journal before it");
}

void RecordWriter::fixed16(std::uint16_t value) {
    byte(static_cast<std::uint8_t>(value & 0xFFU));
    byte(static_cast<std::uint8_t>(value >> 8U));
}

void RecordWriter::fixed32(std::uint32_t value) {
    fixed16(static_cast<std::uint16_t>(value & 0xFFFFU));
    fixed16(static_cast<std::uint16_t>(value >> 16U));
}

void RecordWriter::variable(std::uint64_t value) {
    while (value >= 0x80U) {
        byte(static_cast<std::uint8_t>((value & 0x7FU) | 0x80U));
        value >>= 7U;
    }
    byte(static_cast<std::uint8_t>(value));
}

void RecordWriter::real(float value) {
    fixed32(std::bit_cast<std::uint32_t>(value));
}

void RecordWriter::reals(std::span<const float> values) {
    variable(values.size());
    for (const float value : values) {
        real(value);
    }
}

void RecordWriter::text(std::string_view value) {
    variable(value.size());
    raw(std::as_bytes(std::span(value)));
}

void RecordWriter::raw(std::span<const std::byte> bytes) {
    m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
}

std::span<const std::byte> RecordReader::raw(std::size_t count) {
    if (count > m_rest.size()) {
        throwDamaged("it ends too early");
    }
    const auto bytes = m_rest.first(count);
    m_rest = m_rest.subspan(count);
    return bytes;
}

std::uint8_t RecordReader::byte() {
    return std::to_integer<std::uint8_t>(raw(1)[0]);
}

std::uint16_t RecordReader::fixed16() {
    const auto low = byte();
    return static_cast<std::uint16_t>(low | (byte() << 8U));
}

std::uint32_t RecordReader::fixed32() {
    const std::uint32_t low = fixed16();
    return low | (static_cast<std::uint32_t>(fixed16()) << 16U);
}

std::uint64_t RecordReader::variable(std::uint64_t largest) {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        const std::uint8_t next = byte();
        const std::uint64_t bits = next & 0x7FU;
        if (shift > 63 || (shift == 63 && bits > 1) || (shift > 0 && next == 0)) {
            throwDamaged("a number is not well formed");
        }
        value |= bits << shift;
        if ((next & 0x80U) == 0) {
            break;
        }
    }
    if (value > largest) {
        throwDamaged("the number " + std::to_string(value) + " is larger than " +
                     std::to_string(largest));
    }
    return value;
}

float RecordReader::real() {
    return std::bit_cast<float>(fixed32());
}

std::vector<float> RecordReader::reals() {
    std::vector<float> values(count(sizeof(float)));
    for (float& value : values) {
        value = real();
    }
    return values;
}

std::string RecordReader::text() {
    const auto bytes = raw(count(1));
    std::string value;
    value.reserve(bytes.size());
    for (const std::byte byte : bytes) {
        value.push_back(std::to_integer<char>(byte));
    }
    return value;
}

std::size_t RecordReader::count(std::size_t bytesEach) {
    const std::uint64_t number = variable();
    if (number > remaining() / bytesEach) {
        throwDamaged("it ends too early");
    }
    return static_cast<std::size_t>(number);
}

bool RecordReader::flag() {
    const std::uint8_t value = byte();
    if (value > 1) {
        throwDamaged("a yes-or-no is neither");
    }
    return value == 1;
}

} // namespace underpaint::scene
