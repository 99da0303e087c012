// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/nets/run/primitives.h"
#include "engine/nets/torch_compat.h"

#include <cstdint>

namespace underpaint::nets {

/// A rectangle of a tensor whose last two dimensions are a picture's: a view.
Tensor partOf(const Tensor& x, const Rect& part);

/// What an output pixel of a primitive looks at: pixel i at i * stride - padding and the
/// kernel - 1 after it, which its border may continue.
struct WindowShape {
    std::int64_t kernel = 1;
    std::int64_t stride = 1;
    std::int64_t padding = 0;
    bool reflects = false; ///< the border looks back inside by the padding
};

WindowShape windowShape(const Convolution& spec);
WindowShape windowShape(const Pooling& spec);
/// Of Run::averagePool() and Run::halve().
/// @{
inline constexpr WindowShape averagePoolShape{.kernel = 3, .stride = 2, .padding = 1};
inline constexpr WindowShape halveShape{.kernel = 2, .stride = 2};
/// @}

/// The part of an input from which a primitive makes a part of its output, and where that lies
/// in what it makes: the pixels before it looked beyond the part of the input, where there is
/// more of the picture than a border.
class PartWindow {
public:
    PartWindow(const Rect& source, const Rect& inResult) : m_source(source), m_inResult(inResult) {}

    const Rect& source() const { return m_source; }
    const Rect& inResult() const { return m_inResult; }
    Tensor trimmed(const Tensor& result) const { return partOf(result, m_inResult); }

private:
    Rect m_source;
    Rect m_inResult;
};

/// For `part` of the output of a primitive whose input is `height` x `width`.
PartWindow windowOf(std::int64_t height, std::int64_t width, const Rect& part,
                    const WindowShape& shape);
inline PartWindow windowOf(const Tensor& x, const Rect& part, const WindowShape& shape) {
    return windowOf(x.size(2), x.size(3), part, shape);
}

} // namespace underpaint::nets
