// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/bicyclegan_networks.h"

#include "engine/base/error.h"
#include "engine/nets/systems/bicyclegan.h"
#include "engine/nets/systems/modulated_generator.h"
#include "engine/nets/systems/region_encoder.h"

#include <string>

namespace underpaint::nets::bicyclegan {

namespace {

constexpr std::int64_t usualCodeSize = 8;

Activation readActivation(OptionReader& o, const std::vector<std::string>& names) {
    const std::string name = o.choice("nl", names);
    return name == "relu"  ? Activation::Relu
           : name == "elu" ? Activation::Elu
                           : Activation::LeakyRelu;
}

InputSpec codeInput(std::int64_t size) {
    return {.name = "z", .channels = size, .content = InputContent::Code, .scale = 0};
}

template<CodePlace place>
NetworkDefinition defineUnet(OptionReader& o) {
    const UnetGenerator net{.place = place,
                            .inputChannels = o.integer("input_nc", 1, maxChannels),
                            .outputChannels = o.integer("output_nc", 1, maxChannels, 3),
                            .codeSize = o.integer("nz", 0, maxChannels),
                            .downsamplings = o.integer("num_downs", 5, 10),
                            .ngf = o.integer("ngf", 1, maxChannels),
                            .norm = o.norm(),
                            .decoder = readActivation(o, {"relu", "lrelu", "elu"}),
                            .upsampling = o.choice("upsample", {"basic", "bilinear"}) == "bilinear"
                                              ? Upsampling::Bilinear
                                              : Upsampling::Transposed,
                            .dropout = o.boolean("use_dropout")};
    NetworkDefinition definition{
        .inputs = {{.name = "input", .channels = net.inputChannels}},
        .forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) -> TensorMap {
            const Tensor code = net.codeSize > 0 ? inputs.at("z").dense() : Tensor();
            return {{"output", net(run, weights, inputs.at("input"), code)}};
        },
        .isGenerator = true,
        .multiple = net.multiple(),
        .smallest = net.multiple(), // it shrinks such a picture to one pixel
        .norm = net.norm,
        .dropout = net.dropout,
        .own = net};
    if (net.codeSize > 0) {
        definition.inputs.push_back(codeInput(net.codeSize));
    }
    return definition;
}

/// Our own: what pix2pixHD's styles are to an instance, the code is to the whole picture.
NetworkDefinition defineModulated(OptionReader& o) {
    ModulatedGenerator net = readModulatedGenerator(o);
    const InputSpec condition{
        .name = "input", .channels = net.inputChannels, .noise = net.noiseChannels};
    const std::int64_t codeSize = o.integer("nz", 1, maxChannels);
    net.inputChannels += codeSize;
    return {
        .inputs = {condition, codeInput(codeSize)},
        .forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) -> TensorMap {
            return {{"output",
                     net(run, weights, withCode(run, inputs.at("input"), inputs.at("z").dense()))}};
        },
        .isGenerator = true,
        .multiple = net.multiple(),
        .own = net};
}

template<class Net>
NetworkDefinition encoderOfPhotos(const Net& net) {
    return {
        .inputs = {{.name = "input",
                    .channels = net.inputChannels,
                    .content = InputContent::Picture}},
        .forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) -> TensorMap {
            const CodeDistribution code = net(run, weights, inputs.at("input").dense());
            return {{"mu", code.mean}, {"logvar", code.logVariance}};
        },
        .multiple = net.multiple(),
        .own = net};
}

template<Encoder::Trunk trunk>
NetworkDefinition defineEncoder(OptionReader& o) {
    const Encoder net{
        .trunk = trunk,
        .inputChannels = o.integer("input_nc", 1, maxChannels, 3),
        .codeSize = o.integer("nz", 1, maxChannels),
        .nef = o.integer("nef", 1, maxChannels),
        .stages = o.integer(trunk == Encoder::Trunk::Residual ? "n_blocks" : "n_layers", 1, 8),
        .norm = o.norm(),
        .activation = readActivation(o, {"lrelu", "relu", "elu"})};
    NetworkDefinition definition = encoderOfPhotos(net);
    definition.norm = net.norm;
    return definition;
}

NetworkDefinition defineRegionEncoder(OptionReader& o) {
    return encoderOfPhotos(RegionEncoder{.inputChannels = o.integer("input_nc", 1, maxChannels, 3),
                                         .codeSize = o.integer("nz", 1, maxChannels),
                                         .nef = o.integer("nef", 1, maxChannels, 24),
                                         .regions = o.integer("n_regions", 1, 256, 12),
                                         .hidden = o.integer("hidden", 1, maxChannels, 96)});
}

