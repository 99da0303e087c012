// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/patch_product.h"

#include <vector>

namespace underpaint::kernels {

/// A square convolution (weights (out, in, kernel, kernel)) or transposed one ((in, out, kernel,
/// kernel)).
struct ConvolutionShape {
    int in = 0;
    int out = 0;
    int kernel = 3;
    int stride = 1;
    int padding = 0;
    Beyond beyond = Beyond::Zero;
    int outputPadding = 0; ///< transposed only
};

/// A convolution as one product per row of its kernel. Prepared once, run on any picture.
class DirectConvolution {
public:
    /// `bias` has shape.out values or is null.
    DirectConvolution(const ConvolutionShape& shape, const float* weights, const float* bias,
                      Arithmetic arithmetic);

    int outWidth(int width) const { return extent(width); }
    int outHeight(int height) const { return extent(height); }
    /// `out` is channels-last, outWidth x outHeight x shape.out.
    void run(const Picture& in, float* out, Workspace& workspace, const Parallel& parallel) const;
    /// Only a part of it: `out` has the size of the part.
    void run(const Picture& in, const Rect& part, float* out, Workspace& workspace,
             const Parallel& parallel) const;
    std::size_t bytes() const { return m_weights.bytes(); }

private:
    int extent(int in) const {
        return (in + 2 * m_shape.padding - m_shape.kernel) / m_shape.stride + 1;
    }

    ConvolutionShape m_shape;
    PanelMatrix m_weights;
    ColumnScale m_scale;
};

/// A stride-1 convolution to a few channels (the head of a generator): the columns of the kernel
/// become columns of the product, so that panels are full, and are added up afterwards.
class ThinConvolution {
public:
    /// Whether this is the better way for the shape.
    static bool suits(const ConvolutionShape& shape);

    ThinConvolution(const ConvolutionShape& shape, const float* weights, const float* bias,
                    Arithmetic arithmetic);

    void run(const Picture& in, float* out, Workspace& workspace, const Parallel& parallel) const;
    /// Only a part of it: `out` has the size of the part.
    void run(const Picture& in, const Rect& part, float* out, Workspace& workspace,
             const Parallel& parallel) const;
    std::size_t bytes() const { return m_weights.bytes(); }

private:
    ConvolutionShape m_shape;
    PanelMatrix m_weights;
    ColumnScale m_scale;
    std::vector<float> m_bias;
};

/// A transposed convolution as stride * stride ordinary ones, one for every phase of the output's
/// grid: no zeros are inserted and none multiplied.
class PhasedConvolution {
public:
    PhasedConvolution(const ConvolutionShape& shape, const float* weights, const float* bias,
                      Arithmetic arithmetic);

    int outWidth(int width) const { return extent(width); }
    int outHeight(int height) const { return extent(height); }
    void run(const Picture& in, float* out, Workspace& workspace, const Parallel& parallel) const;
    /// Only a part of it, whose left and top are multiples of the stride: `out` has the size of
    /// the part.
    void run(const Picture& in, const Rect& part, float* out, Workspace& workspace,
             const Parallel& parallel) const;
    std::size_t bytes() const;

private:
    /// Along one axis: output i * stride + phase sums the inputs i + first … i + first + taps - 1,
    /// tap t with the kernel's index kernel[t].
    struct Axis {
        int first = 0;
        std::vector<int> kernel;
    };
    struct Phase {
        int x = 0;
        int y = 0;
        PanelMatrix weights;
    };

    Axis axis(int phase) const;
    Phase phase(int x, int y, const float* weights, Arithmetic arithmetic) const;
    int extent(int in) const {
        return (in - 1) * m_shape.stride - 2 * m_shape.padding + m_shape.kernel +
               m_shape.outputPadding;
    }

    ConvolutionShape m_shape;
    ColumnScale m_scale;
    std::vector<Phase> m_phases;
};

} // namespace underpaint::kernels
