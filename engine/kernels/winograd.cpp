// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/winograd.h"

#include <algorithm>
#include <cmath>

namespace underpaint::kernels {

namespace {

/// Transforms of three weights, (m + 2) x 3; they belong to the points in simd_body.inl.
constexpr float filter2[4][3] = {{1, 0, 0}, {0.5F, 0.5F, 0.5F}, {0.5F, -0.5F, 0.5F}, {0, 0, 1}};
constexpr float a = 0.70710678118654752F;
constexpr float b = 1.41421356237309505F;
// Row of a point p: (1, p, p^2) / product of p's distances to the other points.
constexpr float fa = 2 * a * a * (a * a - b * b);
constexpr float fb = 2 * b * b * (b * b - a * a);
constexpr float filter4[6][3] = {{1, 0, 0},
                                 {1 / fa, a / fa, a* a / fa},
                                 {1 / fa, -a / fa, a* a / fa},
                                 {1 / fb, b / fb, b* b / fb},
                                 {1 / fb, -b / fb, b* b / fb},
                                 {0, 0, 1}};

/// How much the two-dimensional transforms can enlarge weights and input: squares of the largest
/// sum of magnitudes of a row.
constexpr float weightGain2 = 1.5F * 1.5F;
constexpr float weightGain4 = 1.48F * 1.48F;
constexpr float inputGain2 = 2.0F * 2.0F;
constexpr float inputGain4 = 5.13F * 5.13F;

/// Values kept between the three stages: what a core's and the shared cache hold.
constexpr std::int64_t blockBytes = std::int64_t{8} << 20;
constexpr std::int64_t leastTilesABlock = 128;
constexpr std::int64_t tilesATask = 8;
constexpr int mostPositions = 36;

/// Weights of panelColumns columns at once: [3 x 3][column] → [(m + 2)^2][column].
void transformWeights(const float (*filter)[3], int n, const float (*w)[panelColumns],
                      float (*out)[panelColumns]) {
    for (int y = 0; y < n; ++y) {
        float rows[3][panelColumns]; // the transformed y of every x
        for (int x = 0; x < 3; ++x) {
            for (int c = 0; c < panelColumns; ++c) {
                rows[x][c] = filter[y][0] * w[x][c] + filter[y][1] * w[3 + x][c] +
                             filter[y][2] * w[6 + x][c];
            }
        }
        for (int x = 0; x < n; ++x) {
            for (int c = 0; c < panelColumns; ++c) {
                out[y * n + x][c] = rows[0][c] * filter[x][0] + rows[1][c] * filter[x][1] +
                                    rows[2][c] * filter[x][2];
            }
        }
    }
}

} // namespace

/// The tiles that pass through the three stages together.
struct WinogradConvolution::Block {
    const Picture* in = nullptr;
    Rect part;            ///< of the output
    float* out = nullptr; ///< of the size of the part
    std::int64_t firstTile = 0;
    std::int64_t tiles = 0;
    int tilesAcross = 0;
    int tile = 0;
    float scale = 1;
    void* operands = nullptr;  ///< [position][tile][in]
    float* products = nullptr; ///< [position][tile][out]
    const float* unscale = nullptr;

    /// The first output pixel of a tile.
    Point origin(std::int64_t t) const {
        const std::int64_t position = firstTile + t;
        return {part.x + static_cast<int>(position % tilesAcross) * tile,
                part.y + static_cast<int>(position / tilesAcross) * tile};
    }
};

WinogradConvolution::WinogradConvolution(int in, int out, Beyond beyond, int tile,
                                         const float* weights, const float* bias,
                                         Arithmetic arithmetic, const Parallel& parallel)
    : m_in(in),
      m_out(out),
      m_beyond(beyond),
      m_tile(tile),
      m_weights(arithmetic, (tile + 2) * (tile + 2), in, out),
      m_scale{.weights = std::vector<float>(
                  static_cast<std::size_t>(m_weights.panels()) * panelColumns, 1.0F),
              .offset = std::vector<float>(
                  static_cast<std::size_t>(m_weights.panels()) * panelColumns, 0.0F)},
      m_zeros(static_cast<std::size_t>(std::max(in, m_weights.panels() * panelColumns)), 0.0F) {
    const float gain = tile == 2 ? weightGain2 : weightGain4;
    for (int c = 0; c < out; ++c) {
        const std::int64_t each = std::int64_t{9} * in;
        const float largest = simdKernels().largest(weights + c * each, each) * gain;
        if (arithmetic == Arithmetic::Half && largest > 0 && std::isfinite(largest)) {
            m_scale.weights[static_cast<std::size_t>(c)] =
                std::ldexp(1.0F, std::ilogb(largest) + 1);
        }
        if (bias != nullptr) {
            m_scale.offset[static_cast<std::size_t>(c)] = bias[c];
        }
    }
    parallel(m_weights.panels(), [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t p = first; p < last; ++p) {
            pack(weights, static_cast<int>(p));
        }
    });
}

