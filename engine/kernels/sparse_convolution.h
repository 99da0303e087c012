// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/direct_convolution.h"

#include <cstdint>
#include <vector>

namespace underpaint::kernels {

/// A picture of which each pixel has few non-zero channels: a painted label map (one class a
/// pixel), its pooled coarser form (up to nine), edges.
struct SparsePicture {
    struct Value {
        std::int32_t channel = 0;
        float value = 0;
    };
    int width = 0;
    int height = 0;
    int channels = 0;
    std::vector<std::int64_t> first = {}; ///< pixels + 1 indices into `values`, row by row
    std::vector<Value> values = {};
};

/// One class per pixel, followed by dense planes (each width x height) at the channels after them.
/// Labels outside of 0..classes-1 have no class.
SparsePicture sparseFromLabels(const std::int32_t* labels, int width, int height, int classes,
                               const float* planes, int planeCount);
/// From a channels-last picture.
SparsePicture sparseFromDense(const Picture& picture);

/// Share of the values of a channels-last picture that are not zero.
double density(const Picture& picture);

/// A stride-1 convolution of a sparse picture: the sum of a column of weights for every value under
/// the kernel, instead of a product with all the zeros.
class SparseConvolution {
public:
    /// `weights` (out, in, kernel, kernel), `bias` (out) or null. shape.stride is 1.
    SparseConvolution(const ConvolutionShape& shape, const float* weights, const float* bias);

    /// `out` is channels-last, (width + 2 padding - kernel + 1) wide and so on.
    void run(const SparsePicture& in, float* out, const Parallel& parallel) const;
    std::size_t bytes() const { return m_columns.size() * sizeof(float); }

private:
    void row(const SparsePicture& in, int y, const std::vector<int>& sourceX, float* out,
             WeightedColumn* terms) const;

    ConvolutionShape m_shape;
    std::vector<float> m_columns; ///< [in][ky][kx][out]
    std::vector<float> m_bias;
};

} // namespace underpaint::kernels
