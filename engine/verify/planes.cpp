// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/planes.h"

#include <vector>

namespace underpaint::verify {

at::Tensor framesOf(const at::Tensor& tensor, const std::string& what) {
    if ((tensor.dim() != 4 && tensor.dim() != 5) || tensor.numel() == 0) {
        throw Error("is not a (batch, channels, height, width) tensor", "argument " + what);
    }
    return tensor.dim() == 5 ? tensor.flatten(0, 1) : tensor;
}

at::Tensor likeFrames(const at::Tensor& result, const at::Tensor& original) {
    if (original.dim() != 5) {
        return result;
    }
    std::vector<std::int64_t> shape{original.size(0), original.size(1)};
    shape.insert(shape.end(), result.sizes().begin() + 1, result.sizes().end());
    return result.reshape(shape);
}

} // namespace underpaint::verify
