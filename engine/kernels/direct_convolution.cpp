// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/direct_convolution.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace underpaint::kernels {

namespace {

/// Packs weight(tap, k, column), each column multiplied with 1 / scale[column].
template<class Weight>
void packPanels(PanelMatrix& matrix, int depth, const std::vector<float>& scale, Weight weight) {
    for (int p = 0; p < matrix.panels(); ++p) {
        const int columns = std::min(panelColumns, matrix.columns() - p * panelColumns);
        for (int t = 0; t < matrix.taps(); ++t) {
            for (int k = 0; k < matrix.depth(); k += 2) {
                float rows[2][panelColumns] = {};
                for (int i = 0; i < 2 && k + i < depth; ++i) {
                    for (int c = 0; c < columns; ++c) {
                        const int column = p * panelColumns + c;
                        rows[i][c] =
                            weight(t, k + i, column) / scale[static_cast<std::size_t>(column)];
                    }
                }
                matrix.setPair(p, t, k, rows[0], rows[1]);
            }
        }
    }
}

/// Weight columns of half precision are brought to at most 1 by a power of two.
float columnScale(Arithmetic arithmetic, float largest) {
    if (arithmetic == Arithmetic::Single || !(largest > 0) || !std::isfinite(largest)) {
        return 1;
    }
    return std::ldexp(1.0F, std::ilogb(largest) + 1);
}

/// Room for whole panels.
std::size_t paddedColumns(int columns) {
    return static_cast<std::size_t>((columns + panelColumns - 1) / panelColumns) * panelColumns;
}

/// Scales from max |w| of each column; `repeat` columns share an output channel's neighbourhood.
ColumnScale scales(int columns, Arithmetic arithmetic, const std::vector<float>& largest,
                   const float* bias) {
    ColumnScale result{.weights = std::vector<float>(paddedColumns(columns), 1.0F),
                       .offset = std::vector<float>(paddedColumns(columns), 0.0F)};
    for (int c = 0; c < columns; ++c) {
        const auto i = static_cast<std::size_t>(c);
        result.weights[i] = columnScale(arithmetic, largest[i]);
        if (bias != nullptr) {
            result.offset[i] = bias[c];
        }
    }
    return result;
}

/// What the sums of this picture are multiplied with.
std::vector<float> unscaled(const ColumnScale& scale, float operands) {
    std::vector<float> result(scale.weights);
    for (float& value : result) {
        value /= operands;
    }
    return result;
}

std::size_t weightIndex(int outer, int inner, int inners, int kernel, int ky, int kx) {
    const auto size = static_cast<std::size_t>(kernel);
    return ((static_cast<std::size_t>(outer) * static_cast<std::size_t>(inners) +
             static_cast<std::size_t>(inner)) *
                size +
            static_cast<std::size_t>(ky)) *
               size +
           static_cast<std::size_t>(kx);
}

/// max |w| of every output channel of (out, in, kernel, kernel).
std::vector<float> largestByOutput(const ConvolutionShape& shape, const float* weights) {
    const std::int64_t each = std::int64_t{1} * shape.in * shape.kernel * shape.kernel;
    std::vector<float> result(static_cast<std::size_t>(shape.out));
    for (int o = 0; o < shape.out; ++o) {
        result[static_cast<std::size_t>(o)] = simdKernels().largest(weights + o * each, each);
    }
    return result;
}

/// What the outputs in `part` look at.
Padding paddingFor(const ConvolutionShape& shape, const Picture& in, const Rect& part) {
    const int before = shape.padding;
    const int after = shape.kernel - shape.padding - shape.stride;
    return {.left = before - part.x * shape.stride,
            .top = before - part.y * shape.stride,
            .right = part.right() * shape.stride + after - in.width,
            .bottom = part.bottom() * shape.stride + after - in.height,
            .beyond = shape.beyond};
}

} // namespace

// ---- ordinary -----------------------------------------------------------------------------------

DirectConvolution::DirectConvolution(const ConvolutionShape& shape, const float* weights,
                                     const float* bias, Arithmetic arithmetic)
    : m_shape(shape),
      m_weights(arithmetic, shape.kernel, shape.kernel * shape.in, shape.out),
      m_scale(scales(shape.out, arithmetic, largestByOutput(shape, weights), bias)) {
    packPanels(m_weights, shape.kernel * shape.in, m_scale.weights, [&](int t, int k, int column) {
        return weights[weightIndex(column, k % shape.in, shape.in, shape.kernel, t, k / shape.in)];
    });
}

void DirectConvolution::run(const Picture& in, float* out, Workspace& workspace,
                            const Parallel& parallel) const {
    run(in, {0, 0, outWidth(in.width), outHeight(in.height)}, out, workspace, parallel);
}

