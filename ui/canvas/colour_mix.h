// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRgb>

#include <array>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace underpaint::ui {

/// a + (b - a) * t / 256 in all four channels, rounded down; t is 0..256.
inline QRgb mixed(QRgb a, QRgb b, unsigned t) {
    constexpr QRgb lanes = 0x00ff00ffU;
    const unsigned s = 256 - t;
    const QRgb even = (((a & lanes) * s + (b & lanes) * t) >> 8) & lanes;
    const QRgb odd = (((a >> 8) & lanes) * s + ((b >> 8) & lanes) * t) & ~lanes;
    return even | odd;
}

/// A premultiplied colour over an opaque one, with an opacity of 0..256.
inline QRgb over(QRgb below, QRgb above, unsigned opacity) {
    const QRgb part = mixed(0, above, opacity);
    return (part + mixed(below, 0, qAlpha(part) + (qAlpha(part) >> 7))) | 0xff000000U;
}

/// The colour between two neighbours of one row and those below them: rows are mixed first, by
/// `down` of 256, then columns, by `across` of 256. Where the processor has lanes, all channels of
/// both columns are mixed at once; the bytes are the same.
#if defined(__SSE2__)
class RowMixer {
public:
    explicit RowMixer(unsigned down)
        : m_upper(_mm_set1_epi16(static_cast<short>(256 - down))),
          m_lower(_mm_set1_epi16(static_cast<short>(down))) {}

    QRgb operator()(const QRgb* upper, const QRgb* lower, unsigned across) const {
        const __m128i columns = mix(pair(upper), m_upper, pair(lower), m_lower);
        const __m128i part = _mm_mullo_epi16(columns, weights(across));
        const __m128i sum = _mm_add_epi16(part, _mm_unpackhi_epi64(part, part));
        const __m128i colour = _mm_srli_epi16(sum, 8);
        return static_cast<QRgb>(_mm_cvtsi128_si32(_mm_packus_epi16(colour, colour)));
    }

private:
    struct alignas(16) Weights {
        std::array<std::uint16_t, 8> lanes;
    };
    static constexpr std::array<Weights, 257> table = [] {
        std::array<Weights, 257> all{};
        for (std::size_t t = 0; t < all.size(); ++t) {
            for (std::size_t lane = 0; lane < 8; ++lane) {
                all[t].lanes[lane] = static_cast<std::uint16_t>(lane < 4 ? 256 - t : t);
            }
        }
        return all;
    }();

    static __m128i weights(unsigned across) {
        return _mm_load_si128(reinterpret_cast<const __m128i*>(table[across].lanes.data()));
    }
    static __m128i pair(const QRgb* pixels) {
        const __m128i two = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(pixels));
        return _mm_unpacklo_epi8(two, _mm_setzero_si128());
    }
    static __m128i mix(__m128i a, __m128i weightA, __m128i b, __m128i weightB) {
        return _mm_srli_epi16(
            _mm_add_epi16(_mm_mullo_epi16(a, weightA), _mm_mullo_epi16(b, weightB)), 8);
    }

    __m128i m_upper;
    __m128i m_lower;
};
#else
class RowMixer {
public:
    explicit RowMixer(unsigned down) : m_down(down) {}

    QRgb operator()(const QRgb* upper, const QRgb* lower, unsigned across) const {
        return mixed(mixed(upper[0], lower[0], m_down), mixed(upper[1], lower[1], m_down), across);
    }

private:
    unsigned m_down;
};
#endif

/// Mixes `count` colours into others, by `t` of 256.
inline void mixInto(QRgb* below, const QRgb* above, int count, unsigned t) {
    int x = 0;
#if defined(__SSE2__)
    const __m128i zero = _mm_setzero_si128();
    const __m128i kept = _mm_set1_epi16(static_cast<short>(256 - t));
    const __m128i laid = _mm_set1_epi16(static_cast<short>(t));
    const auto half = [&](__m128i a, __m128i b) {
        return _mm_srli_epi16(_mm_add_epi16(_mm_mullo_epi16(a, kept), _mm_mullo_epi16(b, laid)), 8);
    };
    for (; x + 4 <= count; x += 4) {
        auto* place = reinterpret_cast<__m128i*>(below + x);
        const __m128i a = _mm_loadu_si128(place);
        const __m128i b = _mm_loadu_si128(reinterpret_cast<const __m128i*>(above + x));
        _mm_storeu_si128(
            place, _mm_packus_epi16(half(_mm_unpacklo_epi8(a, zero), _mm_unpacklo_epi8(b, zero)),
                                    half(_mm_unpackhi_epi8(a, zero), _mm_unpackhi_epi8(b, zero))));
    }
#endif
    for (; x < count; ++x) {
        below[x] = mixed(below[x], above[x], t);
    }
}

} // namespace underpaint::ui
