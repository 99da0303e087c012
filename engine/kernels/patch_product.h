// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/kernels/panel_matrix.h"
#include "engine/kernels/parallel.h"
#include "engine/kernels/picture.h"
#include "engine/kernels/workspace.h"

#include <cstddef>

namespace underpaint::kernels {

/// A copy of a picture with a border around it, as operands of a product. In a channels-last
/// picture the pixels under one row of a convolution's kernel lie side by side, so that a row of
/// the kernel is one long dot product.
struct PaddedPicture {
    const void* operands = nullptr;
    std::ptrdiff_t rowPitch = 0; ///< operands from one row to the next
    int channels = 0;
    float scale = 1; ///< what the values were multiplied with
};

/// Pixels added at each side; negative: left away.
struct Padding {
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    Beyond beyond = Beyond::Zero;
};

/// Lies in the workspace's piece Padded; finite values may follow the last pixel.
PaddedPicture pad(const Picture& picture, const Padding& padding, Arithmetic arithmetic,
                  Workspace& workspace, const Parallel& parallel);

/// out(x, y, c) = offset[c] + scale[c] * sum over taps t and k of
/// in[(y * rowStep + t) * rowPitch + x * pixelStep + k] * weights[t][k][c].
struct PatchProduct {
    const void* in = nullptr;
    std::ptrdiff_t rowPitch = 0;
    std::ptrdiff_t pixelStep = 0;
    int rowStep = 1;
    const PanelMatrix* weights = nullptr;
    const float* scale = nullptr;  ///< panels * panelColumns
    const float* offset = nullptr; ///< panels * panelColumns
    int width = 0;                 ///< of the output
    int height = 0;
    float* out = nullptr;
    std::ptrdiff_t outPixelPitch = 0; ///< floats
    std::ptrdiff_t outRowPitch = 0;
};

void patchProduct(const PatchProduct& product, const Parallel& parallel);

/// Rows that lie one after another times one panel and tap of a matrix.
struct BlockProduct {
    const void* rows = nullptr;
    std::ptrdiff_t pitch = 0; ///< operands from one row to the next
    std::ptrdiff_t count = 0;
    const PanelMatrix* weights = nullptr;
    int panel = 0;
    int tap = 0;
    const float* scale = nullptr;  ///< panelColumns
    const float* offset = nullptr; ///< panelColumns
    float* out = nullptr;
    std::ptrdiff_t outPitch = 0; ///< floats
};
void multiplyBlock(const BlockProduct& product);

/// max |x| of a part of a picture; infinite when there is a NaN.
float largestMagnitude(const Picture& picture, const Rect& part, const Parallel& parallel);

/// Rows first … last - 1 and panels firstPanel … lastPanel - 1 of it, on this thread.
void patchRows(const PatchProduct& product, std::ptrdiff_t first, std::ptrdiff_t last,
               int firstPanel, int lastPanel);

} // namespace underpaint::kernels
