// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/pix2pixhd_networks.h"

#include "engine/nets/systems/modulated_generator.h"
#include "engine/nets/systems/projected_discriminator.h"
#include "engine/nets/systems/residual_trunk.h"

#include <cstdint>
#include <set>
#include <string>

namespace underpaint::nets::pix2pixhd {

namespace {

Upsampling readUpsampling(OptionReader& o) {
    return o.choice("upsample", {"transposed", "nearest"}) == "nearest"
               ? Upsampling::NearestConvolution
               : Upsampling::Transposed;
}

NetworkDefinition defineGlobalGenerator(OptionReader& o) {
    const GlobalGenerator net{.inputChannels = o.integer("input_nc", 1, maxChannels),
                              .outputChannels = o.integer("output_nc", 1, maxChannels, 3),
                              .ngf = o.integer("ngf", 1, maxChannels),
                              .downsamplings = o.integer("n_downsampling", 0, 8),
                              .blocks = o.integer("n_blocks", 0, maxBlocks),
                              .norm = o.norm(),
                              .upsampling = readUpsampling(o)};
    NetworkDefinition definition = conditionGenerator(net);
    definition.norm = net.norm;
    return definition;
}

NetworkDefinition defineLocalEnhancer(OptionReader& o) {
    const LocalEnhancer net{.inputChannels = o.integer("input_nc", 1, maxChannels),
                            .outputChannels = o.integer("output_nc", 1, maxChannels, 3),
                            .ngf = o.integer("ngf", 1, maxChannels),
                            .globalDownsamplings = o.integer("n_downsample_global", 0, 8),
                            .globalBlocks = o.integer("n_blocks_global", 0, maxBlocks),
                            .enhancers = o.integer("n_local_enhancers", 1, 4),
                            .localBlocks = o.integer("n_blocks_local", 0, maxBlocks),
                            .norm = o.norm(),
                            .upsampling = readUpsampling(o)};
    NetworkDefinition definition = conditionGenerator(net);
    definition.norm = net.norm;
    definition.grownFrom = "model.";
    return definition;
}

NetworkDefinition defineEncoder(OptionReader& o) {
    const Encoder net{.inputChannels = o.integer("input_nc", 1, maxChannels, 3),
                      .outputChannels = o.integer("output_nc", 1, maxChannels),
                      .ngf = o.integer("ngf", 1, maxChannels),
                      .downsamplings = o.integer("n_downsampling", 0, 8),
                      .norm = o.norm()};
    return {
        .inputs = {{.name = "image",
                    .channels = net.inputChannels,
                    .content = InputContent::Picture},
                   {.name = "inst", .content = InputContent::Instances}},
        .forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) -> TensorMap {
            return {{"output",
                     net(run, weights, inputs.at("image").dense(), inputs.at("inst").dense())}};
        },
        .multiple = net.multiple(),
        .norm = net.norm,
        .own = net};
}

/// `pred.S.J` for every stage, or `pred.S` for the scores alone.
TensorMap namedPredictions(const std::vector<std::vector<Tensor>>& predictions, bool stages) {
    TensorMap results;
    for (std::size_t s = 0; s < predictions.size(); ++s) {
        for (std::size_t j = 0; j < predictions[s].size(); ++j) {
            const std::string name = "pred." + std::to_string(s);
            results[stages ? name + "." + std::to_string(j) : name] = predictions[s][j];
        }
    }
    return results;
}

template<class Net>
NetworkDefinition judge(const Net& net, bool stages) {
    return {.inputs = {{.name = "input",
                        .channels = net.inputChannels,
                        .content = InputContent::Judged}},
            .forward =
                [net, stages](Run& run, const Scope& weights, const NetworkInputs& inputs) {
                    return namedPredictions(net(run, weights, inputs.at("input").dense()), stages);
                },
            .judge = [net](Run& run, const Scope& weights,
                           const Tensor& input) { return net(run, weights, input); },
            .own = net};
}

} // namespace

NetworkDefinition discriminatorDefinition(const MultiscaleDiscriminator& net) {
    NetworkDefinition definition = judge(net, net.stages);
    definition.norm = net.norm;
    definition.judgesInProbabilities = net.sigmoid && !net.stages;
    return definition;
}

