// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Included by one source file an instruction set, which defines UNDERPAINT_LANES (floats a vector)
// and UNDERPAINT_ROWS (rows a product block, so that its sums stay in registers). Everything is in
// an anonymous namespace and nothing of the standard library is instantiated here: a function
// shared between these files would be linked once, perhaps in a form that the processor lacks.
#include "engine/kernels/simd_kernels.h"

#if defined(__GNUC__) && !defined(__clang__)
// GCC's own intrinsics start from a register of any content.
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#if defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace underpaint::kernels {

namespace {

constexpr int lanes = UNDERPAINT_LANES;
typedef float Vec __attribute__((vector_size(4 * UNDERPAINT_LANES)));
typedef float LooseVec __attribute__((vector_size(4 * UNDERPAINT_LANES), aligned(4), may_alias));

inline Vec load(const float* p) {
    return *reinterpret_cast<const LooseVec*>(p);
}
inline void store(float* p, Vec v) {
    *reinterpret_cast<LooseVec*>(p) = v;
}
inline Vec all(float value) {
    return Vec{} + value;
}

// ---- half precision as bits ---------------------------------------------------------------------

/// Nearest binary16, ties to even; beyond its range infinite.
inline Binary16 halfBits(float value) {
    std::uint32_t bits = 0;
    __builtin_memcpy(&bits, &value, sizeof bits);
    const auto sign = static_cast<std::uint32_t>((bits >> 16) & 0x8000U);
    const std::uint32_t magnitude = bits & 0x7fffffffU;
    if (magnitude > 0x7f800000U) {
        return static_cast<Binary16>(sign | 0x7e00U);
    }
    if (magnitude >= 0x477ff000U) {
        return static_cast<Binary16>(sign | 0x7c00U);
    }
    if (magnitude < 0x38800000U) {
        // Subnormal: adding 0.5 leaves a multiple of 2^-24 in the low bits, rounded by the adder.
        float positive = 0;
        __builtin_memcpy(&positive, &magnitude, sizeof positive);
        const float shifted = positive + 0.5F;
        std::uint32_t result = 0;
        __builtin_memcpy(&result, &shifted, sizeof result);
        return static_cast<Binary16>(sign | (result - 0x3f000000U));
    }
    const std::uint32_t odd = (magnitude >> 13) & 1U;
    return static_cast<Binary16>(sign | ((magnitude - 0x38000000U + 0xfffU + odd) >> 13));
}

#if defined(__AVX512F__)
inline void storeHalf(Binary16* p, Vec v) {
    const __m256i bits = _mm512_cvtps_ph(reinterpret_cast<__m512>(v), _MM_FROUND_TO_NEAREST_INT);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), bits);
}
#else
inline void storeHalf(Binary16* p, Vec v) {
    for (int i = 0; i < lanes; ++i) {
        p[i] = halfBits(v[i]);
    }
}
#endif

inline void put(float* p, Vec v) {
    store(p, v);
}
inline void put(Binary16* p, Vec v) {
    storeHalf(p, v);
}

void toHalf(const float* in, float scale, Binary16* out, std::int64_t count) {
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        storeHalf(out + i, load(in + i) * scale);
    }
    for (; i < count; ++i) {
        out[i] = halfBits(in[i] * scale);
    }
}

void scaled(const float* in, float scale, float* out, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
        out[i] = in[i] * scale;
    }
}

float largest(const float* in, std::int64_t count) {
    // As integers: the bits of non-negative floats are ordered, and NaN comes after infinity.
    std::int32_t result = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        std::int32_t bits = 0;
        __builtin_memcpy(&bits, in + i, sizeof bits);
        bits &= 0x7fffffff;
        result = bits > result ? bits : result;
    }
    result = result > 0x7f800000 ? 0x7f800000 : result;
    float value = 0;
    __builtin_memcpy(&value, &result, sizeof value);
    return value;
}

// ---- products -----------------------------------------------------------------------------------

