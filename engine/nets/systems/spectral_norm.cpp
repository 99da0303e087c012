// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/spectral_norm.h"

namespace underpaint::nets {

namespace {

constexpr double leastLength = 1e-12;

Tensor unit(const Tensor& x) {
    return x / x.norm().clamp_min(leastLength);
}

} // namespace

Tensor spectrallyNormalised(const Tensor& weight, const Tensor& u, bool refine) {
    const Tensor matrix = weight.flatten(1);
    Tensor left;
    Tensor right;
    {
        const at::NoGradGuard noGrad;
        right = unit(at::mv(matrix.t(), u));
        left = unit(at::mv(matrix, right));
        if (refine) {
            u.copy_(left);
        }
    }
    return weight / at::dot(left, at::mv(matrix, right));
}

Tensor spectrallyNormalised(const Tensor& weight, const Tensor& u, const Tensor& v) {
    const auto nearlyUnit = [](const Tensor& x) { return x / (x.norm() + leastLength); };
    const Tensor matrix = weight.flatten(1);
    Tensor left;
    Tensor right;
    {
        const at::NoGradGuard noGrad;
        right = nearlyUnit(at::mv(matrix.t(), u));
        left = nearlyUnit(at::mv(matrix, right));
        v.copy_(right);
        u.copy_(left);
    }
    return weight / at::dot(left, at::mv(matrix, right));
}

} // namespace underpaint::nets
