// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

// Inner loops, compiled once for every instruction set that pays (see simd_body.inl) and chosen at
// run time. Everything above this works on whole tensors and knows no instruction set.
namespace underpaint::kernels {

/// Columns of a weight panel: the unit in which weight matrices are packed.
inline constexpr int panelColumns = 32;
/// No kernel takes more rows at once.
inline constexpr int maxRows = 12;

/// IEEE binary16 as bits: the storage of half-precision operands.
using Binary16 = std::uint16_t;

/// out[r][c] = scale[c] * sum over taps t and depth k of rows[t * rowCount + r][k] * panel[t][k][c]
/// + offset[c]: a block of rows times one panel. Operands are float or Binary16; a panel of
/// Binary16 keeps pairs of k together: panel[t][k / 2][c][k % 2], so that its depth is even.
struct PanelProduct {
    const void* const* rows = nullptr; ///< taps * rowCount pointers to `depth` operands each
    int rowCount = 0;                  ///< 1..maxRows
    int taps = 1;
    int depth = 0;
    const void* panel = nullptr;
    const float* scale = nullptr;  ///< panelColumns values
    const float* offset = nullptr; ///< panelColumns values
    float* const* out = nullptr;   ///< rowCount pointers
    int columns = panelColumns;    ///< of them are written
};

/// One tile of Winograd's F(m x m, 3 x 3), n = m + 2, over `channels` (a multiple of 16).
struct TileInput {
    const float* const* pixels = nullptr; ///< n * n pointers to the channels of a pixel
    int channels = 0;
    float scale = 1;     ///< applied to the transformed values
    void* out = nullptr; ///< [n * n][channels] with `stride` operands between them
    std::ptrdiff_t stride = 0;
};
struct TileOutput {
    const float* in = nullptr; ///< [n * n][channels] with `stride` floats between them
    std::ptrdiff_t stride = 0;
    int channels = 0;
    const float* bias = nullptr;    ///< `channels` values
    float* const* pixels = nullptr; ///< m * m pointers; null ones are outside of the picture
};

/// A term of a sum of weight columns.
struct WeightedColumn {
    const float* column = nullptr;
    float value = 0;
};

/// One step of Adam on `count` values.
struct AdamPiece {
    float* value = nullptr;
    const float* slope = nullptr; ///< the gradient
    float* first = nullptr;       ///< running mean of the gradient
    float* second = nullptr;      ///< running mean of its square
    std::int64_t count = 0;
    float beta1 = 0;
    float rest1 = 0; ///< 1 - beta1, rounded once
    float beta2 = 0;
    float rest2 = 0;      ///< 1 - beta2, rounded once
    float rate = 0;       ///< the learning rate over 1 - beta1^steps
    float correction = 0; ///< 1 / sqrt(1 - beta2^steps)
    float epsilon = 0;
};

/// What a query has seen so far: sums are relative to its largest logit.
struct SoftmaxState {
    float largest = -1e30F;
    double sum = 0;      ///< of exp(logit - largest)
    double weighted = 0; ///< of exp(logit - largest) * (logit - largest)
    std::int64_t best = -1;
};

/// A query and `count` keys beside each other: logits are scale * keyScale * (sum of the parts +
/// factor * keyFactor + term + keyTerm) + sum of the biases. Null pointers are 1 for the scale and
/// 0 for the others.
struct SoftmaxStrip {
    const float* const* parts = nullptr;
    int partCount = 0;
    int count = 0;
    std::int64_t first = 0; ///< number of the first key
    float scale = 1;
    float factor = 0;
    float term = 0;
    std::int32_t group = -1; ///< -1: sees all groups but -2
    const float* keyScale = nullptr;
    const float* keyFactor = nullptr;
    const float* keyTerm = nullptr;
    const std::int32_t* keyGroups = nullptr;
    const float* queryBias = nullptr;
    const float* const* keyBias = nullptr;
    int biases = 0;
    float* weights = nullptr; ///< room for `count` rounded up to panelColumns
};

struct SimdKernels {
    const char* name = "";
    /// Rows that a block should have for full speed.
    int rows = 4;
    void (*multiply)(const PanelProduct&) = nullptr;
    /// Null where the processor has no half-precision arithmetic.
    void (*multiplyHalf)(const PanelProduct&) = nullptr;
    void (*toHalf)(const float* in, float scale, Binary16* out, std::int64_t count) = nullptr;
    void (*scaled)(const float* in, float scale, float* out, std::int64_t count) = nullptr;
    float (*largest)(const float* in, std::int64_t count) = nullptr; ///< max |x|; NaN counts as inf

    void (*tileInput2)(const TileInput&) = nullptr;
    void (*tileInput4)(const TileInput&) = nullptr;
    void (*tileInput2Half)(const TileInput&) = nullptr;
    void (*tileInput4Half)(const TileInput&) = nullptr;
    void (*tileOutput2)(const TileOutput&) = nullptr;
    void (*tileOutput4)(const TileOutput&) = nullptr;

    /// out[c] = bias[c] + sum of value * column[c] over `count` terms.
    void (*gather)(const WeightedColumn* terms, int count, const float* bias, float* out,
                   int channels) = nullptr;

    /// sum[c] += x - pivot[c], squares[c] += (x - pivot[c])^2 over `pixels` rows of `channels`.
    void (*moments)(const float* x, const float* pivot, std::int64_t pixels, int channels,
                    float* sum, float* squares) = nullptr;
    /// out = activation(x * scale[c] + shift[c] + residual), negative values times `slope`
    /// (1 = none, 0 = ReLU); residual may be null.
    void (*affine)(const float* x, const float* scale, const float* shift, const float* residual,
                   float slope, float* out, std::int64_t pixels, int channels) = nullptr;

    /// Leaves exp(logit - largest) in the strip's weights, zeros up to the next multiple of
    /// panelColumns; returns what sums from before have to be multiplied with.
    float (*softmaxStrip)(const SoftmaxStrip&, SoftmaxState&) = nullptr;
    float (*dot)(const float* a, const float* b, std::int64_t count) = nullptr;

    void (*adam)(const AdamPiece&) = nullptr;

    /// Sum of the squares of what 8 rows of 32 bytes differ by; strides are bytes from row to row.
    std::uint32_t (*patchDifference)(const std::uint8_t* a, std::ptrdiff_t aStride,
                                     const std::uint8_t* b, std::ptrdiff_t bStride) = nullptr;
};

/// Those that were chosen, else the best for the processor at hand.
const SimdKernels& simdKernels();
/// Chooses the kernels for the whole process: "portable", "avx2", "avx512", "avx512fp16", or "auto"
/// for the best. To be called before the first use. Throws Error when this processor or this build
/// has them not.
void chooseSimdKernels(std::string_view name);
/// All that this processor can run, slowest first: for tests.
std::vector<const SimdKernels*> runnableSimdKernels();

} // namespace underpaint::kernels