/// scale * sum + offset of one row, `first` being the column of sums[0].
inline void finishRow(const PanelProduct& p, int row, int first, const float* sums, int count) {
    float* out = p.out[row] + first;
    if (first + count <= p.columns) {
        for (int c = 0; c < count; ++c) {
            out[c] = sums[c] * p.scale[first + c] + p.offset[first + c];
        }
        return;
    }
    for (int c = 0; first + c < p.columns; ++c) {
        out[c] = sums[c] * p.scale[first + c] + p.offset[first + c];
    }
}

/// Two vectors of columns at a time.
template<int Rows>
void multiplyRows(const PanelProduct& p) {
    constexpr int width = 2 * lanes;
    for (int first = 0; first < p.columns; first += width) {
        Vec sums[Rows][2] = {};
        const float* panel = static_cast<const float*>(p.panel) + first;
        for (int t = 0; t < p.taps; ++t) {
            const float* rows[Rows];
            for (int r = 0; r < Rows; ++r) {
                rows[r] = static_cast<const float*>(p.rows[t * Rows + r]);
            }
            for (int k = 0; k < p.depth; ++k, panel += panelColumns) {
                const Vec left = load(panel);
                const Vec right = load(panel + lanes);
#pragma GCC unroll 16
                for (int r = 0; r < Rows; ++r) {
                    const Vec factor = all(rows[r][k]);
                    sums[r][0] += factor * left;
                    sums[r][1] += factor * right;
                }
            }
        }
        for (int r = 0; r < Rows; ++r) {
            float row[width];
            store(row, sums[r][0]);
            store(row + lanes, sums[r][1]);
            finishRow(p, r, first, row, width);
        }
    }
}

#if defined(__AVX512FP16__)

/// Sums of products of pairs; kept in half precision over this many pairs, then added up in
/// single precision. With operands up to 256 and 1 these cannot overflow (see packed_weights.h).
constexpr int pairsAChunk = 32;

inline __m512 pairSums(__m512h sums) {
    const __m512i bits = reinterpret_cast<__m512i>(sums);
    const __m512h other = reinterpret_cast<__m512h>(_mm512_rol_epi32(bits, 16));
    const __m512i both = reinterpret_cast<__m512i>(_mm512_add_ph(sums, other));
    return _mm512_cvtph_ps(_mm512_cvtepi32_epi16(both));
}

template<int Rows>
void multiplyHalfRows(const PanelProduct& p) {
    __m512 total[Rows][2];
    __m512h sums[Rows][2];
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) {
        total[r][0] = total[r][1] = _mm512_setzero_ps();
        sums[r][0] = sums[r][1] = _mm512_setzero_ph();
    }
    const auto* panel = static_cast<const Binary16*>(p.panel);
    int inChunk = 0;
    for (int t = 0; t < p.taps; ++t) {
        const Binary16* rows[Rows];
        for (int r = 0; r < Rows; ++r) {
            rows[r] = static_cast<const Binary16*>(p.rows[t * Rows + r]);
        }
        for (int k = 0; k < p.depth;) {
            const int left = (p.depth - k) / 2;
            const int pairs = left < pairsAChunk - inChunk ? left : pairsAChunk - inChunk;
            for (const int end = k + 2 * pairs; k < end; k += 2, panel += 2 * panelColumns) {
                const __m512h low = _mm512_loadu_ph(panel);
                const __m512h high = _mm512_loadu_ph(panel + panelColumns);
#pragma GCC unroll 16
                for (int r = 0; r < Rows; ++r) {
                    int pair = 0;
                    __builtin_memcpy(&pair, rows[r] + k, sizeof pair);
                    const __m512h factor = reinterpret_cast<__m512h>(_mm512_set1_epi32(pair));
                    sums[r][0] = _mm512_fmadd_ph(factor, low, sums[r][0]);
                    sums[r][1] = _mm512_fmadd_ph(factor, high, sums[r][1]);
                }
            }
            inChunk += pairs;
            if (inChunk == pairsAChunk) {
                inChunk = 0;
#pragma GCC unroll 16
                for (int r = 0; r < Rows; ++r) {
                    total[r][0] = _mm512_add_ps(total[r][0], pairSums(sums[r][0]));
                    total[r][1] = _mm512_add_ps(total[r][1], pairSums(sums[r][1]));
                    sums[r][0] = sums[r][1] = _mm512_setzero_ph();
                }
            }
        }
    }
    for (int r = 0; r < Rows; ++r) {
        float row[panelColumns];
        _mm512_storeu_ps(row, _mm512_add_ps(total[r][0], pairSums(sums[r][0])));
        _mm512_storeu_ps(row + 16, _mm512_add_ps(total[r][1], pairSums(sums[r][1])));
        finishRow(p, r, 0, row, panelColumns);
    }
}

