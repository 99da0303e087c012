// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/panel_matrix.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace underpaint::kernels {

bool hasHalfArithmetic() {
    return simdKernels().multiplyHalf != nullptr;
}

PanelMatrix::PanelMatrix(Arithmetic arithmetic, int taps, int depth, int columns)
    : m_arithmetic(arithmetic),
      m_taps(taps),
      m_depth(arithmetic == Arithmetic::Half ? (depth + 1) / 2 * 2 : depth),
      m_columns(columns),
      m_memory(panelBytes() * static_cast<std::size_t>(panels())) {}

std::size_t PanelMatrix::panelBytes() const {
    return static_cast<std::size_t>(m_taps) * static_cast<std::size_t>(m_depth) * panelColumns *
           operandBytes(m_arithmetic);
}

const void* PanelMatrix::panel(int panel, int tap) const {
    const std::size_t rows = (static_cast<std::size_t>(panel) * static_cast<std::size_t>(m_taps) +
                              static_cast<std::size_t>(tap)) *
                             static_cast<std::size_t>(m_depth);
    return m_memory.as<std::byte>() + rows * panelColumns * operandBytes(m_arithmetic);
}

void PanelMatrix::setPair(int panel, int tap, int k, const float* even, const float* odd) {
    const std::size_t rows = (static_cast<std::size_t>(panel) * static_cast<std::size_t>(m_taps) +
                              static_cast<std::size_t>(tap)) *
                                 static_cast<std::size_t>(m_depth) +
                             static_cast<std::size_t>(k);
    if (m_arithmetic == Arithmetic::Single) {
        float* out = m_memory.as<float>() + rows * panelColumns;
        std::memcpy(out, even, panelColumns * sizeof(float));
        if (k + 1 < m_depth) {
            std::memcpy(out + panelColumns, odd, panelColumns * sizeof(float));
        }
        return;
    }
    float pairs[2 * panelColumns];
    for (int c = 0; c < panelColumns; ++c) {
        pairs[2 * c] = even[c];
        pairs[2 * c + 1] = odd[c];
    }
    simdKernels().toHalf(pairs, 1, m_memory.as<Binary16>() + rows * panelColumns, 2 * panelColumns);
}

float operandScale(float largest, float gain) {
    if (!(largest > 0) || !std::isfinite(largest)) {
        return 1;
    }
    // Very small pictures are not lifted beyond what a float can express the inverse of.
    const int exponent = std::ilogb(PanelMatrix::operandLimit / (largest * gain));
    return std::ldexp(1.0F, std::min(exponent, 100));
}

} // namespace underpaint::kernels
