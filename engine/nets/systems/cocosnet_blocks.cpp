// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/cocosnet_blocks.h"

#include "engine/base/error.h"
#include "engine/nets/systems/cocosnet_adaptor.h"
#include "engine/nets/systems/cocosnet_attention.h"
#include "engine/nets/systems/cocosnet_vgg.h"
#include "engine/nets/systems/spectral_norm.h"

#include <string>

namespace underpaint::nets::cocosnet {

Spade readSpade(OptionReader& o) {
    Spade spade;
    spade.hidden = o.integer("nhidden", 1, maxChannels, 128);
    const std::string norm = o.choice("norm", {"positional", "instance", "batch"});
    spade.norm = norm == "positional" ? Norm::Positional
                 : norm == "instance" ? Norm::Instance
                                      : Norm::PlainBatch;
    return spade;
}

namespace {

/// `input` and the condition that modulates it.
std::vector<InputSpec> modulatedInputs(std::int64_t channels, std::int64_t conditionChannels) {
    return {{.name = "input", .channels = channels, .content = InputContent::Picture},
            {.name = "seg", .channels = conditionChannels}};
}

/// An odd kernel, whose reflected border is as wide on both sides.
std::int64_t readKernel(OptionReader& o) {
    const std::int64_t kernel = o.integer("kernel_size", 1, 15, 3);
    if (kernel % 2 == 0) {
        throw Error("option kernel_size is even", "cocosnet", "Use an odd size");
    }
    return kernel;
}

NetworkDefinition defineSpade(OptionReader& o) {
    Spade spade = readSpade(o);
    spade.kernel = readKernel(o);
    const std::int64_t channels = o.integer("input_nc", 1, maxChannels);
    return {.inputs = modulatedInputs(channels, o.integer("seg_nc", 1, maxChannels)),
            .forward = [spade](Run& run, const Scope& weights,
                               const NetworkInputs& inputs) -> TensorMap {
                const Tensor x = inputs.at("input").dense();
                run.mark("normalised", spade.normalised(run, weights, x));
                return {{"output", spade(run, weights, x, inputs.at("seg").dense())}};
            },
            .own = spade};
}

NetworkDefinition defineSpadeBlock(OptionReader& o) {
    Spade spade = readSpade(o);
    spade.kernel = readKernel(o);
    const std::int64_t in = o.integer("input_nc", 1, maxChannels);
    const SpadeBlock block{.out = o.integer("output_nc", 1, maxChannels, in),
                           .spade = spade,
                           .spectral = o.boolean("spectral_norm"),
                           .squeezed = o.boolean("use_se"),
                           .dilation = o.integer("dilation", 1, 64, 1)};
    return {
        .inputs = modulatedInputs(in, o.integer("seg_nc", 1, maxChannels)),
        .forward = [block](Run& run, const Scope& weights,
                           const NetworkInputs& inputs) -> TensorMap {
            const Tensor x = inputs.at("input").dense();
            const Tensor condition = inputs.at("seg").dense();
            const Tensor output = block(run, weights, x, condition);
            if (output.is_meta()) {
                return {{"output", output}};
            }
            return {{"output", output}, {"shortcut", block.shortcut(run, weights, x, condition)}};
        },
        .own = block};
}

/// A network of one input whose result has its shape.
template<class Net>
NetworkDefinition defineLayer(const Net& net, std::int64_t channels) {
    return {
        .inputs = {{.name = "input", .channels = channels, .content = InputContent::Picture}},
        .forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) -> TensorMap {
            return {{"output", net(run, weights, inputs.at("input").dense())}};
        },
        .own = net};
}

NetworkDefinition defineAttention(OptionReader& o) {
    const std::int64_t channels = o.integer("channels", 8, maxChannels);
    return defineLayer(SelfAttention{.spectral = o.boolean("spectral_norm")}, channels);
}

NetworkDefinition defineResidualBlock(OptionReader& o) {
    return defineLayer(headBlock, o.integer("channels", 1, maxChannels));
}

NetworkDefinition defineSpectralConvolution(OptionReader& o) {
    const std::int64_t in = o.integer("input_nc", 1, maxChannels);
    const Convolution spec{.out = o.integer("output_nc", 1, maxChannels),
                           .kernel = o.integer("kernel_size", 1, 15, 3),
                           .padding = o.integer("padding", 0, 15, 0),
                           .spectral = Spectral::Stored};
    return {.inputs = {{.name = "input", .channels = in, .content = InputContent::Picture}},
            .forward = [spec](Run& run, const Scope& weights,
                              const NetworkInputs& inputs) -> TensorMap {
                const Tensor y = run.convolution(weights, inputs.at("input").dense(), spec);
                if (y.is_meta()) {
                    return {{"output", y}};
                }
                return {{"output", y},
                        {"normalised_weight", storedSpectralWeight(weights, /*refine=*/false)}};
            }};
}

NetworkDefinition defineAdaptor(OptionReader& o) {
    const Adaptor net{.inputChannels = o.integer("input_nc", 1, maxChannels),
                      .ngf = o.integer("ngf", 1, maxChannels),
                      .spade = readSpade(o),
                      .kernel = o.integer("adaptor_kernel", 3, 4, 3),
                      .stride = o.integer("warp_stride", 2, 4, 4)};
    return {
        .inputs = {{.name = "input",
                    .channels = net.inputChannels,
                    .content = InputContent::Picture}},
        .forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) -> TensorMap {
            const Tensor y = net(run, weights, inputs.at("input").dense());
            return {{"output", y}, {"output_normalised", unitLength(y)}};
        },
        .multiple = net.stride,
        .own = net};
}

NetworkDefinition defineVgg(OptionReader& o) {
    const Vgg net{.widths = o.integers("widths", 4, 1, maxChannels, {64, 128, 256, 512}),
                  .fromSigned = o.boolean("vgg_normal_correct")};
    return {.inputs = {{.name = "input", .channels = 3, .content = InputContent::Picture}},
            .forward =
                [net](Run& run, const Scope& weights, const NetworkInputs& inputs) {
                    return net(run, weights, inputs.at("input").dense());
                },
            .smallest = 32, // it is halved four times, and once more in the official code
            .own = net};
}

} // namespace

std::vector<NetworkKind> blockNetworks() {
    return {{.name = "cocosnet.spade", .define = defineSpade},
            {.name = "cocosnet.spade_resblock", .define = defineSpadeBlock},
            {.name = "cocosnet.attention", .define = defineAttention},
            {.name = "cocosnet.residual_block", .define = defineResidualBlock},
            {.name = "cocosnet.spectral_norm_conv", .define = defineSpectralConvolution},
            {.name = "cocosnet.adaptor", .define = defineAdaptor},
            {.name = "cocosnet.vgg19", .define = defineVgg}};
}

} // namespace underpaint::nets::cocosnet