namespace {

NetworkDefinition defineMultiscale(OptionReader& o) {
    return discriminatorDefinition({.inputChannels = o.integer("input_nc", 1, maxChannels),
                                    .ndf = o.integer("ndf", 1, maxChannels),
                                    .layers = o.integer("n_layers", 1, 8),
                                    .scales = o.integer("num_D", 1, 8),
                                    .norm = o.norm(),
                                    .sigmoid = o.boolean("use_sigmoid"),
                                    .stages = o.boolean("intermediate_features"),
                                    .spectral = o.boolean("spectral_norm")});
}

NetworkDefinition defineModulated(OptionReader& o) {
    const ModulatedGenerator net = readModulatedGenerator(o);
    NetworkDefinition definition = conditionGenerator(net);
    definition.inputs.front().noise = net.noiseChannels;
    return definition;
}

NetworkDefinition defineProjected(OptionReader& o) {
    const ProjectedDiscriminator net{.inputChannels = o.integer("input_nc", 3, maxChannels),
                                     .width = o.integer("width", 1, maxChannels, 48),
                                     .headWidth = o.integer("head_width", 1, maxChannels, 64)};
    NetworkDefinition definition = judge(net, false);
    definition.multiple = ProjectedDiscriminator::multiple();
    definition.backbonePrefix = "backbone.";
    definition.backbone = "backbone.efficientnet_lite0";
    return definition;
}

/// Transposed convolutions keep their weights as (in, out, …) and halve the channels; our own
/// variant that enlarges before a plain convolution keeps them as (out, in, …).
void deduceUpsampling(const StateDictNames& names, const std::string& firstUp,
                      project::Options& options) {
    if (names.has(firstUp) && names.extent(firstUp, 0) < names.extent(firstUp, 1)) {
        options["upsample"] = std::string("nearest");
    }
}

Evidence seeGlobalGenerator(const StateDictNames& names) {
    return hasResidualTrunk(names) ? Evidence::Shared : Evidence::None;
}

/// A ResNet of pix2pix has two downsamplings, and no bias before a batch norm.
bool onlyGlobalGenerator(const StateDictNames& names) {
    return residualTrunk(names).downsamplings != 2 ||
           (names.has("model.1.bias") && names.normAt("model.2") == "batch");
}

DeducedOptions deduceGlobalGenerator(const StateDictNames& names) {
    const ResidualTrunk trunk = residualTrunk(names);
    DeducedOptions deduced{
        {{"input_nc", names.extent("model.1.weight", inAxis)},
         {"output_nc", names.extent(numbered("model.", trunk.head(), ".weight"), outAxis)},
         {"ngf", names.extent("model.1.weight", outAxis)},
         {"n_downsampling", trunk.downsamplings},
         {"n_blocks", trunk.blocks},
         {"norm", names.normAt("model.2")}}};
    deduceUpsampling(names, numbered("model.", trunk.up(), ".weight"), deduced.options);
    return deduced;
}

Evidence seeLocalEnhancer(const StateDictNames& names) {
    return names.numbersAfter("model", "_1.").empty() ? Evidence::None : Evidence::Sure;
}

DeducedOptions deduceLocalEnhancer(const StateDictNames& names) {
    const std::int64_t enhancers = *names.numbersAfter("model", "_1.").rbegin();
    if (names.numbersAfter("model.", ".conv_block.").empty()) {
        names.fail("the global part of the local enhancer (model.*) is missing");
    }
    const ResidualTrunk global = residualTrunkOutline(names);
    const std::string before = numbered("model", enhancers, "_1");
    const std::string after = numbered("model", enhancers, "_2.");
    const auto localBlocks =
        static_cast<std::int64_t>(names.numbersAfter(after, ".conv_block.").size());
    DeducedOptions deduced{
        {{"input_nc", names.extent(before + ".1.weight", inAxis)},
         {"output_nc", names.extent(numbered(after, localBlocks + 4, ".weight"), outAxis)},
         {"ngf", names.extent(before + ".1.weight", outAxis)},
         {"n_downsample_global", global.downsamplings},
         {"n_blocks_global", global.blocks},
         {"n_local_enhancers", enhancers},
         {"n_blocks_local", localBlocks},
         {"norm", names.normAt("model.2")}}};
    deduceUpsampling(names, numbered(after, localBlocks, ".weight"), deduced.options);
    return deduced;
}

/// Many networks begin with a first convolution of this name.
Evidence seeEncoder(const StateDictNames& names) {
    return names.has("model.1.weight") ? Evidence::Loose : Evidence::None;
}

DeducedOptions deduceEncoder(const StateDictNames& names) {
    const std::int64_t last = *names.numbersAfter("model.", ".weight").rbegin();
    if (last < 5 || (last - 5) % 6 != 0) {
        names.fail("the layers are not those of an encoder");
    }
    return {{{"input_nc", names.extent("model.1.weight", inAxis)},
             {"output_nc", names.extent(numbered("model.", last, ".weight"), outAxis)},
             {"ngf", names.extent("model.1.weight", outAxis)},
             {"n_downsampling", (last - 5) / 6},
             {"norm", names.normAt("model.2")}}};
}

bool returnsStages(const StateDictNames& names) {
    return names.has("scale0_layer0.0.weight");
}

/// The numbers of its scales.
std::set<std::int64_t> scalesOf(const StateDictNames& names) {
    return returnsStages(names) ? names.numbersAfter("scale", "_layer")
                                : names.numbersAfter("layer", ".");
}

Evidence seeMultiscale(const StateDictNames& names) {
    const bool known = returnsStages(names) || names.has("layer0.0.weight");
    return known && !discriminatorsDifferInWidth(names) ? Evidence::Sure : Evidence::None;
}

} // namespace