NetworkDefinition defineMultiscale(OptionReader& o) {
    const MultiscaleDiscriminator net{.inputChannels = o.integer("input_nc", 1, maxChannels),
                                      .ndf = o.integer("ndf", 1, maxChannels),
                                      .layers = o.integer("n_layers", 1, 8),
                                      .scales = o.integer("num_D", 1, 8),
                                      .norm = o.norm()};
    if (net.norm == Norm::None) {
        throw Error("option norm is \"none\", without which the official discriminators cannot be",
                    "bicyclegan.multiscale_discriminator", "Use instance or batch");
    }
    return {
        .inputs = {{.name = "input",
                    .channels = net.inputChannels,
                    .content = InputContent::Judged}},
        .forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) -> TensorMap {
            TensorMap results;
            for (const auto& stages : net(run, weights, inputs.at("input").dense())) {
                results["pred." + std::to_string(results.size())] = stages.back();
            }
            return results;
        },
        .judge = [net](Run& run, const Scope& weights,
                       const Tensor& input) { return net(run, weights, input); },
        .norm = net.norm,
        .own = net};
}

constexpr int deepest = 16;

/// The norm at `layer`, unless it was left out.
std::string normOf(const StateDictNames& names, const std::string& layer, bool leftOut) {
    return leftOut ? "none" : names.normAt(layer);
}

std::vector<std::string> commonAssumptions() {
    return {"nl = relu (the official default; weights do not tell)",
            "use_dropout = false (weights do not tell)"};
}

Evidence seeAddAll(const StateDictNames& names) {
    return names.has("model.down.0.weight") ? Evidence::Sure : Evidence::None;
}

DeducedOptions deduceAddAll(const StateDictNames& names) {
    std::string level = "model.submodule";
    std::int64_t downs = 2;
    while (names.has(level + ".submodule.down.1.weight")) {
        level += ".submodule";
        if (++downs > deepest) {
            names.fail("the U-Net is nested more deeply than any picture could be");
        }
    }
    const bool bilinear = names.has("model.up.3.weight");
    const std::int64_t ngf = names.extent("model.down.0.weight", outAxis);
    const std::int64_t nz = names.extent("model.submodule.down.1.weight", inAxis) - ngf;
    const std::int64_t input = names.extent("model.down.0.weight", inAxis) - nz;
    if (nz < 0 || input < 1) {
        names.fail("the first two convolutions have no common size of the code");
    }
    std::vector<std::string> assumptions = commonAssumptions();
    const std::string norm = names.normAt("model.submodule.down.2");
    if (norm == "instance") {
        assumptions.emplace_back("norm = instance (the weights do not tell it from none)");
    }
    return {{{"input_nc", input},
             {"output_nc", bilinear ? names.extent("model.up.3.weight", outAxis)
                                    : names.extent("model.up.1.weight", inAxis)},
             {"nz", nz},
             {"num_downs", downs},
             {"ngf", ngf},
             {"norm", norm},
             {"nl", std::string("relu")},
             {"upsample", std::string(bilinear ? "bilinear" : "basic")},
             {"use_dropout", false}},
            std::move(assumptions)};
}

/// Where the level inside the first one lies: 3, or 2 without norms.
std::string innerOfAddInput(const StateDictNames& names) {
    return names.has("model.model.1.model.2.model.1.weight") ? ".model.2" : ".model.3";
}

Evidence seeAddInput(const StateDictNames& names) {
    if (!names.has("model.model.0.weight") || !names.has("model.model.1.model.1.weight")) {
        return Evidence::None;
    }
    const bool own = names.has("model.model.5.weight") || innerOfAddInput(names) == ".model.2";
    return own ? Evidence::Sure : Evidence::Shared;
}

bool onlyAddInput(const StateDictNames& names) {
    return names.has("model.model.1.model.1.bias") &&
           names.normAt("model.model.1.model.2") == "batch";
}

DeducedOptions deduceAddInput(const StateDictNames& names) {
    const std::string inner = innerOfAddInput(names);
    std::string level = "model.model.1";
    std::int64_t downs = 2;
    while (names.has(level + inner + ".model.1.weight")) {
        level += inner;
        if (++downs > deepest) {
            names.fail("the U-Net is nested more deeply than any picture could be");
        }
    }
    const bool bilinear = names.has("model.model.5.weight");
    const std::int64_t channels = names.extent("model.model.0.weight", inAxis);
    // Without room for the usual code there can be none.
    const std::int64_t nz = channels > usualCodeSize ? usualCodeSize : 0;
    std::vector<std::string> assumptions = commonAssumptions();
    assumptions.push_back("nz = " + std::to_string(nz) +
                          " (a U-Net with the code at its input does not tell; its encoder does)");
    return {{{"input_nc", channels - nz},
             {"output_nc", bilinear ? names.extent("model.model.5.weight", outAxis)
                                    : names.extent("model.model.3.weight", inAxis)},
             {"nz", nz},
             {"num_downs", downs},
             {"ngf", names.extent("model.model.0.weight", outAxis)},
             {"norm", normOf(names, "model.model.1.model.2", inner == ".model.2")},
             {"nl", std::string("relu")},
             {"upsample", std::string(bilinear ? "bilinear" : "basic")},
             {"use_dropout", false}},
            std::move(assumptions)};
}

