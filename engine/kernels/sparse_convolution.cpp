// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/sparse_convolution.h"

#include <algorithm>

namespace underpaint::kernels {

SparsePicture sparseFromLabels(const std::int32_t* labels, int width, int height, int classes,
                               const float* planes, int planeCount) {
    SparsePicture result{.width = width, .height = height, .channels = classes + planeCount};
    const std::int64_t pixels = std::int64_t{1} * width * height;
    result.first.reserve(static_cast<std::size_t>(pixels) + 1);
    result.values.reserve(static_cast<std::size_t>(pixels));
    for (std::int64_t i = 0; i < pixels; ++i) {
        result.first.push_back(static_cast<std::int64_t>(result.values.size()));
        if (labels[i] >= 0 && labels[i] < classes) {
            result.values.push_back({labels[i], 1.0F});
        }
        for (int p = 0; p < planeCount; ++p) {
            if (const float value = planes[p * pixels + i]; value != 0) {
                result.values.push_back({classes + p, value});
            }
        }
    }
    result.first.push_back(static_cast<std::int64_t>(result.values.size()));
    return result;
}

SparsePicture sparseFromDense(const Picture& picture) {
    SparsePicture result{
        .width = picture.width, .height = picture.height, .channels = picture.channels};
    const std::int64_t pixels = picture.pixels();
    result.first.reserve(static_cast<std::size_t>(pixels) + 1);
    for (std::int64_t i = 0; i < pixels; ++i) {
        result.first.push_back(static_cast<std::int64_t>(result.values.size()));
        const float* pixel = picture.values + i * picture.channels;
        for (int c = 0; c < picture.channels; ++c) {
            if (pixel[c] != 0) {
                result.values.push_back({c, pixel[c]});
            }
        }
    }
    result.first.push_back(static_cast<std::int64_t>(result.values.size()));
    return result;
}

double density(const Picture& picture) {
    const std::int64_t count = picture.pixels() * picture.channels;
    const auto zeros = std::count(picture.values, picture.values + count, 0.0F);
    return count > 0 ? 1 - static_cast<double>(zeros) / static_cast<double>(count) : 0;
}

SparseConvolution::SparseConvolution(const ConvolutionShape& shape, const float* weights,
                                     const float* bias)
    : m_shape(shape),
      m_columns(static_cast<std::size_t>(shape.in) * static_cast<std::size_t>(shape.out) *
                static_cast<std::size_t>(shape.kernel * shape.kernel)),
      m_bias(static_cast<std::size_t>(shape.out), 0.0F) {
    const std::int64_t positions = std::int64_t{1} * shape.kernel * shape.kernel;
    for (std::int64_t i = 0; i < shape.in; ++i) {
        for (std::int64_t k = 0; k < positions; ++k) {
            for (std::int64_t o = 0; o < shape.out; ++o) {
                m_columns[static_cast<std::size_t>((i * positions + k) * shape.out + o)] =
                    weights[(o * shape.in + i) * positions + k];
            }
        }
    }
    if (bias != nullptr) {
        std::copy_n(bias, shape.out, m_bias.begin());
    }
}

void SparseConvolution::row(const SparsePicture& in, int y, const std::vector<int>& sourceX,
                            float* out, WeightedColumn* terms) const {
    const int size = m_shape.kernel;
    const std::ptrdiff_t outs = m_shape.out;
    const std::ptrdiff_t perChannel = outs * size * size;
    const auto width = static_cast<std::ptrdiff_t>(sourceX.size()) - size + 1;
    for (std::ptrdiff_t x = 0; x < width; ++x) {
        int count = 0;
        for (int ky = 0; ky < size; ++ky) {
            const int sourceY = continued(y + ky - m_shape.padding, in.height, m_shape.beyond);
            if (sourceY < 0) {
                continue;
            }
            const std::int64_t* starts =
                in.first.data() + static_cast<std::ptrdiff_t>(sourceY) * in.width;
            const float* columns = m_columns.data() + ky * size * outs;
            const int* across = sourceX.data() + x;
            for (int kx = 0; kx < size; ++kx, columns += outs) {
                if (across[kx] < 0) {
                    continue;
                }
                const SparsePicture::Value* value = in.values.data() + starts[across[kx]];
                const SparsePicture::Value* end = in.values.data() + starts[across[kx] + 1];
                for (; value != end; ++value) {
                    terms[count++] = {columns + value->channel * perChannel, value->value};
                }
            }
        }
        simdKernels().gather(terms, count, m_bias.data(), out + x * outs, m_shape.out);
    }
}

void SparseConvolution::run(const SparsePicture& in, float* out, const Parallel& parallel) const {
    const int width = in.width + 2 * m_shape.padding - m_shape.kernel + 1;
    const int height = in.height + 2 * m_shape.padding - m_shape.kernel + 1;
    std::vector<int> sourceX;
    sourceX.reserve(static_cast<std::size_t>(in.width) +
                    2 * static_cast<std::size_t>(m_shape.padding));
    for (int x = 0; x < in.width + 2 * m_shape.padding; ++x) {
        sourceX.push_back(continued(x - m_shape.padding, in.width, m_shape.beyond));
    }
    std::int64_t most = 0;
    for (std::size_t i = 0; i + 1 < in.first.size(); ++i) {
        most = std::max(most, in.first[i + 1] - in.first[i]);
    }
    const std::int64_t terms = most * m_shape.kernel * m_shape.kernel;
    parallel(height, [&](std::int64_t first, std::int64_t last) {
        std::vector<WeightedColumn> buffer(static_cast<std::size_t>(terms) + 1);
        for (std::int64_t y = first; y < last; ++y) {
            row(in, static_cast<int>(y), sourceX, out + y * width * m_shape.out, buffer.data());
        }
    });
}

} // namespace underpaint::kernels
