// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/patch_product.h"

#include <algorithm>
#include <vector>

namespace underpaint::kernels {

namespace {

/// Values that one task of an element-wise pass handles.
constexpr std::int64_t valuesPerProductTask = std::int64_t{1} << 16;
/// Weights that stay in a core's cache while a task's pixels pass by.
constexpr std::size_t weightBytesATask = std::size_t{512} << 10;
constexpr std::ptrdiff_t pixelsATask = 20 * maxRows;

/// Converts and pads rows for one operand type.
template<class Operand>
class Padder {
public:
    using Convert = void (*)(const float*, float, Operand*, std::int64_t);

    Padder(const Picture& picture, const Padding& padding, float scale, Convert convert)
        : m_picture(picture), m_padding(padding), m_scale(scale), m_convert(convert) {}

    void row(int y, Operand* out) const {
        const int source = continued(y - m_padding.top, m_picture.height, m_padding.beyond);
        const int width = m_padding.left + m_picture.width + m_padding.right;
        if (source < 0) {
            std::fill_n(out, static_cast<std::ptrdiff_t>(width) * m_picture.channels, Operand{});
            return;
        }
        const std::ptrdiff_t channels = m_picture.channels;
        const int first = std::max(0, m_padding.left);
        const int last = std::max(first, std::min(width, m_padding.left + m_picture.width));
        m_convert(m_picture.at(first - m_padding.left, source), m_scale, out + first * channels,
                  (last - first) * channels);
        for (int x = 0; x < first; ++x) {
            border(x, source, out);
        }
        for (int x = last; x < width; ++x) {
            border(x, source, out);
        }
    }

private:
    void border(int x, int source, Operand* row) const {
        const int from = continued(x - m_padding.left, m_picture.width, m_padding.beyond);
        Operand* out = row + static_cast<std::ptrdiff_t>(x) * m_picture.channels;
        if (from < 0) {
            std::fill_n(out, m_picture.channels, Operand{});
        } else {
            m_convert(m_picture.at(from, source), m_scale, out, m_picture.channels);
        }
    }

    const Picture& m_picture;
    const Padding& m_padding;
    float m_scale;
    Convert m_convert;
};

template<class Operand>
void padRows(const Padder<Operand>& padder, int rows, std::ptrdiff_t pitch, Operand* out,
             const Parallel& parallel) {
    const std::int64_t rowsATask = std::max<std::int64_t>(1, valuesPerProductTask / pitch);
    parallel((rows + rowsATask - 1) / rowsATask, [&](std::int64_t first, std::int64_t last) {
        const std::int64_t end = std::min<std::int64_t>(rows, last * rowsATask);
        for (std::int64_t y = first * rowsATask; y < end; ++y) {
            padder.row(static_cast<int>(y), out + y * pitch);
        }
    });
}

} // namespace

float largestMagnitude(const Picture& picture, const Rect& part, const Parallel& parallel) {
    // Whole rows are one line.
    const bool whole = part.width == picture.width;
    const std::int64_t length =
        std::int64_t{1} * part.width * picture.channels * (whole ? part.height : 1);
    const std::int64_t pieces = (length + valuesPerProductTask - 1) / valuesPerProductTask;
    const std::int64_t tasks = pieces * (whole ? 1 : part.height);
    std::vector<float> partial(static_cast<std::size_t>(tasks));
    parallel(tasks, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t t = first; t < last; ++t) {
            const float* line = picture.at(part.x, part.y + static_cast<int>(t / pieces));
            const std::int64_t start = t % pieces * valuesPerProductTask;
            partial[static_cast<std::size_t>(t)] =
                simdKernels().largest(line + start, std::min(valuesPerProductTask, length - start));
        }
    });
    return partial.empty() ? 0 : *std::max_element(partial.begin(), partial.end());
}

PaddedPicture pad(const Picture& picture, const Padding& padding, Arithmetic arithmetic,
                  Workspace& workspace, const Parallel& parallel) {
    const std::ptrdiff_t pitch =
        static_cast<std::ptrdiff_t>(padding.left + picture.width + padding.right) *
        picture.channels;
    const int rows = padding.top + picture.height + padding.bottom;
    // A product of odd depth reads one operand more than there are.
    const std::size_t count = static_cast<std::size_t>(pitch * rows) + 1;
    PaddedPicture result{.rowPitch = pitch, .channels = picture.channels};
    void* memory = workspace.take(Workspace::Piece::Padded, count * operandBytes(arithmetic));
    result.operands = memory;
    if (arithmetic == Arithmetic::Half) {
        const Rect used =
            Rect{-padding.left, -padding.top, padding.left + picture.width + padding.right, rows}
                .intersected({0, 0, picture.width, picture.height});
        result.scale = operandScale(largestMagnitude(picture, used, parallel), 1);
        auto* out = static_cast<Binary16*>(memory);
        out[count - 1] = 0;
        padRows(Padder<Binary16>(picture, padding, result.scale, simdKernels().toHalf), rows, pitch,
                out, parallel);
    } else {
        padRows(Padder<float>(picture, padding, 1, simdKernels().scaled), rows, pitch,
                static_cast<float*>(memory), parallel);
    }
    return result;
}