bool discriminatorsDifferInWidth(const StateDictNames& names) {
    const bool stages = returnsStages(names);
    if (!stages && !names.isConvolution("layer0.0.weight")) {
        return false;
    }
    const auto firstLayer = [&](std::int64_t scale) {
        return numbered(stages ? "scale" : "layer", scale,
                        stages ? "_layer0.0.weight" : ".0.weight");
    };
    const std::int64_t finest = *scalesOf(names).rbegin();
    return names.isConvolution(firstLayer(finest)) &&
           names.extent(firstLayer(finest), outAxis) != names.extent(firstLayer(0), outAxis);
}

DeducedOptions deduceDiscriminator(const StateDictNames& names) {
    const bool stages = returnsStages(names);
    const auto scales = scalesOf(names);
    const std::string first = stages ? "scale0_layer0.0" : "layer0.0";
    const std::string norm = stages ? "scale0_layer1.1" : "layer0.3";
    // One stage for every layer, the first and the score; flat lists count activations too.
    const auto positions = stages ? names.numbersAfter("scale0_layer", ".0.weight")
                                  : names.numbersAfter("layer0.", ".weight");
    const std::int64_t last = positions.empty() ? 0 : *positions.rbegin();
    DeducedOptions deduced{{{"input_nc", names.extent(first + ".weight", inAxis)},
                            {"ndf", names.extent(first + ".weight", outAxis)},
                            {"n_layers", stages ? last - 1 : (last - 2) / 3},
                            {"num_D", *scales.rbegin() + 1},
                            {"norm", names.normAt(norm)},
                            {"use_sigmoid", false},
                            {"intermediate_features", stages}}};
    if (!stages) {
        deduced.assumptions.emplace_back("use_sigmoid = false (the weights do not tell)");
    }
    return deduced;
}

} // namespace underpaint::nets::pix2pixhd

namespace underpaint::nets {

NetworkSystem networksOfPix2PixHd() {
    using namespace pix2pixhd;
    return {.kind = "pix2pixhd",
            .title = "pix2pixHD",
            .networks = {
                {.name = "pix2pixhd.global_generator",
                 .role = "G",
                 .define = defineGlobalGenerator,
                 .recognition = {.anchors = {"model.1.weight"},
                                 .evidence = seeGlobalGenerator,
                                 .only = onlyGlobalGenerator,
                                 .title = "a generator of pix2pixHD",
                                 .deduce = deduceGlobalGenerator}},
                {.name = "pix2pixhd.local_enhancer",
                 .role = "G",
                 .define = defineLocalEnhancer,
                 .recognition = {.anchors = {"model1_1.1.weight"},
                                 .evidence = seeLocalEnhancer,
                                 .deduce = deduceLocalEnhancer}},
                {.name = "pix2pixhd.modulated_generator", .role = "G", .define = defineModulated},
                {.name = "pix2pixhd.encoder",
                 .role = "E",
                 .define = defineEncoder,
                 .recognition = {.anchors = {"model.1.weight"},
                                 .evidence = seeEncoder,
                                 .deduce = deduceEncoder}},
                {.name = "pix2pixhd.multiscale_discriminator",
                 .role = "D",
                 .define = defineMultiscale,
                 .recognition = {.anchors = {"scale0_layer0.0.weight", "layer0.0.weight"},
                                 .evidence = seeMultiscale,
                                 .deduce = deduceDiscriminator}},
                {.name = "projected_discriminator",
                 .role = "D",
                 .define = defineProjected,
                 .scoresOnly = true},
            }};
}

} // namespace underpaint::nets
