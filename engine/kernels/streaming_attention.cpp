// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/streaming_attention.h"

#include "engine/kernels/panel_matrix.h"
#include "engine/kernels/patch_product.h"
#include "engine/kernels/simd_kernels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace underpaint::kernels {

namespace {

/// Queries that pass along the keys together: the products of their rows and those around them
/// stay in a core's cache.
constexpr int tileSide = 16;
/// Values of fewer channels are summed up one by one, of more by products.
constexpr int fewChannels = 8;

std::size_t sizeOf(std::int64_t count) {
    return static_cast<std::size_t>(count);
}

const std::vector<float>& filledWith(float value) {
    static const std::vector<float> zeros(panelColumns, 0.0F);
    static const std::vector<float> ones(panelColumns, 1.0F);
    return value == 0 ? zeros : ones;
}

/// A matrix (rows, depth, columns): a tap a row of places.
template<class At>
PanelMatrix packed(int rows, int depth, int columns, const Parallel& parallel, At at) {
    PanelMatrix matrix(Arithmetic::Single, rows, depth, columns);
    parallel(rows, [&](std::int64_t first, std::int64_t last) {
        std::array<float, panelColumns> even{};
        std::array<float, panelColumns> odd{};
        for (auto row = static_cast<int>(first); row < last; ++row) {
            for (int panel = 0; panel < matrix.panels(); ++panel) {
                const int from = panel * panelColumns;
                const int count = std::min(panelColumns, columns - from);
                for (int k = 0; k < depth; k += 2) {
                    for (int c = 0; c < count; ++c) {
                        even[sizeOf(c)] = at(row, k, from + c);
                        odd[sizeOf(c)] = k + 1 < depth ? at(row, k + 1, from + c) : 0;
                    }
                    matrix.setPair(panel, row, k, even.data(), odd.data());
                }
            }
        }
    });
    return matrix;
}

/// Keys and values in the order in which tiles read them.
struct PackedKeys {
    PanelMatrix products;      ///< a row of keys is a tap, its places are the columns
    PanelMatrix mixing;        ///< a row of values is a tap, its places are the depth
    std::vector<float> planes; ///< few channels: one after another

    PackedKeys(const StreamingAttention& a, const Parallel& parallel)
        : products(packed(a.key.height, a.key.channels, a.key.width, parallel,
                          [&](int y, int c, int x) { return valueAt(a.key, y, x, c); })),
          mixing(a.values.channels > fewChannels
                     ? packed(a.values.height, a.values.width, a.values.channels, parallel,
                              [&](int y, int x, int c) { return valueAt(a.values, y, x, c); })
                     : PanelMatrix(Arithmetic::Single, 1, 1, 1)) {
        if (a.values.channels > fewChannels) {
            return;
        }
        planes.resize(sizeOf(a.values.places() * a.values.channels));
        for (int c = 0; c < a.values.channels; ++c) {
            for (std::int64_t i = 0; i < a.values.places(); ++i) {
                planes[sizeOf(c * a.values.places() + i)] =
                    a.values.values[i * a.values.channels + c];
            }
        }
    }

private:
    static float valueAt(const PlaceMap& map, int y, int x, int c) {
        return map.values[(std::int64_t{1} * y * map.width + x) * map.channels + c];
    }
};

/// One tile of queries on its way along the rows of keys.
class Tile {
public:
    Tile(const StreamingAttention& attention, const PackedKeys& keys)
        : m_a(attention),
          m_keys(keys),
          m_reach(attention.window / 2),
          m_side(tileSide + 2 * m_reach),
          m_pitch((attention.key.width + 2 * m_reach + panelColumns - 1) / panelColumns *
                  panelColumns),
          m_strip(std::ptrdiff_t{m_side} * m_side * m_pitch),
          m_products(sizeOf(m_strip * attention.window)),
          m_states(tileSide * tileSide),
          m_weights(sizeOf(std::ptrdiff_t{tileSide} * tileSide * weightPitch())),
          m_sums(sizeOf(std::int64_t{tileSide} * tileSide * attention.values.channels)),
          m_added(attention.values.channels > fewChannels ? m_sums.size() : 0) {}

