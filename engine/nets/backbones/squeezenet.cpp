// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/backbones/squeezenet.h"

#include <array>

namespace underpaint::nets {

namespace {

Tensor rectified(Run& run, const Scope& scope, const Tensor& x, Convolution spec) {
    spec.fixed = true;
    return run.activate(run.convolution(scope, x, spec), Activation::Relu);
}

/// 1x1 to `squeezed` channels, then 1x1 and 3x3 to `expanded` each.
Tensor fire(Run& run, const Scope& scope, const Tensor& x, std::int64_t squeezed,
            std::int64_t expanded) {
    const Tensor y = rectified(run, scope["squeeze1x1"], x, {.out = squeezed, .kernel = 1});
    return run.concatenate(
        {rectified(run, scope["expand1x1"], y, {.out = expanded, .kernel = 1}),
         rectified(run, scope["expand3x3"], y, {.out = expanded, .kernel = 3, .padding = 1})});
}

} // namespace

std::vector<std::pair<std::string, Tensor>>
SqueezeNet::operator()(Run& run, const Scope& weights, const NetworkInput& photo) const {
    constexpr Pooling pooling{.kernel = 3, .stride = 2, .ceil = true};
    constexpr std::array<std::int64_t, 8> squeezed{16, 16, 32, 32, 48, 48, 64, 64};
    std::vector<std::pair<std::string, Tensor>> stages;
    Tensor x =
        rectified(run, weights["conv1"], photo.dense(), {.out = 64, .kernel = 3, .stride = 2});
    stages.emplace_back("conv1", x);
    for (std::size_t i = 0; i < squeezed.size(); ++i) {
        const std::string name = "fire" + std::to_string(i + 2);
        const bool pooled = i == 0 || i == 2 || i == 4;
        x = fire(run, weights[name], pooled ? run.maxPool(x, pooling) : x, squeezed[i],
                 4 * squeezed[i]);
        if (i % 2 == 1) {
            stages.emplace_back(name, x);
        }
    }
    return stages;
}

} // namespace underpaint::nets
