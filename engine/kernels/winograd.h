// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/patch_product.h"

#include <vector>

namespace underpaint::kernels {

/// 3x3 convolutions of stride 1 and padding 1 by Winograd's minimal filtering (Lavin and Gray,
/// "Fast Algorithms for Convolutional Neural Networks", CVPR 2016): tiles of m x m output pixels
/// cost (m + 2)^2 multiplications a channel pair instead of 9 m^2.
class WinogradConvolution {
public:
    /// Channels come in whole vectors of any instruction set.
    static bool suits(int in, int out) { return in % 16 == 0 && out % 16 == 0; }

    /// `weights` (out, in, 3, 3), `bias` (out) or null; `tile` is m: 2 or 4. Keeps (m + 2)^2 / 9 of
    /// the weights' size. Interpolation points: see simd_body.inl.
    WinogradConvolution(int in, int out, Beyond beyond, int tile, const float* weights,
                        const float* bias, Arithmetic arithmetic, const Parallel& parallel);

    /// `out` is channels-last, of the size of `in`.
    void run(const Picture& in, float* out, Workspace& workspace, const Parallel& parallel) const;
    /// Only a part of it: `out` has the size of the part.
    void run(const Picture& in, const Rect& part, float* out, Workspace& workspace,
             const Parallel& parallel) const;
    std::size_t bytes() const { return m_weights.bytes(); }

private:
    struct Block;

    void pack(const float* weights, int panel);
    void transformInput(const Block& block, std::int64_t first, std::int64_t last) const;
    void multiply(const Block& block, std::int64_t first, std::int64_t last) const;
    void transformOutput(const Block& block, std::int64_t first, std::int64_t last) const;
    std::int64_t tilesABlock(std::int64_t tiles) const;

    int m_in;
    int m_out;
    Beyond m_beyond;
    int m_tile;
    PanelMatrix m_weights; ///< taps are the (m + 2)^2 positions in the transformed tile
    ColumnScale m_scale;
    std::vector<float> m_zeros; ///< a pixel beyond a zero border
};

} // namespace underpaint::kernels