    void run(int x0, int y0) {
        m_x0 = x0;
        m_y0 = y0;
        m_width = std::min(tileSide, m_a.query.width - x0);
        m_height = std::min(tileSide, m_a.query.height - y0);
        std::fill(m_products.begin(), m_products.end(), 0.0F);
        std::fill(m_states.begin(), m_states.end(), SoftmaxState{});
        std::fill(m_sums.begin(), m_sums.end(), 0.0F);
        for (int row = 0; row < std::min(m_reach, m_a.key.height); ++row) {
            multiply(row);
        }
        for (int row = 0; row < m_a.key.height; ++row) {
            if (row + m_reach < m_a.key.height) {
                multiply(row + m_reach);
            }
            visit(row);
        }
        finish();
    }

private:
    int weightPitch() const {
        return (m_a.key.width + panelColumns - 1) / panelColumns * panelColumns;
    }
    float* strip(int keyRow) { return m_products.data() + keyRow % m_a.window * m_strip; }
    std::int64_t placeOf(int x, int y) const {
        return std::int64_t{1} * (m_y0 + y) * m_a.query.width + m_x0 + x;
    }

    /// Products of the tile's queries, and of those around it, with one row of keys. What lies
    /// beyond the map stays 0.
    void multiply(int keyRow) {
        const int left = std::max(0, m_x0 - m_reach);
        const int right = std::min(m_a.query.width, m_x0 + m_width + m_reach);
        for (int panel = 0; panel < m_keys.products.panels(); ++panel) {
            for (int y = std::max(0, m_y0 - m_reach);
                 y < std::min(m_a.query.height, m_y0 + m_height + m_reach); ++y) {
                const int first = (y - m_y0 + m_reach) * m_side + left - m_x0 + m_reach;
                multiplyBlock(
                    {.rows = m_a.query.values +
                             (std::int64_t{1} * y * m_a.query.width + left) * m_a.query.channels,
                     .pitch = m_a.query.channels,
                     .count = right - left,
                     .weights = &m_keys.products,
                     .panel = panel,
                     .tap = keyRow,
                     .scale = filledWith(1).data(),
                     .offset = filledWith(0).data(),
                     .out = strip(keyRow) + first * m_pitch + m_reach + panel * panelColumns,
                     .outPitch = m_pitch});
            }
        }
    }

    /// Where the products of a query's window with the windows of one row of keys begin.
    int partsOf(int x, int y, int keyRow, const float** parts) {
        int count = 0;
        for (int dy = -m_reach; dy <= m_reach; ++dy) {
            if (keyRow + dy < 0 || keyRow + dy >= m_a.key.height) {
                continue;
            }
            for (int dx = -m_reach; dx <= m_reach; ++dx) {
                const int place = (y + m_reach + dy) * m_side + x + m_reach + dx;
                parts[count++] = strip(keyRow + dy) + place * m_pitch + m_reach + dx;
            }
        }
        return count;
    }

    void visit(int keyRow) {
        const std::int64_t begin = std::int64_t{1} * keyRow * m_a.key.width;
        const auto at = [&](const auto* values) {
            return values == nullptr ? values : values + begin;
        };
        m_parts.resize(sizeOf(std::int64_t{1} * m_a.window * m_a.window));
        m_keyBias.resize(sizeOf(m_a.biases));
        m_queryBias.resize(sizeOf(m_a.biases));
        for (int r = 0; r < m_a.biases; ++r) {
            m_keyBias[sizeOf(r)] = m_a.ofKey.bias + r * m_a.key.places() + begin;
        }
        SoftmaxStrip row{.parts = m_parts.data(),
                         .count = m_a.key.width,
                         .first = begin,
                         .keyScale = at(m_a.ofKey.scale),
                         .keyFactor = at(m_a.ofKey.factor),
                         .keyTerm = at(m_a.ofKey.term),
                         .keyGroups = at(m_a.ofKey.group),
                         .queryBias = m_queryBias.data(),
                         .keyBias = m_keyBias.data(),
                         .biases = m_a.biases};
        for (int y = 0; y < m_height; ++y) {
            for (int x = 0; x < m_width; ++x) {
                const std::int64_t place = placeOf(x, y);
                const auto one = [&](const auto* values, auto otherwise) {
                    return values == nullptr ? otherwise : values[place];
                };
                row.partCount = partsOf(x, y, keyRow, m_parts.data());
                row.scale = one(m_a.ofQuery.scale, 1.0F);
                row.factor = one(m_a.ofQuery.factor, 0.0F);
                row.term = one(m_a.ofQuery.term, 0.0F);
                row.group = one(m_a.ofQuery.group, StreamingAttention::anyGroup);
                for (int r = 0; r < m_a.biases; ++r) {
                    m_queryBias[sizeOf(r)] = m_a.ofQuery.bias[r * m_a.query.places() + place];
                }
                const int index = y * m_width + x;
                row.weights = m_weights.data() + std::ptrdiff_t{index} * weightPitch();
                const float rescale = simdKernels().softmaxStrip(row, m_states[sizeOf(index)]);
                float* sums = m_sums.data() + std::ptrdiff_t{index} * m_a.values.channels;
                for (int c = 0; rescale != 1 && c < m_a.values.channels; ++c) {
                    sums[c] *= rescale;
                }
                if (m_a.values.channels <= fewChannels) {
                    for (int c = 0; c < m_a.values.channels; ++c) {
                        sums[c] += simdKernels().dot(
                            row.weights, m_keys.planes.data() + c * m_a.values.places() + begin,
                            m_a.key.width);
                    }
                }
            }
        }
        if (m_a.values.channels > fewChannels) {
            mix(keyRow);
        }
    }

