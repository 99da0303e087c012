// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/region_encoder.h"

namespace underpaint::nets::bicyclegan {

CodeDistribution RegionEncoder::operator()(Run& run, const Scope& weights,
                                           const Tensor& input) const {
    const auto layer = [&run](const Scope& scope, const Tensor& x, const Convolution& spec) {
        return run.activate(run.convolution(scope, x, spec), Activation::LeakyRelu);
    };
    const auto halved = [&layer](const Scope& scope, const Tensor& x, std::int64_t out) {
        return layer(scope, x, {.out = out, .kernel = 4, .stride = 2, .padding = 1});
    };
    const Scope trunk = weights["trunk"];
    const Tensor half = halved(trunk[0], input, nef);
    const Tensor quarter = halved(trunk[1], half, 2 * nef);
    const Tensor eighth = halved(trunk[2], quarter, 4 * nef);
    Tensor context = halved(trunk[3], eighth, 4 * nef);
    // What a pixel is a part of shows far around it.
    const Scope wide = weights["context"];
    context =
        run.add(context, layer(wide[0], context, {.out = 4 * nef, .padding = 2, .dilation = 2}));
    context =
        run.add(context, layer(wide[1], context, {.out = 4 * nef, .padding = 4, .dilation = 4}));
    const Tensor seen =
        layer(weights["merge"], run.concatenate({eighth, run.upsampleBilinear(context, 2)}),
              {.out = 2 * nef, .padding = 1});
    const Tensor features =
        run.concatenate({run.halve(run.halve(input)), quarter, run.upsampleBilinear(seen, 2)});
    const Tensor scores =
        run.convolution(weights["regions"], features, {.out = regions, .kernel = 1});
    const Tensor means =
        run.activate(run.pooledLinear(weights["hidden"], run.regionMeans(features, scores), hidden),
                     Activation::LeakyRelu);
    return {run.pooledLinear(weights["mean"], means, codeSize).flatten(1),
            run.pooledLinear(weights["log_variance"], means, codeSize).flatten(1)};
}

} // namespace underpaint::nets::bicyclegan