void DirectConvolution::run(const Picture& in, const Rect& part, float* out, Workspace& workspace,
                            const Parallel& parallel) const {
    const PaddedPicture padded =
        pad(in, paddingFor(m_shape, in, part), m_weights.arithmetic(), workspace, parallel);
    const std::vector<float> scale = unscaled(m_scale, padded.scale);
    patchProduct({.in = padded.operands,
                  .rowPitch = padded.rowPitch,
                  .pixelStep = static_cast<std::ptrdiff_t>(m_shape.stride) * in.channels,
                  .rowStep = m_shape.stride,
                  .weights = &m_weights,
                  .scale = scale.data(),
                  .offset = m_scale.offset.data(),
                  .width = part.width,
                  .height = part.height,
                  .out = out,
                  .outPixelPitch = m_shape.out,
                  .outRowPitch = static_cast<std::ptrdiff_t>(part.width) * m_shape.out},
                 parallel);
}

// ---- to a few channels --------------------------------------------------------------------------

bool ThinConvolution::suits(const ConvolutionShape& shape) {
    return shape.stride == 1 && shape.kernel > 1 && shape.in >= 8 &&
           shape.out * shape.kernel <= panelColumns;
}

ThinConvolution::ThinConvolution(const ConvolutionShape& shape, const float* weights,
                                 const float* bias, Arithmetic arithmetic)
    : m_shape(shape),
      m_weights(arithmetic, shape.kernel, shape.in, shape.out * shape.kernel),
      m_bias(static_cast<std::size_t>(shape.out)) {
    const std::vector<float> byOutput = largestByOutput(shape, weights);
    std::vector<float> largest(static_cast<std::size_t>(shape.out * shape.kernel));
    for (std::size_t i = 0; i < largest.size(); ++i) {
        largest[i] = byOutput[i % byOutput.size()];
    }
    m_scale = scales(m_weights.columns(), arithmetic, largest, nullptr);
    if (bias != nullptr) {
        std::copy_n(bias, shape.out, m_bias.begin());
    }
    packPanels(m_weights, shape.in, m_scale.weights, [&](int t, int k, int column) {
        return weights[weightIndex(column % shape.out, k, shape.in, shape.kernel, t,
                                   column / shape.out)];
    });
}

void ThinConvolution::run(const Picture& in, float* out, Workspace& workspace,
                          const Parallel& parallel) const {
    const int grown = 2 * m_shape.padding - m_shape.kernel + 1;
    run(in, {0, 0, in.width + grown, in.height + grown}, out, workspace, parallel);
}

void ThinConvolution::run(const Picture& in, const Rect& part, float* out, Workspace& workspace,
                          const Parallel& parallel) const {
    const PaddedPicture padded =
        pad(in, paddingFor(m_shape, in, part), m_weights.arithmetic(), workspace, parallel);
    const std::vector<float> scale = unscaled(m_scale, padded.scale);
    const int wide = part.width + m_shape.kernel - 1;
    const std::ptrdiff_t outs = m_shape.out;
    parallel(part.height, [&](std::int64_t first, std::int64_t last) {
        std::vector<float> sums(static_cast<std::size_t>(wide) * panelColumns);
        PatchProduct row{.in = padded.operands,
                         .rowPitch = padded.rowPitch,
                         .pixelStep = in.channels,
                         .weights = &m_weights,
                         .scale = scale.data(),
                         .offset = m_scale.offset.data(),
                         .width = wide,
                         .height = 1,
                         .out = sums.data(),
                         .outPixelPitch = panelColumns,
                         .outRowPitch = 0};
        for (std::int64_t y = first; y < last; ++y) {
            row.in = static_cast<const std::byte*>(padded.operands) +
                     y * padded.rowPitch *
                         static_cast<std::ptrdiff_t>(operandBytes(m_weights.arithmetic()));
            patchRows(row, 0, wide, 0, 1);
            float* target = out + y * part.width * outs;
            for (std::ptrdiff_t x = 0; x < part.width; ++x) {
                for (std::ptrdiff_t o = 0; o < outs; ++o) {
                    float sum = m_bias[static_cast<std::size_t>(o)];
                    for (std::ptrdiff_t k = 0; k < m_shape.kernel; ++k) {
                        sum +=
                            sums[static_cast<std::size_t>((x + k) * panelColumns + k * outs + o)];
                    }
                    target[x * outs + o] = sum;
                }
            }
        }
    });
}

// ---- transposed ---------------------------------------------------------------------------------