    /// Adds the values of one row of keys by their weights.
    void mix(int keyRow) {
        for (int panel = 0; panel < m_keys.mixing.panels(); ++panel) {
            multiplyBlock({.rows = m_weights.data(),
                           .pitch = weightPitch(),
                           .count = std::ptrdiff_t{m_width} * m_height,
                           .weights = &m_keys.mixing,
                           .panel = panel,
                           .tap = keyRow,
                           .scale = filledWith(1).data(),
                           .offset = filledWith(0).data(),
                           .out = m_added.data() + panel * panelColumns,
                           .outPitch = m_a.values.channels});
        }
        const std::int64_t count = std::int64_t{1} * m_width * m_height * m_a.values.channels;
        for (std::size_t i = 0; i < sizeOf(count); ++i) {
            m_sums[i] += m_added[i];
        }
    }

    void finish() {
        for (int y = 0; y < m_height; ++y) {
            for (int x = 0; x < m_width; ++x) {
                const std::int64_t place = placeOf(x, y);
                const int index = y * m_width + x;
                const SoftmaxState& state = m_states[sizeOf(index)];
                const bool seen = state.sum > 0;
                const auto share = static_cast<float>(seen ? 1 / state.sum : 0);
                const float* sums = m_sums.data() + std::ptrdiff_t{index} * m_a.values.channels;
                float* out = m_a.out + place * m_a.values.channels;
                for (int c = 0; c < m_a.values.channels; ++c) {
                    out[c] = sums[c] * share;
                }
                if (m_a.match != nullptr) {
                    m_a.match[place] = seen ? state.best : -1;
                }
                if (m_a.probability != nullptr) {
                    m_a.probability[place] = share;
                }
                if (m_a.entropy != nullptr) {
                    m_a.entropy[place] = static_cast<float>(
                        seen ? std::max(0.0, std::log(state.sum) - state.weighted / state.sum) : 0);
                }
            }
        }
    }

    const StreamingAttention& m_a;
    const PackedKeys& m_keys;
    int m_reach;
    int m_side; ///< of the tile with what its windows reach
    std::ptrdiff_t m_pitch;
    std::ptrdiff_t m_strip;        ///< floats of the products with one row of keys
    std::vector<float> m_products; ///< a ring of `window` strips
    std::vector<SoftmaxState> m_states;
    std::vector<float> m_weights;
    std::vector<float> m_sums;
    std::vector<float> m_added;
    std::vector<const float*> m_parts;
    std::vector<const float*> m_keyBias;
    std::vector<float> m_queryBias;
    int m_x0 = 0;
    int m_y0 = 0;
    int m_width = 0;
    int m_height = 0;
};

} // namespace

void streamAttention(const StreamingAttention& attention, const Parallel& parallel) {
    const PackedKeys keys(attention, parallel);
    const int across = (attention.query.width + tileSide - 1) / tileSide;
    const int down = (attention.query.height + tileSide - 1) / tileSide;
    parallel(std::int64_t{1} * across * down, [&](std::int64_t first, std::int64_t last) {
        Tile tile(attention, keys);
        for (std::int64_t t = first; t < last; ++t) {
            tile.run(static_cast<int>(t % across) * tileSide,
                     static_cast<int>(t / across) * tileSide);
        }
    });
}

} // namespace underpaint::kernels