void multiplyHalf(const PanelProduct& p) {
    using Rows = void (*)(const PanelProduct&);
    static constexpr Rows byCount[] = {
        multiplyHalfRows<1>, multiplyHalfRows<2>,  multiplyHalfRows<3>,  multiplyHalfRows<4>,
        multiplyHalfRows<5>, multiplyHalfRows<6>,  multiplyHalfRows<7>,  multiplyHalfRows<8>,
        multiplyHalfRows<9>, multiplyHalfRows<10>, multiplyHalfRows<11>, multiplyHalfRows<12>};
    byCount[p.rowCount - 1](p);
}
constexpr auto multiplyHalfOrNull = multiplyHalf;
#else
constexpr void (*multiplyHalfOrNull)(const PanelProduct&) = nullptr;
#endif

/// Fewer registers, fewer rows at once: longer blocks are cut.
void multiply(const PanelProduct& p) {
    using Rows = void (*)(const PanelProduct&);
#if UNDERPAINT_ROWS == 12
    static constexpr Rows byCount[] = {multiplyRows<1>,  multiplyRows<2>,  multiplyRows<3>,
                                       multiplyRows<4>,  multiplyRows<5>,  multiplyRows<6>,
                                       multiplyRows<7>,  multiplyRows<8>,  multiplyRows<9>,
                                       multiplyRows<10>, multiplyRows<11>, multiplyRows<12>};
#else
    static constexpr Rows byCount[] = {multiplyRows<1>, multiplyRows<2>, multiplyRows<3>,
                                       multiplyRows<4>, multiplyRows<5>, multiplyRows<6>};
#endif
    byCount[p.rowCount - 1](p);
}

// ---- Winograd -----------------------------------------------------------------------------------

// Lavin and Gray (2016). F(2 x 2) interpolates in 0, 1, -1 and infinity; F(4 x 4) in 0, ±a, ±b and
// infinity with a = sqrt(1/2), b = sqrt(2): half the rounding error of the usual 0, ±1, ±2.
constexpr float pointA = 0.70710678118654752F;
constexpr float pointB = 1.41421356237309505F;

/// One dimension of the transform of the input; `step` vectors lie between the values.
template<int N>
inline void inputTransform(const Vec* d, int step, Vec* out) {
    if constexpr (N == 4) {
        out[0] = d[0] - d[2 * step];
        out[1] = d[step] + d[2 * step];
        out[2] = d[2 * step] - d[step];
        out[3] = d[step] - d[3 * step];
    } else {
        const Vec evenA = d[4 * step] - d[2 * step] * (pointB * pointB);
        const Vec oddA = (d[3 * step] - d[step] * (pointB * pointB)) * pointA;
        const Vec evenB = d[4 * step] - d[2 * step] * (pointA * pointA);
        const Vec oddB = (d[3 * step] - d[step] * (pointA * pointA)) * pointB;
        constexpr float middle = pointA * pointA + pointB * pointB;
        out[0] = d[0] - d[2 * step] * middle + d[4 * step];
        out[1] = evenA + oddA;
        out[2] = evenA - oddA;
        out[3] = evenB + oddB;
        out[4] = evenB - oddB;
        out[5] = d[step] - d[3 * step] * middle + d[5 * step];
    }
}

