// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/base/plane.h"
#include "engine/nets/torch_compat.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace underpaint::verify {

/// The values of a (H, W) or (H, W, C) tensor, which must be whole numbers that T can hold, as
/// pixels. `what` names the tensor in errors.
template<class T>
Plane<T> planeFrom(const at::Tensor& tensor, const std::string& what) {
    if ((tensor.dim() != 2 && tensor.dim() != 3) || tensor.numel() == 0) {
        throw Error("is no picture", "argument " + what);
    }
    const at::Tensor values = tensor.to(at::kCPU, at::kDouble).contiguous();
    const auto height = static_cast<int>(values.size(0));
    const auto width = static_cast<int>(values.size(1));
    const auto channels = static_cast<int>(values.dim() == 3 ? values.size(2) : 1);
    Plane<T> plane(width, height, channels, T{});
    const double* from = values.data_ptr<double>();
    for (T& pixel : plane.values()) {
        const double value = *from++;
        // Written so that NaN is refused too.
        const bool fits = value == std::floor(value) && value >= 0 &&
                          value <= static_cast<double>(std::numeric_limits<T>::max());
        if (!fits) {
            throw Error("holds values that are no whole numbers or too large", "argument " + what);
        }
        pixel = static_cast<T>(value);
    }
    return plane;
}

/// (H, W, C) float32; (H, W) for one channel when `flat`.
template<class T>
at::Tensor tensorFrom(const Plane<T>& plane, bool flat) {
    at::Tensor tensor = at::empty({plane.height(), plane.width(), plane.channels()}, at::kDouble);
    double* to = tensor.data_ptr<double>();
    for (const T pixel : plane.values()) {
        *to++ = static_cast<double>(pixel);
    }
    return flat && plane.channels() == 1 ? tensor.squeeze(2) : tensor;
}

/// (batch, frame, C, H, W) as (batch * frame, C, H, W); 4-D tensors as they are. Others are an
/// Error that names `what`.
at::Tensor framesOf(const at::Tensor& tensor, const std::string& what);
/// The inverse for a result on those frames.
at::Tensor likeFrames(const at::Tensor& result, const at::Tensor& original);

} // namespace underpaint::verify
