// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/cocosnet_adaptor.h"

#include <string>

namespace underpaint::nets::cocosnet {

Tensor unitLength(const Tensor& x) {
    constexpr double epsilon = 2.220446049250313e-16;
    return x / (x.norm(2, {1}, /*keepdim=*/true) + epsilon);
}

Tensor headBlock(Run& run, const Scope& weights, const Tensor& x) {
    const Convolution spec{.out = x.size(1), .padding = 1, .border = Border::Reflect};
    Tensor y = run.convolution(weights["conv1"], x, spec);
    y = run.normalise(weights["bn1"], y, Norm::Instance, Activation::None);
    y = run.parametricRelu(weights["prelu"], y);
    y = run.convolution(weights["conv2"], y, spec);
    y = run.normaliseAdd(weights["bn2"], y, Norm::Instance, x);
    return run.parametricRelu(weights["prelu"], y);
}

Tensor Adaptor::operator()(Run& run, const Scope& weights, const Tensor& input) const {
    std::int64_t number = 0;
    const auto layer = [&](const Tensor& x, std::int64_t out, std::int64_t size,
                           std::int64_t step) {
        const Scope scope = weights["layer" + std::to_string(++number)];
        const Tensor y = run.convolution(scope[0], x,
                                         {.out = out,
                                          .kernel = size,
                                          .stride = step,
                                          .padding = 1,
                                          .bias = false,
                                          .spectral = Spectral::Stored});
        return run.normalise(scope[1], y, Norm::Instance,
                             number < 5 ? Activation::LeakyRelu : Activation::None);
    };
    const bool halves = stride == 4;
    Tensor x = layer(input, ngf, 3, 1);
    x = layer(x, 2 * ngf, kernel, 2);
    x = layer(x, 4 * ngf, 3, 1);
    x = layer(x, 8 * ngf, halves ? kernel : 3, halves ? 2 : 1);
    x = layer(x, 8 * ngf, 3, 1);
    run.mark("layer5", x);
    const auto block = [&](const char* name, std::int64_t out) {
        return SpadeBlock{.out = out, .spade = spade}(run, weights[name], x, input);
    };
    x = block("head_0", 8 * ngf);
    run.mark("head_0", x);
    x = block("G_middle_0", 8 * ngf);
    return block("G_middle_1", 4 * ngf);
}

} // namespace underpaint::nets::cocosnet