PhasedConvolution::PhasedConvolution(const ConvolutionShape& shape, const float* weights,
                                     const float* bias, Arithmetic arithmetic)
    : m_shape(shape) {
    std::vector<float> largest(static_cast<std::size_t>(shape.out));
    const std::int64_t each = std::int64_t{1} * shape.kernel * shape.kernel;
    for (std::int64_t i = 0; i < std::int64_t{1} * shape.in * shape.out; ++i) {
        float& channel = largest[static_cast<std::size_t>(i % shape.out)];
        channel = std::max(channel, simdKernels().largest(weights + i * each, each));
    }
    m_scale = scales(shape.out, arithmetic, largest, bias);
    for (int y = 0; y < shape.stride; ++y) {
        for (int x = 0; x < shape.stride; ++x) {
            m_phases.push_back(phase(x, y, weights, arithmetic));
        }
    }
}

PhasedConvolution::Axis PhasedConvolution::axis(int phase) const {
    // Output o = i * stride - padding + k: the kernel indices of one phase are congruent, and
    // ascending inputs meet descending kernel indices.
    const int stride = m_shape.stride;
    Axis result;
    for (int k = m_shape.kernel - 1; k >= 0; --k) {
        if ((phase + m_shape.padding - k) % stride == 0) {
            if (result.kernel.empty()) {
                result.first = (phase + m_shape.padding - k) / stride;
            }
            result.kernel.push_back(k);
        }
    }
    return result;
}

PhasedConvolution::Phase PhasedConvolution::phase(int x, int y, const float* weights,
                                                  Arithmetic arithmetic) const {
    const Axis rows = axis(y);
    const Axis columns = axis(x);
    const auto taps = static_cast<int>(rows.kernel.size());
    const int depth = static_cast<int>(columns.kernel.size()) * m_shape.in;
    Phase result{.x = x, .y = y, .weights = PanelMatrix(arithmetic, taps, depth, m_shape.out)};
    packPanels(result.weights, depth, m_scale.weights, [&](int t, int k, int column) {
        const int ky = rows.kernel[static_cast<std::size_t>(t)];
        const int kx = columns.kernel[static_cast<std::size_t>(k / m_shape.in)];
        return weights[weightIndex(k % m_shape.in, column, m_shape.out, m_shape.kernel, ky, kx)];
    });
    return result;
}

void PhasedConvolution::run(const Picture& in, float* out, Workspace& workspace,
                            const Parallel& parallel) const {
    run(in, {0, 0, outWidth(in.width), outHeight(in.height)}, out, workspace, parallel);
}

void PhasedConvolution::run(const Picture& in, const Rect& part, float* out, Workspace& workspace,
                            const Parallel& parallel) const {
    const int stride = m_shape.stride;
    // Wide enough for every phase.
    int before = 0;
    int after = std::numeric_limits<int>::min();
    for (int p = 0; p < stride; ++p) {
        const Axis a = axis(p);
        before = std::max(before, -a.first);
        after = std::max(after, a.first + static_cast<int>(a.kernel.size()));
    }
    const Padding padding{.left = before - part.x / stride,
                          .top = before - part.y / stride,
                          .right = (part.right() - 1) / stride + after - in.width,
                          .bottom = (part.bottom() - 1) / stride + after - in.height};
    const Arithmetic arithmetic = m_phases.front().weights.arithmetic();
    const PaddedPicture padded = pad(in, padding, arithmetic, workspace, parallel);
    const std::vector<float> scale = unscaled(m_scale, padded.scale);
    for (const Phase& phase : m_phases) {
        const std::ptrdiff_t x = axis(phase.x).first + before;
        const std::ptrdiff_t y = axis(phase.y).first + before;
        const std::ptrdiff_t start = y * padded.rowPitch + x * in.channels;
        patchProduct(
            {.in = static_cast<const std::byte*>(padded.operands) +
                   start * static_cast<std::ptrdiff_t>(operandBytes(arithmetic)),
             .rowPitch = padded.rowPitch,
             .pixelStep = in.channels,
             .weights = &phase.weights,
             .scale = scale.data(),
             .offset = m_scale.offset.data(),
             .width = (part.width - phase.x + stride - 1) / stride,
             .height = (part.height - phase.y + stride - 1) / stride,
             .out =
                 out + (static_cast<std::ptrdiff_t>(phase.y) * part.width + phase.x) * m_shape.out,
             .outPixelPitch = static_cast<std::ptrdiff_t>(stride) * m_shape.out,
             .outRowPitch = static_cast<std::ptrdiff_t>(stride) * part.width * m_shape.out},
            parallel);
    }
}

std::size_t PhasedConvolution::bytes() const {
    std::size_t sum = 0;
    for (const Phase& phase : m_phases) {
        sum += phase.weights.bytes();
    }
    return sum;
}

} // namespace underpaint::kernels