template<int N>
inline void outputTransform(const Vec* m, int step, Vec* out) {
    if constexpr (N == 4) {
        out[0] = m[0] + m[step] + m[2 * step];
        out[1] = m[step] - m[2 * step] - m[3 * step];
    } else {
        const Vec sumA = m[step] + m[2 * step];
        const Vec difA = (m[step] - m[2 * step]) * pointA;
        const Vec sumB = m[3 * step] + m[4 * step];
        const Vec difB = (m[3 * step] - m[4 * step]) * pointB;
        out[0] = m[0] + sumA + sumB;
        out[1] = difA + difB;
        out[2] = sumA * (pointA * pointA) + sumB * (pointB * pointB);
        out[3] = difA * (pointA * pointA) + difB * (pointB * pointB) + m[5 * step];
    }
}

template<int N, class Operand>
void tileInput(const TileInput& tile) {
    auto* out = static_cast<Operand*>(tile.out);
    for (int c = 0; c < tile.channels; c += lanes) {
        Vec columns[N][N]; // [x][transformed y]
        for (int x = 0; x < N; ++x) {
            Vec values[N];
            for (int y = 0; y < N; ++y) {
                values[y] = load(tile.pixels[y * N + x] + c);
            }
            inputTransform<N>(values, 1, columns[x]);
        }
        for (int y = 0; y < N; ++y) {
            Vec row[N];
            inputTransform<N>(&columns[0][y], N, row);
            for (int x = 0; x < N; ++x) {
                put(out + (y * N + x) * tile.stride + c, row[x] * tile.scale);
            }
        }
    }
}

template<int N>
void tileOutput(const TileOutput& tile) {
    constexpr int m = N - 2;
    for (int c = 0; c < tile.channels; c += lanes) {
        Vec rows[N][m]; // [y][transformed x]
        for (int y = 0; y < N; ++y) {
            Vec values[N];
            for (int x = 0; x < N; ++x) {
                values[x] = load(tile.in + (y * N + x) * tile.stride + c);
            }
            outputTransform<N>(values, 1, rows[y]);
        }
        const Vec bias = load(tile.bias + c);
        for (int x = 0; x < m; ++x) {
            Vec column[m];
            outputTransform<N>(&rows[0][x], m, column);
            for (int y = 0; y < m; ++y) {
                if (float* pixel = tile.pixels[y * m + x]) {
                    store(pixel + c, column[y] + bias);
                }
            }
        }
    }
}

// ---- sums, statistics ---------------------------------------------------------------------------

/// Channels first … first + Vectors * lanes - 1, whose sums stay in registers.
template<int Vectors>
inline void gatherVectors(const WeightedColumn* terms, int count, const float* bias, float* out,
                          int first) {
    Vec sums[Vectors];
    for (int v = 0; v < Vectors; ++v) {
        sums[v] = load(bias + first + v * lanes);
    }
    for (int i = 0; i < count; ++i) {
        const Vec value = all(terms[i].value);
        const float* column = terms[i].column + first;
        for (int v = 0; v < Vectors; ++v) {
            sums[v] += value * load(column + v * lanes);
        }
    }
    for (int v = 0; v < Vectors; ++v) {
        store(out + first + v * lanes, sums[v]);
    }
}

void gather(const WeightedColumn* terms, int count, const float* bias, float* out, int channels) {
    int c = 0;
    for (; c + 4 * lanes <= channels; c += 4 * lanes) {
        gatherVectors<4>(terms, count, bias, out, c);
    }
    for (; c + lanes <= channels; c += lanes) {
        gatherVectors<1>(terms, count, bias, out, c);
    }
    for (; c < channels; ++c) {
        float sum = bias[c];
        for (int i = 0; i < count; ++i) {
            sum += terms[i].value * terms[i].column[c];
        }
        out[c] = sum;
    }
}

void moments(const float* x, const float* __restrict pivot, std::int64_t pixels, int channels,
             float* __restrict sum, float* __restrict squares) {
    for (std::int64_t p = 0; p < pixels; ++p, x += channels) {
        for (int c = 0; c < channels; ++c) {
            const float d = x[c] - pivot[c];
            sum[c] += d;
            squares[c] += d * d;
        }
    }
}

