// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/same_padding.h"

#include <algorithm>

namespace underpaint::nets {

Tensor samePadded(const Tensor& x, const Convolution& spec) {
    const auto zeros = [&spec](std::int64_t extent) {
        const std::int64_t covered = (outputExtent(extent, spec) - 1) * spec.stride + spec.kernel;
        return std::max<std::int64_t>(covered - extent, 0);
    };
    const std::int64_t across = zeros(x.size(3));
    const std::int64_t down = zeros(x.size(2));
    if (across == 0 && down == 0) {
        return x;
    }
    return at::constant_pad_nd(x, {across / 2, across - across / 2, down / 2, down - down / 2});
}

Convolution withoutBorder(Convolution spec) {
    spec.border = Border::Zero;
    spec.padding = 0;
    return spec;
}

} // namespace underpaint::nets