void WinogradConvolution::pack(const float* weights, int panel) {
    const int n = m_tile + 2;
    const int columns = std::min(panelColumns, m_out - panel * panelColumns);
    for (int k = 0; k < m_in; k += 2) {
        float rows[2][mostPositions][panelColumns];
        for (int i = 0; i < 2; ++i) {
            float kernel[9][panelColumns] = {};
            for (int c = 0; c < columns; ++c) {
                const int column = panel * panelColumns + c;
                const float* w = weights + (std::int64_t{1} * column * m_in + k + i) * 9;
                const float scale = 1 / m_scale.weights[static_cast<std::size_t>(column)];
                for (int t = 0; t < 9; ++t) {
                    kernel[t][c] = w[t] * scale;
                }
            }
            transformWeights(m_tile == 2 ? filter2 : filter4, n, kernel, rows[i]);
        }
        for (int position = 0; position < n * n; ++position) {
            m_weights.setPair(panel, position, k, rows[0][position], rows[1][position]);
        }
    }
}

std::int64_t WinogradConvolution::tilesABlock(std::int64_t tiles) const {
    const auto operand = static_cast<std::int64_t>(operandBytes(m_weights.arithmetic()));
    const std::int64_t tileBytes =
        m_weights.taps() * (m_in * operand + m_out * std::int64_t{sizeof(float)});
    return std::min(tiles, std::max(leastTilesABlock, blockBytes / tileBytes));
}

void WinogradConvolution::run(const Picture& in, float* out, Workspace& workspace,
                              const Parallel& parallel) const {
    run(in, {0, 0, in.width, in.height}, out, workspace, parallel);
}

void WinogradConvolution::run(const Picture& in, const Rect& part, float* out, Workspace& workspace,
                              const Parallel& parallel) const {
    Block block{.in = &in, .part = part, .out = out, .tile = m_tile};
    block.tilesAcross = (part.width + m_tile - 1) / m_tile;
    const std::int64_t tiles =
        std::int64_t{1} * block.tilesAcross * ((part.height + m_tile - 1) / m_tile);
    const std::int64_t most = tilesABlock(tiles);
    const auto positions = static_cast<std::size_t>(m_weights.taps());
    const std::size_t each = positions * static_cast<std::size_t>(most);
    block.operands =
        workspace.take(Workspace::Piece::Transformed, each * static_cast<std::size_t>(m_in) *
                                                          operandBytes(m_weights.arithmetic()));
    block.products = static_cast<float*>(workspace.take(
        Workspace::Piece::Products, each * static_cast<std::size_t>(m_out) * sizeof(float)));
    if (m_weights.arithmetic() == Arithmetic::Half) {
        const Rect used = Rect{part.x - 1, part.y - 1, part.width + 2, part.height + 2}.intersected(
            {0, 0, in.width, in.height});
        block.scale = operandScale(largestMagnitude(in, used, parallel),
                                   m_tile == 2 ? inputGain2 : inputGain4);
    }
    std::vector<float> unscale(m_scale.weights);
    for (float& value : unscale) {
        value /= block.scale;
    }
    block.unscale = unscale.data();
    for (; block.firstTile < tiles; block.firstTile += most) {
        block.tiles = std::min(most, tiles - block.firstTile);
        const std::int64_t tasks = (block.tiles + tilesATask - 1) / tilesATask;
        parallel(tasks, [&](std::int64_t first, std::int64_t last) {
            transformInput(block, first * tilesATask, std::min(block.tiles, last * tilesATask));
        });
        parallel(m_weights.taps() * std::int64_t{1} * m_weights.panels(),
                 [&](std::int64_t first, std::int64_t last) { multiply(block, first, last); });
        parallel(tasks, [&](std::int64_t first, std::int64_t last) {
            transformOutput(block, first * tilesATask, std::min(block.tiles, last * tilesATask));
        });
    }
}

