// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/picture_part.h"

#include <algorithm>

namespace underpaint::nets {

namespace {

/// Along one axis.
struct AxisWindow {
    std::int64_t first = 0; ///< of the input
    std::int64_t last = 0;
    std::int64_t skipped = 0; ///< outputs before the wanted ones
};

/// For outputs first … last - 1 of an input of that extent.
AxisWindow axisWindow(std::int64_t first, std::int64_t last, std::int64_t extent,
                      const WindowShape& shape) {
    // So many outputs at the start look beyond it; they begin where a stride does.
    const std::int64_t spoiled = (shape.padding + shape.stride - 1) / shape.stride;
    std::int64_t from = std::max<std::int64_t>(0, first - spoiled);
    const std::int64_t end =
        std::min(extent, (last - 1) * shape.stride - shape.padding + shape.kernel);
    if (shape.reflects) {
        // A border that is reflected needs what it reflects.
        const std::int64_t least = (end - shape.padding - 1) / shape.stride;
        from = std::max<std::int64_t>(0, std::min(from, least));
    }
    const std::int64_t atLeast = shape.reflects ? shape.padding + 1 : 1;
    return {from * shape.stride, std::min(extent, std::max(end, from * shape.stride + atLeast)),
            first - from};
}

} // namespace

Tensor partOf(const Tensor& x, const Rect& part) {
    return x.narrow(-2, part.y, part.height).narrow(-1, part.x, part.width);
}

WindowShape windowShape(const Convolution& spec) {
    return {.kernel = reach(spec),
            .stride = spec.stride,
            .padding = spec.padding,
            .reflects = spec.border == Border::Reflect};
}

WindowShape windowShape(const Pooling& spec) {
    return {.kernel = spec.kernel, .stride = spec.stride};
}

PartWindow windowOf(std::int64_t height, std::int64_t width, const Rect& part,
                    const WindowShape& shape) {
    const AxisWindow across = axisWindow(part.x, part.right(), width, shape);
    const AxisWindow down = axisWindow(part.y, part.bottom(), height, shape);
    const auto rect = [](std::int64_t x, std::int64_t y, std::int64_t w, std::int64_t h) {
        return Rect{static_cast<int>(x), static_cast<int>(y), static_cast<int>(w),
                    static_cast<int>(h)};
    };
    return {rect(across.first, down.first, across.last - across.first, down.last - down.first),
            rect(across.skipped, down.skipped, part.width, part.height)};
}

} // namespace underpaint::nets
