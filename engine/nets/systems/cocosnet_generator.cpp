// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/cocosnet_generator.h"

#include "engine/nets/systems/cocosnet_attention.h"

namespace underpaint::nets::cocosnet {

namespace {
constexpr std::int64_t warpChannels = 3;
} // namespace

std::int64_t Generator::modulatingChannels() const {
    switch (input) {
    case GeneratorInput::Warp:
        return warpChannels;
    case GeneratorInput::Condition:
        return conditionChannels;
    case GeneratorInput::WarpAndCondition:
        break;
    }
    return inputChannels();
}

Tensor Generator::modulating(const Tensor& given) const {
    const std::int64_t wanted = modulatingChannels();
    if (given.size(1) == wanted) {
        return given;
    }
    return given.narrow(1, input == GeneratorInput::Warp ? 0 : warpChannels, wanted);
}

Tensor Generator::operator()(Run& run, const Scope& weights, const Tensor& given) const {
    const Tensor condition = modulating(given);
    Tensor x = run.resizeNearest(condition, condition.size(2) / multiple(),
                                 condition.size(3) / multiple());
    x = run.convolution(weights["fc"], x, {.out = 16 * ngf, .padding = 1});
    run.mark("fc", x);
    const auto block = [&](const char* name, std::int64_t out) {
        x = SpadeBlock{.out = out, .spade = spade}(run, weights[name], x, condition);
        run.mark(name, x);
    };
    const auto enlarge = [&] { x = run.upsampleNearest(x, 2); };
    block("head_0", 16 * ngf);
    enlarge();
    block("G_middle_0", 16 * ngf);
    block("G_middle_1", 16 * ngf);
    enlarge();
    block("up_0", 8 * ngf);
    enlarge();
    block("up_1", 4 * ngf);
    enlarge();
    if (attention) {
        x = SelfAttention{}(run, weights["attn"], x);
        run.mark("attn", x);
    }
    block("up_2", 2 * ngf);
    enlarge();
    block("up_3", ngf);
    x = run.activate(x, Activation::LeakyRelu);
    x = run.convolution(weights["conv_img"], x, {.out = 3, .padding = 1});
    return run.activate(x, Activation::Tanh);
}

} // namespace underpaint::nets::cocosnet
