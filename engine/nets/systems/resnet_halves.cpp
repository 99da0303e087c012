// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/resnet_halves.h"

#include "engine/nets/systems/residual_block.h"

namespace underpaint::nets {

bool biasBefore(Norm norm) {
    return norm == Norm::Instance || norm == Norm::TrackedInstance;
}

Tensor encodeResnet(Run& run, const Scope& layers, const NetworkInput& input, std::int64_t width,
                    const ResnetHalf& half) {
    const Convolution first{.out = width,
                            .kernel = 7,
                            .stride = 1,
                            .padding = 3,
                            .border = Border::Reflect,
                            .bias = half.bias};
    Tensor x = run.stem(layers[1], input, first);
    x = run.normalise(layers[2], x, half.norm, Activation::Relu);
    for (const std::int64_t i : {0, 1}) {
        const std::int64_t at = 4 + 3 * i;
        x = run.convolution(
            layers[at], x,
            {.out = width << (i + 1), .kernel = 3, .stride = 2, .padding = 1, .bias = half.bias});
        x = run.normalise(layers[at + 1], x, half.norm, Activation::Relu);
    }
    for (std::int64_t b = 0; b < half.blocks; ++b) {
        x = residualBlock(run, layers[10 + b], x,
                          {.norm = half.norm, .bias = half.bias, .dropout = half.dropout});
    }
    return x;
}

Tensor decodeResnet(Run& run, const Scope& layers, std::int64_t first, const Tensor& features,
                    const ResnetOutput& output, const ResnetHalf& half) {
    Tensor x = features;
    for (const std::int64_t i : {0, 1}) {
        const std::int64_t at = first + 3 * i;
        x = run.transposedConvolution(layers[at], x,
                                      {.out = output.width << (1 - i), .bias = half.bias});
        x = run.normalise(layers[at + 1], x, half.norm, Activation::Relu);
    }
    const Convolution last{.out = output.channels,
                           .kernel = 7,
                           .stride = 1,
                           .padding = 3,
                           .border = Border::Reflect,
                           .deviation = output.deviation};
    x = run.convolution(layers[first + 7], x, last);
    return run.activate(x, Activation::Tanh);
}

} // namespace underpaint::nets
