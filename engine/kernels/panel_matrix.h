// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/aligned_buffer.h"
#include "engine/kernels/simd_kernels.h"

#include <cstddef>
#include <vector>

namespace underpaint::kernels {

/// What products are made of. Sums are single precision in the end either way.
enum class Arithmetic {
    Single,
    /// Half-precision operands and short sums: twice the speed, where hasHalfArithmetic().
    Half,
};

/// Whether this processor multiplies half-precision vectors.
bool hasHalfArithmetic();

inline std::size_t operandBytes(Arithmetic arithmetic) {
    return arithmetic == Arithmetic::Half ? sizeof(Binary16) : sizeof(float);
}

/// A weight matrix (taps, depth, columns) in panels of panelColumns columns, padded with zeros, as
/// PanelProduct reads it. Half-precision columns are scaled to at most 1 in magnitude, and products
/// take operands of at most `operandLimit`: sums of up to 128 products then stay below 65504 and
/// cannot overflow, whatever the weights and the picture are.
class PanelMatrix {
public:
    static constexpr float operandLimit = 256;

    /// Depth is rounded up to even for half precision. Uninitialised: set every row.
    PanelMatrix(Arithmetic arithmetic, int taps, int depth, int columns);

    Arithmetic arithmetic() const { return m_arithmetic; }
    int taps() const { return m_taps; }
    /// Operands that are read from a row.
    int depth() const { return m_depth; }
    int columns() const { return m_columns; }
    int panels() const { return (m_columns + panelColumns - 1) / panelColumns; }
    std::size_t bytes() const { return m_memory.bytes(); }
    std::size_t panelBytes() const;

    const void* panel(int panel, int tap = 0) const;
    /// Rows k and k + 1 (k even) of one panel: panelColumns values each.
    void setPair(int panel, int tap, int k, const float* even, const float* odd);

private:
    Arithmetic m_arithmetic;
    int m_taps;
    int m_depth;
    int m_columns;
    AlignedBuffer m_memory;
};

/// Factors of the columns of a product: what undoes the scaling of both operands.
struct ColumnScale {
    /// 1 / what the weights of a column were multiplied with; panels * panelColumns values.
    std::vector<float> weights;
    /// Bias; as many values.
    std::vector<float> offset;
};

/// The largest power of two that keeps values up to `largest` times `gain` below operandLimit.
float operandScale(float largest, float gain);

} // namespace underpaint::kernels