void WinogradConvolution::transformInput(const Block& block, std::int64_t first,
                                         std::int64_t last) const {
    const SimdKernels& simd = simdKernels();
    const bool half = m_weights.arithmetic() == Arithmetic::Half;
    const auto transform = m_tile == 2 ? (half ? simd.tileInput2Half : simd.tileInput2)
                                       : (half ? simd.tileInput4Half : simd.tileInput4);
    const int n = m_tile + 2;
    const auto operand = static_cast<std::int64_t>(operandBytes(m_weights.arithmetic()));
    for (std::int64_t t = first; t < last; ++t) {
        const Point origin = block.origin(t);
        const int left = origin.x - 1;
        const int top = origin.y - 1;
        const float* pixels[mostPositions];
        for (int y = 0; y < n; ++y) {
            const int sourceY = continued(top + y, block.in->height, m_beyond);
            for (int x = 0; x < n; ++x) {
                const int sourceX = continued(left + x, block.in->width, m_beyond);
                pixels[y * n + x] =
                    sourceX < 0 || sourceY < 0 ? m_zeros.data() : block.in->at(sourceX, sourceY);
            }
        }
        transform({.pixels = pixels,
                   .channels = m_in,
                   .scale = block.scale,
                   .out = static_cast<std::byte*>(block.operands) + t * m_in * operand,
                   .stride = static_cast<std::ptrdiff_t>(block.tiles * m_in)});
    }
}

void WinogradConvolution::multiply(const Block& block, std::int64_t first,
                                   std::int64_t last) const {
    for (std::int64_t task = first; task < last; ++task) {
        const auto position = static_cast<int>(task % m_weights.taps());
        const auto panel = static_cast<int>(task / m_weights.taps());
        const std::size_t size = operandBytes(m_weights.arithmetic());
        const auto* rows = static_cast<const std::byte*>(block.operands) +
                           static_cast<std::size_t>(position * block.tiles * m_in) * size;
        float* out = block.products + position * block.tiles * m_out + panel * panelColumns;
        multiplyBlock({.rows = rows,
                       .pitch = m_in,
                       .count = block.tiles,
                       .weights = &m_weights,
                       .panel = panel,
                       .tap = position,
                       .scale = block.unscale + panel * panelColumns,
                       .offset = m_zeros.data(),
                       .out = out,
                       .outPitch = m_out});
    }
}

void WinogradConvolution::transformOutput(const Block& block, std::int64_t first,
                                          std::int64_t last) const {
    const SimdKernels& simd = simdKernels();
    const auto transform = m_tile == 2 ? simd.tileOutput2 : simd.tileOutput4;
    for (std::int64_t t = first; t < last; ++t) {
        const auto [left, top] = block.origin(t);
        float* pixels[16] = {};
        for (int y = 0; y < m_tile && top + y < block.part.bottom(); ++y) {
            for (int x = 0; x < m_tile && left + x < block.part.right(); ++x) {
                pixels[y * m_tile + x] =
                    block.out +
                    (static_cast<std::ptrdiff_t>(top - block.part.y + y) * block.part.width + left -
                     block.part.x + x) *
                        m_out;
            }
        }
        transform({.in = block.products + t * m_out,
                   .stride = static_cast<std::ptrdiff_t>(block.tiles * m_out),
                   .channels = m_out,
                   .bias = m_scale.offset.data(),
                   .pixels = pixels});
    }
}

} // namespace underpaint::kernels
