// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/archive/sha256.h"

#include <algorithm>
#include <bit>
#include <string_view>
#include <utility>

namespace underpaint::project {

namespace {

constexpr std::array<std::uint32_t, 64> roundConstants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t bigEndian(const std::byte* data) {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
        value = (value << 8) | std::to_integer<std::uint32_t>(data[i]);
    }
    return value;
}

} // namespace

void Sha256::block(const std::byte* data) {
    std::array<std::uint32_t, 64> w = {};
    for (std::size_t i = 0; i < 16; ++i) {
        w[i] = bigEndian(data + 4 * i);
    }
    for (std::size_t i = 16; i < w.size(); ++i) {
        const std::uint32_t s0 =
            std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
        const std::uint32_t s1 =
            std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = m_state;
    for (std::size_t i = 0; i < w.size(); ++i) {
        const std::uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const std::uint32_t choice = (e & f) ^ (~e & g);
        const std::uint32_t t1 = h + s1 + choice + roundConstants[i] + w[i];
        const std::uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const std::uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
        h = std::exchange(g, std::exchange(f, std::exchange(e, d + t1)));
        d = std::exchange(c, std::exchange(b, std::exchange(a, t1 + s0 + majority)));
    }
    const std::array<std::uint32_t, 8> worked = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < worked.size(); ++i) {
        m_state[i] += worked[i];
    }
}

void Sha256::update(std::span<const std::byte> data) {
    const std::size_t filled = m_length % m_pending.size();
    m_length += data.size();
    if (filled != 0) {
        const std::size_t taken = std::min(data.size(), m_pending.size() - filled);
        std::copy_n(data.begin(), taken, m_pending.begin() + static_cast<std::ptrdiff_t>(filled));
        data = data.subspan(taken);
        if (filled + taken < m_pending.size()) {
            return;
        }
        block(m_pending.data());
    }
    for (; data.size() >= m_pending.size(); data = data.subspan(m_pending.size())) {
        block(data.data());
    }
    std::copy(data.begin(), data.end(), m_pending.begin());
}

std::string Sha256::finish() {
    const std::uint64_t bits = m_length * 8;
    std::array<std::byte, 72> padding = {std::byte{0x80}};
    const std::size_t filled = m_length % m_pending.size();
    const std::size_t zeros = (filled < 56 ? 56 : 120) - filled;
    for (std::size_t i = 0; i < 8; ++i) {
        padding[zeros + i] = static_cast<std::byte>(bits >> (56 - 8 * i));
    }
    update(std::span(padding).first(zeros + 8));
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint32_t word : m_state) {
        for (int shift = 28; shift >= 0; shift -= 4) {
            text += digits[(word >> shift) & 0xF];
        }
    }
    return text;
}

std::string sha256(std::span<const std::byte> data) {
    Sha256 hash;
    hash.update(data);
    return hash.finish();
}

std::string sha256(const MappedFile& file) {
    constexpr std::size_t piece = std::size_t{1} << 20U;
    Sha256 hash;
    for (auto rest = file.bytes(); !rest.empty();) {
        const auto next = rest.first(std::min(piece, rest.size()));
        hash.update(next);
        rest = rest.subspan(next.size());
        file.rest();
    }
    return hash.finish();
}

} // namespace underpaint::project