void affine(const float* x, const float* __restrict scale, const float* __restrict shift,
            const float* residual, float slope, float* out, std::int64_t pixels, int channels) {
    for (std::int64_t p = 0; p < pixels; ++p, x += channels, out += channels) {
        if (residual == nullptr) {
            for (int c = 0; c < channels; ++c) {
                const float y = x[c] * scale[c] + shift[c];
                out[c] = y < 0 ? y * slope : y;
            }
        } else {
            for (int c = 0; c < channels; ++c) {
                const float y = x[c] * scale[c] + shift[c] + residual[c];
                out[c] = y < 0 ? y * slope : y;
            }
            residual += channels;
        }
    }
}

// ---- attention ----------------------------------------------------------------------------------

typedef std::int32_t IntVec __attribute__((vector_size(4 * UNDERPAINT_LANES)));

/// Below, exp() is taken for 0.
constexpr float leastExponent = -86;
/// Of what a query must not see.
constexpr float forbidden = -3e38F;

/// exp(x) for x <= 0, to about a unit in the last place: 2^n times a polynomial of the rest.
inline Vec exponential(Vec x) {
    constexpr float shift = 12582912; // 1.5 * 2^23: adding it leaves a whole number in the low bits
    const IntVec seen = x >= all(leastExponent);
    const Vec bounded = seen ? x : all(leastExponent);
    const Vec shifted = bounded * 1.44269504F + shift;
    const Vec whole = shifted - shift;
    const Vec rest = (bounded - whole * 0.693359375F) + whole * 2.12194440e-4F;
    Vec p = all(1.9875691500e-4F);
    p = p * rest + 1.3981999507e-3F;
    p = p * rest + 8.3334519073e-3F;
    p = p * rest + 4.1665795894e-2F;
    p = p * rest + 1.6666665459e-1F;
    p = p * rest + 5.0000001201e-1F;
    p = p * rest * rest + rest + 1.0F;
    const IntVec power = reinterpret_cast<IntVec>(shifted) << 23;
    return reinterpret_cast<Vec>((reinterpret_cast<IntVec>(p) + power) & seen);
}

inline float sumOf(Vec v) {
    float sum = 0;
    for (int i = 0; i < lanes; ++i) {
        sum += v[i];
    }
    return sum;
}

/// Sums of the parts, nine at a time where there are nine.
void addParts(const SoftmaxStrip& s) {
    const float* const* p = s.parts;
    int i = 0;
    if (s.partCount == 9) {
        for (; i + lanes <= s.count; i += lanes) {
            store(s.weights + i,
                  ((load(p[0] + i) + load(p[1] + i)) + (load(p[2] + i) + load(p[3] + i))) +
                      ((load(p[4] + i) + load(p[5] + i)) + (load(p[6] + i) + load(p[7] + i))) +
                      load(p[8] + i));
        }
    } else {
        for (; i + lanes <= s.count; i += lanes) {
            Vec sum = load(p[0] + i);
            for (int k = 1; k < s.partCount; ++k) {
                sum += load(p[k] + i);
            }
            store(s.weights + i, sum);
        }
    }
    for (; i < s.count; ++i) {
        float sum = p[0][i];
        for (int k = 1; k < s.partCount; ++k) {
            sum += p[k][i];
        }
        s.weights[i] = sum;
    }
}

/// Makes logits of them.
void finishLogits(const SoftmaxStrip& s) {
    float* __restrict z = s.weights;
    if (s.keyFactor != nullptr) {
        for (int i = 0; i < s.count; ++i) {
            z[i] += s.factor * s.keyFactor[i];
        }
    }
    if (s.keyTerm != nullptr) {
        for (int i = 0; i < s.count; ++i) {
            z[i] += s.term + s.keyTerm[i];
        }
    }
    if (s.keyScale != nullptr) {
        for (int i = 0; i < s.count; ++i) {
            z[i] *= s.scale * s.keyScale[i];
        }
    } else {
        for (int i = 0; i < s.count; ++i) {
            z[i] *= s.scale;
        }
    }
    for (int r = 0; r < s.biases; ++r) {
        const float* bias = s.keyBias[r];
        for (int i = 0; i < s.count; ++i) {
            z[i] += s.queryBias[r] * bias[i];
        }
    }
    if (s.keyGroups != nullptr) {
        for (int i = 0; i < s.count; ++i) {
            const bool same = s.keyGroups[i] == s.group || s.group == -1;
            z[i] = same && s.keyGroups[i] != -2 ? z[i] : forbidden;
        }
    }
}

