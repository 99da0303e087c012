// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/run.h"

#include "engine/nets/run/flow_warp.h"

namespace underpaint::nets {

Tensor Run::stem(const Scope& scope, const NetworkInput& input, const Convolution& spec) {
    return convolution(scope, input.dense(), spec);
}

Tensor Run::normaliseAdd(const Scope& scope, const Tensor& x, Norm norm, const Tensor& residual) {
    return add(residual, normalise(scope, x, norm, Activation::None));
}

NetworkInput Run::averagePool(const NetworkInput& input) {
    return averagePool(input.dense());
}

NetworkInput Run::halve(const NetworkInput& input) {
    return halve(input.dense());
}

Tensor Run::regionMeans(const Tensor& x, const Tensor& scores) {
    constexpr double smallestShare = 1e-5;
    const Tensor belongs = at::softmax(scores.to(at::kFloat).flatten(2), 1); // (N, R, HW)
    const Tensor shares = belongs.mean(2, /*keepdim=*/true);
    const Tensor sums = at::bmm(belongs, x.to(at::kFloat).flatten(2).transpose(1, 2));
    const Tensor means = sums / (shares.clamp_min(smallestShare) * belongs.size(2));
    return at::cat({means, shares}, 2).view({x.size(0), -1, 1, 1});
}

Tensor Run::spread(const Tensor& x, std::int64_t height, std::int64_t width) {
    return x.expand({x.size(0), x.size(1), height, width});
}

Tensor Run::parametricRelu(const Scope& scope, const Tensor& x) {
    const Tensor& slope = scope.get("weight");
    return at::prelu(x, slope.to(x.scalar_type()));
}

Tensor Run::addScaled(const Scope& scope, const Tensor& x, const Tensor& y) {
    return x + scope.get("gamma") * y;
}

Tensor Run::modulate(const Tensor& x, const Tensor& scale, const Tensor& shift) {
    return x * (1 + scale) + shift;
}

Tensor Run::paintOver(const Tensor& paint, const NetworkInput& under) {
    const Tensor picture =
        under.dense().narrow(1, 0, paint.size(1)).to(paint.device(), paint.scalar_type());
    // There are no absolute values of shapes alone.
    const Tensor hidden = paint.is_meta() ? paint : -paint.abs();
    return modulate(picture, hidden, paint);
}

Tensor Run::scaleChannels(const Tensor& x, const Tensor& factors) {
    return x * factors;
}

Tensor Run::resizeNearest(const Tensor& x, std::int64_t height, std::int64_t width) {
    if (x.size(2) == height && x.size(3) == width) {
        return x;
    }
    return at::upsample_nearest2d(x, {height, width});
}

Tensor Run::pooledLinearWithoutBias(const Scope& scope, const Tensor& x, std::int64_t /*out*/) {
    const Tensor& weight = scope.get("weight");
    const Tensor y = at::linear(x.mean({2, 3}).to(weight.scalar_type()), weight);
    return y.view({y.size(0), y.size(1), 1, 1});
}

AttentionResult Run::attend(const Attention& attention) {
    return attendPlainly(attention);
}

Tensor Run::multiply(const Tensor& x, double factor) {
    return x * factor;
}

Tensor Run::blend(const Tensor& a, const Tensor& b, const Tensor& share) {
    return a * share + b * (1 - share);
}

Tensor Run::warp(const Tensor& picture, const Tensor& flow) {
    return warpedBy(picture, flow);
}

void Run::unused(const Scope& /*scope*/, std::int64_t /*inputChannels*/,
                 const Convolution& /*spec*/) {}

void Run::mark(std::string_view /*name*/, const Tensor& /*x*/) {}

} // namespace underpaint::nets