bool hasHeads(const StateDictNames& names) {
    return names.has("fc.0.weight") && names.has("fcVar.0.weight");
}

Evidence seeResidualEncoder(const StateDictNames& names) {
    return hasHeads(names) && names.has("conv.1.shortcut.1.weight") ? Evidence::Sure
                                                                    : Evidence::None;
}

DeducedOptions deduceResidualEncoder(const StateDictNames& names) {
    return {{{"input_nc", names.extent("conv.0.weight", inAxis)},
             {"nz", names.rows("fc.0.weight")},
             {"nef", names.extent("conv.0.weight", outAxis)},
             {"n_blocks", *names.numbersAfter("conv.", ".shortcut.1.weight").rbegin() + 1},
             {"norm", normOf(names, "conv.1.conv.0", names.has("conv.1.conv.1.weight"))},
             {"nl", std::string("lrelu")}}};
}

Evidence seeConvolutionEncoder(const StateDictNames& names) {
    return hasHeads(names) && names.has("conv.2.weight") ? Evidence::Sure : Evidence::None;
}

DeducedOptions deduceConvolutionEncoder(const StateDictNames& names) {
    std::int64_t layers = 0;
    for (const std::int64_t n : names.numbersAfter("conv.", ".weight")) {
        layers += names.isConvolution(numbered("conv.", n, ".weight")) ? 1 : 0;
    }
    return {{{"input_nc", names.extent("conv.0.weight", inAxis)},
             {"nz", names.rows("fc.0.weight")},
             {"nef", names.extent("conv.0.weight", outAxis)},
             {"n_layers", layers},
             {"norm", normOf(names, "conv.3", names.has("conv.4.weight"))},
             {"nl", std::string("lrelu")}}};
}

Evidence seeMultiscale(const StateDictNames& names) {
    return names.has("model_0.0.weight") ? Evidence::Sure : Evidence::None;
}

DeducedOptions deduceMultiscale(const StateDictNames& names) {
    const std::int64_t last = *names.numbersAfter("model_0.", ".weight").rbegin();
    if (last < 5 || (last - 2) % 3 != 0) {
        names.fail("the layers are not those of a PatchGAN");
    }
    return {{{"input_nc", names.extent("model_0.0.weight", inAxis)},
             {"ndf", names.extent("model_0.0.weight", outAxis)},
             {"n_layers", (last - 2) / 3},
             {"num_D", *names.numbersAfter("model_", ".0.weight").rbegin() + 1},
             {"norm", names.normAt("model_0.3")}}};
}

} // namespace

} // namespace underpaint::nets::bicyclegan

namespace underpaint::nets {

NetworkSystem networksOfBicycleGan() {
    using namespace bicyclegan;
    return {.kind = "bicyclegan",
            .title = "BicycleGAN",
            .networks = {
                {.name = "bicyclegan.unet_add_all",
                 .role = "G",
                 .define = defineUnet<CodePlace::All>,
                 .recognition = {.anchors = {"model.down.0.weight"},
                                 .evidence = seeAddAll,
                                 .deduce = deduceAddAll}},
                {.name = "bicyclegan.unet_add_input",
                 .role = "G",
                 .define = defineUnet<CodePlace::Input>,
                 .recognition = {.anchors = {"model.model.0.weight"},
                                 .evidence = seeAddInput,
                                 .only = onlyAddInput,
                                 .title = "a U-Net of BicycleGAN",
                                 .deduce = deduceAddInput}},
                {.name = "bicyclegan.modulated_generator", .role = "G", .define = defineModulated},
                {.name = "bicyclegan.encoder_resnet",
                 .role = "E",
                 .define = defineEncoder<Encoder::Trunk::Residual>,
                 .recognition = {.anchors = {"fc.0.weight"},
                                 .evidence = seeResidualEncoder,
                                 .deduce = deduceResidualEncoder}},
                {.name = "bicyclegan.encoder_conv",
                 .role = "E",
                 .define = defineEncoder<Encoder::Trunk::Convolutions>,
                 .recognition = {.anchors = {"fc.0.weight"},
                                 .evidence = seeConvolutionEncoder,
                                 .deduce = deduceConvolutionEncoder}},
                {.name = "bicyclegan.encoder_regions", .role = "E", .define = defineRegionEncoder},
                {.name = "bicyclegan.multiscale_discriminator",
                 .role = "D",
                 .define = defineMultiscale,
                 .recognition = {.anchors = {"model_0.0.weight"},
                                 .evidence = seeMultiscale,
                                 .deduce = deduceMultiscale},
                 .scoresOnly = true},
            }};
}

} // namespace underpaint::nets
