// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/residual_block.h"

namespace underpaint::nets {

Tensor residualBlock(Run& run, const Scope& weights, const Tensor& x, const ResidualBlock& spec) {
    const Convolution convolution{.out = x.size(1),
                                  .kernel = 3,
                                  .stride = 1,
                                  .padding = 1,
                                  .border = Border::Reflect,
                                  .bias = spec.bias};
    const Scope block = weights["conv_block"];
    const std::int64_t second = spec.dropout ? 6 : 5;
    Tensor y = run.convolution(block[1], x, convolution);
    y = run.normalise(block[2], y, spec.norm, Activation::Relu);
    if (spec.dropout) {
        y = run.dropout(y, 0.5);
    }
    y = run.convolution(block[second], y, convolution);
    return run.normaliseAdd(block[second + 1], y, spec.norm, x);
}

} // namespace underpaint::nets