void patchRows(const PatchProduct& product, std::ptrdiff_t first, std::ptrdiff_t last,
               int firstPanel, int lastPanel) {
    const SimdKernels& simd = simdKernels();
    const PanelMatrix& weights = *product.weights;
    const bool half = weights.arithmetic() == Arithmetic::Half;
    const auto size = static_cast<std::ptrdiff_t>(operandBytes(weights.arithmetic()));
    const auto* in = static_cast<const std::byte*>(product.in);
    std::vector<const void*> rows(static_cast<std::size_t>(weights.taps()) * maxRows);
    for (std::ptrdiff_t begin = first; begin < last;) {
        // Blocks of equal size: a last one of a single row would waste most of the registers.
        const std::ptrdiff_t blocks = (last - begin + simd.rows - 1) / simd.rows;
        const auto count = static_cast<int>((last - begin + blocks - 1) / blocks);
        float* out[maxRows];
        for (int r = 0; r < count; ++r) {
            const std::ptrdiff_t y = (begin + r) / product.width;
            const std::ptrdiff_t x = (begin + r) % product.width;
            out[r] = product.out + y * product.outRowPitch + x * product.outPixelPitch;
            for (int t = 0; t < weights.taps(); ++t) {
                rows[static_cast<std::size_t>(t) * static_cast<std::size_t>(count) +
                     static_cast<std::size_t>(r)] =
                    in +
                    size * ((y * product.rowStep + t) * product.rowPitch + x * product.pixelStep);
            }
        }
        for (int p = firstPanel; p < lastPanel; ++p) {
            float* columns[maxRows];
            for (int r = 0; r < count; ++r) {
                columns[r] = out[r] + static_cast<std::ptrdiff_t>(p) * panelColumns;
            }
            const PanelProduct block{
                .rows = rows.data(),
                .rowCount = count,
                .taps = weights.taps(),
                .depth = weights.depth(),
                .panel = weights.panel(p),
                .scale = product.scale + p * panelColumns,
                .offset = product.offset + p * panelColumns,
                .out = columns,
                .columns = std::min(panelColumns, weights.columns() - p * panelColumns)};
            half ? simd.multiplyHalf(block) : simd.multiply(block);
        }
        begin += count;
    }
}

void multiplyBlock(const BlockProduct& product) {
    const SimdKernels& simd = simdKernels();
    const PanelMatrix& weights = *product.weights;
    const bool half = weights.arithmetic() == Arithmetic::Half;
    const auto size = static_cast<std::ptrdiff_t>(operandBytes(weights.arithmetic()));
    const auto* in = static_cast<const std::byte*>(product.rows);
    for (std::ptrdiff_t begin = 0; begin < product.count;) {
        const std::ptrdiff_t blocks = (product.count - begin + simd.rows - 1) / simd.rows;
        const auto count = static_cast<int>((product.count - begin + blocks - 1) / blocks);
        const void* rows[maxRows];
        float* out[maxRows];
        for (int r = 0; r < count; ++r) {
            rows[r] = in + (begin + r) * product.pitch * size;
            out[r] = product.out + (begin + r) * product.outPitch;
        }
        const PanelProduct block{
            .rows = rows,
            .rowCount = count,
            .depth = weights.depth(),
            .panel = weights.panel(product.panel, product.tap),
            .scale = product.scale,
            .offset = product.offset,
            .out = out,
            .columns = std::min(panelColumns, weights.columns() - product.panel * panelColumns)};
        half ? simd.multiplyHalf(block) : simd.multiply(block);
        begin += count;
    }
}

void patchProduct(const PatchProduct& product, const Parallel& parallel) {
    const PanelMatrix& weights = *product.weights;
    const auto panelsATask = static_cast<int>(std::clamp<std::size_t>(
        weightBytesATask / weights.panelBytes(), 1, static_cast<std::size_t>(weights.panels())));
    const std::int64_t groups = (weights.panels() + panelsATask - 1) / panelsATask;
    const std::ptrdiff_t pixels = static_cast<std::ptrdiff_t>(product.width) * product.height;
    const std::int64_t chunks = (pixels + pixelsATask - 1) / pixelsATask;
    // Neighbouring tasks share weights.
    parallel(groups * chunks, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t task = first; task < last; ++task) {
            const std::ptrdiff_t pixel = (task % chunks) * pixelsATask;
            const auto panel = static_cast<int>(task / chunks) * panelsATask;
            patchRows(product, pixel, std::min(pixels, pixel + pixelsATask), panel,
                      std::min(weights.panels(), panel + panelsATask));
        }
    });
}

} // namespace underpaint::kernels
