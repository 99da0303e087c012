// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/flow_warp.h"

#include "engine/base/error.h"

#include <algorithm>

namespace underpaint::nets {

namespace {

// What at::grid_sampler calls its modes.
constexpr std::int64_t bilinear = 0;
constexpr std::int64_t border = 1;

/// One coordinate of the places, `extent` pixels to the range -1..1 between outer pixel centres.
Tensor placesAlong(const Tensor& own, const Tensor& offset, std::int64_t extent) {
    const double unit = 2 / static_cast<double>(std::max<std::int64_t>(extent - 1, 1));
    return (own + offset) * unit - 1;
}

} // namespace

Tensor warpedBy(const Tensor& picture, const Tensor& flow) {
    const bool fits = picture.dim() == 4 && flow.dim() == 4 && flow.size(1) == 2 &&
                      flow.size(0) == picture.size(0) && flow.size(2) == picture.size(2) &&
                      flow.size(3) == picture.size(3);
    if (!fits) {
        throw Error("the flow has another size than the picture that it moves");
    }
    const auto type = flow.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
    const std::int64_t height = picture.size(2);
    const std::int64_t width = picture.size(3);
    const auto like = flow.options().dtype(type);
    const Tensor moved = flow.to(type);
    const Tensor x = placesAlong(at::arange(width, like), moved.select(1, 0), width);
    const Tensor y =
        placesAlong(at::arange(height, like).view({height, 1}), moved.select(1, 1), height);
    return at::grid_sampler(picture.to(type), at::stack({x, y}, 3), bilinear, border,
                            /*align_corners=*/true);
}

} // namespace underpaint::nets
