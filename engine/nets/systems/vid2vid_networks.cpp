// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/vid2vid_networks.h"

#include "engine/base/error.h"
#include "engine/nets/systems/pix2pixhd_networks.h"
#include "engine/nets/systems/vid2vid.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace underpaint::nets::vid2vid {

namespace {

GeneratorShape readShape(OptionReader& o) {
    return {.inputChannels = o.integer("input_nc", 1, maxChannels),
            .outputChannels = o.integer("output_nc", 1, maxChannels, 3),
            .previousChannels = o.integer("prev_output_nc", 1, maxChannels, 6),
            .ngf = o.integer("ngf", 1, maxChannels),
            .downsamplings = o.integer("n_downsampling", 0, 8),
            .norm = o.norm(),
            .foreground = o.boolean("use_fg"),
            .flow = !o.boolean("no_flow"),
            .foregroundLabels = o.integerList("fg_labels", 0, maxChannels - 1),
            .rawOnly = o.boolean("use_raw_only")};
}

void checkShape(const GeneratorShape& shape, const std::string& network) {
    if (shape.previousChannels < shape.outputChannels) {
        throw Error("option prev_output_nc is below output_nc", network,
                    "It counts the channels of all frames before");
    }
    if (shape.foreground && shape.foregroundWidth() < 1) {
        throw Error("option ngf is too small for a foreground of half its width", network,
                    "Use an ngf of at least 2");
    }
}

std::vector<InputSpec> inputsOf(const GeneratorShape& shape) {
    std::vector<InputSpec> inputs{
        {.name = "label", .channels = shape.inputChannels},
        {.name = "prev", .channels = shape.previousChannels, .content = InputContent::Picture}};
    if (shape.foreground) {
        inputs.push_back({.name = "mask", .content = InputContent::Mask});
    }
    return inputs;
}

/// An input that the network may not have.
Tensor denseOf(const NetworkInputs& inputs, const std::string& name) {
    const auto it = inputs.find(name);
    return it == inputs.end() ? Tensor() : it->second.dense();
}

TensorMap named(const PaintedFrame& frame) {
    TensorMap results{{"final", frame.final}, {"raw", frame.raw}};
    const auto add = [&](const char* name, const Tensor& value) {
        if (value.defined()) {
            results[name] = value;
        }
    };
    add("flow", frame.flow);
    add("weight", frame.weight);
    add("img_feat", frame.features.image);
    add("flow_feat", frame.features.flow);
    add("fg_feat", frame.features.foreground);
    return results;
}

template<class Net>
NetworkDefinition definitionOf(const Net& net, const std::vector<InputSpec>& inputs) {
    return {.inputs = inputs,
            .forward =
                [net](Run& run, const Scope& weights, const NetworkInputs& given) {
                    return named(net(run, weights,
                                     {.labels = given.at("label"),
                                      .previous = given.at("prev").dense(),
                                      .foreground = denseOf(given, "mask"),
                                      .coarse = {.image = denseOf(given, "img_feat_coarse"),
                                                 .flow = denseOf(given, "flow_feat_coarse"),
                                                 .foreground = denseOf(given, "fg_feat_coarse")}}));
                },
            .multiple = net.multiple(),
            .norm = net.shape.norm,
            .own = net};
}

NetworkDefinition defineComposite(OptionReader& o) {
    const CompositeGenerator net{.shape = readShape(o),
                                 .blocks = o.integer("n_blocks", 0, maxBlocks)};
    checkShape(net.shape, "vid2vid.composite_generator");
    return definitionOf(net, inputsOf(net.shape));
}

NetworkDefinition defineLocal(OptionReader& o) {
    const CompositeLocalGenerator net{.shape = readShape(o),
                                      .blocks = o.integer("n_blocks_local", 0, maxBlocks),
                                      .scale = o.integer("scale", 1, 8, 1)};
    checkShape(net.shape, "vid2vid.composite_local_generator");
    std::vector<InputSpec> inputs = inputsOf(net.shape);
    const auto add = [&](const char* name, std::int64_t width) {
        inputs.push_back(
            {.name = name, .channels = 2 * width, .content = InputContent::Features, .scale = 2});
    };
    add("img_feat_coarse", net.shape.ngf);
    if (net.shape.flow) {
        add("flow_feat_coarse", net.shape.ngf);
    }
    if (net.shape.foreground) {
        add("fg_feat_coarse", net.shape.foregroundWidth());
    }
    return definitionOf(net, inputs);
}

NetworkDefinition defineDiscriminator(OptionReader& o) {
    constexpr std::int64_t widestFirstLayer = 64;
    return pix2pixhd::discriminatorDefinition(
        {.inputChannels = o.integer("input_nc", 1, maxChannels),
         .ndf = o.integer("ndf", 1, maxChannels),
         .layers = o.integer("n_layers", 1, 8),
         .scales = o.integer("num_D", 1, 8),
         .norm = o.norm(),
         .stages = o.boolean("intermediate_features"),
         .widestAtFirst = widestFirstLayer});
}

Evidence seeComposite(const StateDictNames& names) {
    return names.has("model_down_seg.1.weight") && names.isConvolution("model_up_img.0.weight")
               ? Evidence::Sure
               : Evidence::None;
}

Evidence seeLocal(const StateDictNames& names) {
    return names.has("model_down_seg.1.weight") &&
                   !names.numbersAfter("model_up_img.", ".conv_block.").empty()
               ? Evidence::Sure
               : Evidence::None;
}

project::Options deducedShape(const StateDictNames& names) {
    return {{"input_nc", names.extent("model_down_seg.1.weight", inAxis)},
            {"output_nc", names.extent("model_final_img.1.weight", outAxis)},
            {"prev_output_nc", names.extent("model_down_img.1.weight", inAxis)},
            {"ngf", names.extent("model_down_seg.1.weight", outAxis)},
            {"norm", names.normAt("model_down_seg.2")},
            {"use_fg", names.has("indv_down.1.weight")},
            {"no_flow", !names.has("model_final_flow.1.weight")}};
}

std::int64_t blocksIn(const StateDictNames& names, const std::string& list) {
    return static_cast<std::int64_t>(names.numbersAfter(list + ".", ".conv_block.").size());
}

DeducedOptions deduceComposite(const StateDictNames& names) {
    // Stem of 4 items, 3 for each downsampling, then the blocks.
    const auto blocks = names.numbersAfter("model_down_seg.", ".conv_block.");
    const std::int64_t before = blocks.empty() ? -1 : *blocks.begin() - 4;
    if (before < 0 || before % 3 != 0) {
        names.fail("the residual blocks (model_down_seg.*) are not where a generator has them");
    }
    DeducedOptions deduced{deducedShape(names)};
    deduced.options["n_downsampling"] = before / 3;
    deduced.options["n_blocks"] =
        blocksIn(names, "model_down_seg") + blocksIn(names, "model_res_img");
    return deduced;
}

DeducedOptions deduceLocal(const StateDictNames& names) {
    DeducedOptions deduced{deducedShape(names)};
    const std::int64_t width = names.extent("model_down_seg.1.weight", outAxis);
    const bool wide =
        names.has("indv_down.1.weight") && names.extent("indv_down.1.weight", outAxis) == width;
    deduced.options["n_downsampling"] = std::int64_t{wide ? 2 : 3};
    deduced.options["n_blocks_local"] = blocksIn(names, "model_up_img");
    deduced.options["scale"] = std::int64_t{1};
    deduced.assumptions = {"scale = 1 (weights do not tell it from finer ones)"};
    return deduced;
}

Evidence seeDiscriminator(const StateDictNames& names) {
    return pix2pixhd::discriminatorsDifferInWidth(names) ? Evidence::Sure : Evidence::None;
}

DeducedOptions deduceDiscriminator(const StateDictNames& names) {
    DeducedOptions deduced = pix2pixhd::deduceDiscriminator(names);
    const std::int64_t finest = std::get<std::int64_t>(deduced.options.at("num_D")) - 1;
    const bool stages = std::get<bool>(deduced.options.at("intermediate_features"));
    deduced.options["ndf"] = names.extent(
        numbered(stages ? "scale" : "layer", finest, stages ? "_layer0.0.weight" : ".0.weight"),
        outAxis);
    deduced.options.erase("use_sigmoid");
    deduced.assumptions.clear();
    return deduced;
}

} // namespace

} // namespace underpaint::nets::vid2vid

namespace underpaint::nets {

NetworkSystem networksOfVid2Vid() {
    using namespace vid2vid;
    return {.kind = "vid2vid",
            .title = "vid2vid",
            .networks = {{.name = "vid2vid.composite_generator",
                          .role = "G0",
                          .define = defineComposite,
                          .recognition = {.anchors = {"model_down_seg.1.weight"},
                                          .evidence = seeComposite,
                                          .deduce = deduceComposite}},
                         {.name = "vid2vid.composite_local_generator",
                          .role = "G1",
                          .define = defineLocal,
                          .recognition = {.anchors = {"model_down_seg.1.weight"},
                                          .evidence = seeLocal,
                                          .deduce = deduceLocal}},
                         {.name = "vid2vid.multiscale_discriminator",
                          .role = "D",
                          .define = defineDiscriminator,
                          .recognition = {.anchors = {"scale0_layer0.0.weight", "layer0.0.weight"},
                                          .evidence = seeDiscriminator,
                                          .deduce = deduceDiscriminator}}}};
}

} // namespace underpaint::nets