float softmaxStrip(const SoftmaxStrip& s, SoftmaxState& state) {
    addParts(s);
    finishLogits(s);
    float* z = s.weights;
    const int padded = (s.count + panelColumns - 1) / panelColumns * panelColumns;
    for (int i = s.count; i < padded; ++i) {
        z[i] = forbidden;
    }
    Vec highest = load(z);
    for (int i = lanes; i < padded; i += lanes) {
        const Vec v = load(z + i);
        highest = v > highest ? v : highest;
    }
    float largest = highest[0];
    for (int i = 1; i < lanes; ++i) {
        largest = highest[i] > largest ? highest[i] : largest;
    }
    float rescale = 1;
    if (largest > state.largest) {
        const float step = state.largest - largest;
        rescale = exponential(all(step))[0];
        state.weighted = state.sum > 0 ? rescale * (state.weighted + state.sum * step) : 0;
        state.sum *= rescale;
        state.largest = largest;
        int best = 0;
        while (z[best] != largest) {
            ++best;
        }
        state.best = s.first + best;
    }
    Vec sum{};
    Vec weighted{};
    for (int i = 0; i < padded; i += lanes) {
        const Vec below = load(z + i) - state.largest;
        const Vec weight = exponential(below);
        store(z + i, weight);
        sum += weight;
        weighted += weight * below;
    }
    state.sum += sumOf(sum);
    state.weighted += sumOf(weighted);
    return rescale;
}

float dot(const float* a, const float* b, std::int64_t count) {
    Vec sum{};
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        sum += load(a + i) * load(b + i);
    }
    float result = sumOf(sum);
    for (; i < count; ++i) {
        result += a[i] * b[i];
    }
    return result;
}

void adam(const AdamPiece& p) {
    float* __restrict value = p.value;
    const float* __restrict slope = p.slope;
    float* __restrict first = p.first;
    float* __restrict second = p.second;
    const AdamPiece by = p;
    for (std::int64_t i = 0; i < by.count; ++i) {
        const float g = slope[i];
        const float m = first[i] * by.beta1 + g * by.rest1;
        const float v = second[i] * by.beta2 + g * g * by.rest2;
        first[i] = m;
        second[i] = v;
        value[i] -= by.rate * m / (__builtin_sqrtf(v) * by.correction + by.epsilon);
    }
}

std::uint32_t patchDifference(const std::uint8_t* a, std::ptrdiff_t aStride, const std::uint8_t* b,
                              std::ptrdiff_t bStride) {
    std::int32_t sum = 0;
    for (int row = 0; row < 8; ++row, a += aStride, b += bStride) {
        for (int i = 0; i < 32; ++i) {
            const auto by = static_cast<std::int16_t>(a[i] - b[i]);
            sum += by * by;
        }
    }
    return static_cast<std::uint32_t>(sum);
}

SimdKernels table(const char* name) {
    return {.name = name,
            .rows = UNDERPAINT_ROWS,
            .multiply = multiply,
            .multiplyHalf = multiplyHalfOrNull,
            .toHalf = toHalf,
            .scaled = scaled,
            .largest = largest,
            .tileInput2 = tileInput<4, float>,
            .tileInput4 = tileInput<6, float>,
            .tileInput2Half = tileInput<4, Binary16>,
            .tileInput4Half = tileInput<6, Binary16>,
            .tileOutput2 = tileOutput<4>,
            .tileOutput4 = tileOutput<6>,
            .gather = gather,
            .moments = moments,
            .affine = affine,
            .softmaxStrip = softmaxStrip,
            .dot = dot,
            .adam = adam,
            .patchDifference = patchDifference};
}

} // namespace

} // namespace underpaint::kernels
