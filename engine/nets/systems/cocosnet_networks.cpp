// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/cocosnet_networks.h"

#include "engine/base/error.h"
#include "engine/nets/systems/cocosnet_blocks.h"
#include "engine/nets/systems/cocosnet_correspondence.h"
#include "engine/nets/systems/cocosnet_discriminator.h"
#include "engine/nets/systems/cocosnet_generator.h"
#include "engine/nets/systems/modulated_generator.h"

#include <string>
#include <utility>
#include <vector>

namespace underpaint::nets::cocosnet {

namespace {

Warping readWarping(OptionReader& o) {
    Warping how;
    how.window = o.integer("match_kernel", 1, 15, 3);
    how.centredPerPlace = o.boolean("pono_c");
    how.temperature = o.positive("temperature", how.temperature);
    how.stride = o.integer("warp_stride", 2, 4, 4);
    how.patches = o.boolean("warp_patch");
    how.bilinear = o.boolean("warp_bilinear");
    if (how.window % 2 == 0 || how.stride == 3) {
        throw Error("option match_kernel is even, or warp_stride is 3", "cocosnet.correspondence",
                    "Use an odd window and a stride of 2 or 4");
    }
    return how;
}

/// Rows `wanted` of the matrix of matches, as they are and as probabilities.
void addRows(const Attention& question, const Tensor& wanted, TensorMap& results) {
    const Tensor rows = wanted.flatten().to(question.query.device(), at::kLong);
    const Tensor logits = attentionLogits(question).index_select(1, rows);
    results["row_logits"] = logits;
    results["row_probs"] = at::softmax(logits, 2);
}

void addDefined(TensorMap& results, const std::string& name, const Tensor& value) {
    if (value.defined()) {
        results[name] = value;
    }
}

TensorMap correspond(const Correspondence& net, Run& run, const Scope& weights,
                     const NetworkInputs& inputs) {
    const Tensor condition = inputs.at("seg_map").dense();
    const Tensor exemplar = inputs.at("ref_img").dense();
    const Tensor exemplarCondition = inputs.at("ref_seg_map").dense();
    const auto real = inputs.find("real_img");
    const auto rows = inputs.find("row_query");
    const Tensor ofCondition = net.adaptedCondition(run, weights, condition);
    const Tensor ofExemplar = net.adaptedPhoto(run, weights, exemplar);
    run.mark("feat_seg", ofCondition);
    run.mark("feat_img", ofExemplar);
    const Attention question =
        matching(net.warping, net.theta(run, weights, ofCondition, condition),
                 net.phi(run, weights, ofExemplar, exemplarCondition));
    WarpSource source{.exemplar = exemplar};
    // Its cost is that of painting, which has no use for the rest.
    if (!question.query.is_meta()) {
        source.exemplarCondition = exemplarCondition;
        source.condition = condition;
        source.real = real == inputs.end() ? Tensor() : real->second.dense();
        source.cycle = true;
    }
    const Warps warps = warp(run, net.warping, question, source);
    TensorMap results{{"warp_out", warps.out}, {"row_max", warps.matches.probability.flatten(1)}};
    addDefined(results, "warp_out_bilinear", warps.outBilinear);
    addDefined(results, "warp_mask", warps.mask);
    addDefined(results, "warp_mask_cycle", warps.maskCycle);
    addDefined(results, "warp_cycle", warps.cycle);
    addDefined(results, "warp_i2r", warps.thereOfReal);
    addDefined(results, "warp_i2r2i", warps.backOfReal);
    if (rows != inputs.end()) {
        addRows(question, rows->second.dense(), results);
    }
    return results;
}

NetworkDefinition defineCorrespondence(OptionReader& o) {
    Correspondence net{.conditionChannels = o.integer("seg_nc", 1, maxChannels),
                       .ngf = o.integer("ngf", 1, maxChannels),
                       .projection = o.integer("projection_nc", 1, maxChannels, 256),
                       .spade = readSpade(o),
                       .adaptorKernel = o.integer("adaptor_kernel", 3, 4, 3),
                       .maskMix = o.boolean("maskmix"),
                       .coordinates = o.boolean("use_coordconv"),
                       .warping = readWarping(o)};
    net.ownColours = o.integerList("own_colours", 0, 255);
    if (!net.ownColours.empty() && std::ssize(net.ownColours) != 3 * net.conditionChannels) {
        throw Error("option own_colours is not a list of three numbers per class",
                    "cocosnet.correspondence", "Leave it out");
    }
    return {.inputs = {{.name = "seg_map", .channels = net.conditionChannels},
                       {.name = "ref_img", .channels = 3, .content = InputContent::Picture},
                       {.name = "ref_seg_map", .channels = net.conditionChannels}},
            .forward =
                [net](Run& run, const Scope& weights, const NetworkInputs& inputs) {
                    return correspond(net, run, weights, inputs);
                },
            .multiple = net.warping.stride,
            .own = net};
}

NetworkDefinition defineGenerator(OptionReader& o) {
    const std::string input = o.choice("cbn_intype", {"warp_mask", "warp", "mask"});
    const Generator net{.conditionChannels = o.integer("seg_nc", 1, maxChannels),
                        .ngf = o.integer("ngf", 1, maxChannels),
                        .spade = readSpade(o),
                        .attention = o.boolean("use_attention"),
                        .input = input == "warp"   ? GeneratorInput::Warp
                                 : input == "mask" ? GeneratorInput::Condition
                                                   : GeneratorInput::WarpAndCondition};
    return {
        .inputs = {{.name = "input", .channels = net.inputChannels()}},
        .forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) -> TensorMap {
            return {{"output", net(run, weights, inputs.at("input").dense())}};
        },
        .isGenerator = true,
        .multiple = net.multiple(),
        .own = net};
}

/// Our own, of warp | condition | noise: what pix2pixHD's styles are to an instance, the warped
/// exemplar is to every pixel. With `keep_warp` it paints over the warp, y + (1 - |y|) warp: what
/// it leaves at 0 has the exemplar's colours, from the first step of a training on.
NetworkDefinition defineModulated(OptionReader& o) {
    const ModulatedGenerator net = readModulatedGenerator(o);
    const bool keeps = o.boolean("keep_warp");
    NetworkDefinition definition = conditionGenerator(net);
    definition.inputs.front().noise = net.noiseChannels;
    if (keeps) {
        definition.forward = [net](Run& run, const Scope& weights,
                                   const NetworkInputs& inputs) -> TensorMap {
            const NetworkInput& input = inputs.at("input");
            return {{"output", run.paintOver(net(run, weights, input), input)}};
        };
    }
    return definition;
}

NetworkDefinition defineDiscriminator(OptionReader& o) {
    const MultiscaleDiscriminator net{.conditionChannels = o.integer("seg_nc", 1, maxChannels),
                                      .ndf = o.integer("ndf", 1, maxChannels),
                                      .layers = o.integer("n_layers", 2, 8, 4),
                                      .scales = o.integer("num_D", 1, 8, 2),
                                      .norm = o.norm(),
                                      .attention = o.boolean("use_attention")};
    return {
        .inputs = {{.name = "input",
                    .channels = net.inputChannels(),
                    .content = InputContent::Judged}},
        .forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) -> TensorMap {
            TensorMap results;
            std::int64_t scale = 0;
            for (const auto& stages : net(run, weights, inputs.at("input").dense())) {
                const std::string name = "pred." + std::to_string(scale++) + ".";
                for (std::size_t i = 0; i < stages.size(); ++i) {
                    results[name + std::to_string(i)] = stages[i];
                }
            }
            return results;
        },
        .judge = [net](Run& run, const Scope& weights,
                       const Tensor& input) { return net(run, weights, input); },
        .norm = net.norm,
        .own = net};
}

constexpr std::size_t kernelAxis = 2;

/// The norm that SPADE layers modulate, as far as names tell.
std::string modulatedNorm(const StateDictNames& names, const std::string& layer) {
    return names.has(layer + ".param_free_norm.running_mean") ? "batch" : "positional";
}

void assumePositional(const std::string& norm, DeducedOptions& deduced) {
    if (norm == "positional") {
        deduced.assumptions.emplace_back(
            "norm = positional (every published model; weights do not tell it from instance)");
    }
}

Evidence seeCorrespondence(const StateDictNames& names) {
    return names.has("adaptive_model_seg.layer1.0.weight_orig") && names.has("theta.weight")
               ? Evidence::Sure
               : Evidence::None;
}

DeducedOptions deduceCorrespondence(const StateDictNames& names) {
    const std::string adaptor = "adaptive_model_seg.";
    const std::string first = adaptor + "layer1.0.weight_orig";
    const std::int64_t classes = names.extent(first, inAxis);
    const std::int64_t ngf = names.extent(first, outAxis);
    const std::int64_t kernel = names.extent(adaptor + "layer2.0.weight_orig", kernelAxis);
    const std::int64_t fourth = names.extent(adaptor + "layer4.0.weight_orig", kernelAxis);
    const std::int64_t beside = names.extent("theta.weight", inAxis) - 4 * ngf;
    const bool coordinates = beside == 3 || beside == classes + 3;
    const std::int64_t masks = beside - (coordinates ? 3 : 0);
    if (masks != 0 && masks != classes) {
        names.fail("the head sees " + std::to_string(beside) +
                   " channels beside the features, which are no masks and no coordinates");
    }
    const std::string norm = modulatedNorm(names, adaptor + "head_0.norm_0");
    DeducedOptions deduced{
        {{"seg_nc", classes},
         {"ngf", ngf},
         {"projection_nc", names.extent("theta.weight", outAxis)},
         {"nhidden", names.extent(adaptor + "head_0.norm_0.mlp_shared.1.weight", outAxis)},
         {"norm", norm},
         {"adaptor_kernel", kernel},
         {"warp_stride", std::int64_t{fourth < kernel ? 2 : 4}},
         {"maskmix", masks != 0},
         {"use_coordconv", coordinates},
         {"match_kernel", std::int64_t{3}},
         {"pono_c", true},
         {"temperature", 0.01},
         {"warp_patch", false},
         {"warp_bilinear", false}},
        {"match_kernel = 3, pono_c = true, temperature = 0.01 (all official recipes; weights do "
         "not tell)"}};
    if (kernel == fourth && kernel == 3) {
        deduced.assumptions.emplace_back("warp_stride = 4 (weights do not tell it from 2)");
    }
    assumePositional(norm, deduced);
    return deduced;
}

Evidence seeGenerator(const StateDictNames& names) {
    return names.has("head_0.conv_0.weight_orig") && names.has("head_0.norm_0.mlp_gamma.weight") &&
                   names.has("head_0.norm_0.mlp_shared.1.weight")
               ? Evidence::Sure
               : Evidence::None;
}

DeducedOptions deduceGenerator(const StateDictNames& names) {
    const std::int64_t seen = names.extent("fc.weight", inAxis);
    const std::string norm = modulatedNorm(names, "head_0.norm_0");
    const bool warpOnly = seen == 3;
    DeducedOptions deduced{{{"seg_nc", warpOnly ? std::int64_t{1} : seen - 3},
                            {"ngf", names.extent("conv_img.weight", inAxis)},
                            {"nhidden", names.extent("head_0.norm_0.mlp_shared.1.weight", outAxis)},
                            {"norm", norm},
                            {"use_attention", names.has("attn.gamma")},
                            {"cbn_intype", std::string(warpOnly ? "warp" : "warp_mask")}}};
    if (!warpOnly && seen <= 3) {
        names.fail("its input has too few channels for a warp and a condition");
    }
    deduced.assumptions.emplace_back(
        warpOnly ? "cbn_intype = warp (its input has the channels of a photo)"
                 : "cbn_intype = warp_mask (the official default)");
    assumePositional(norm, deduced);
    return deduced;
}

Evidence seeDiscriminator(const StateDictNames& names) {
    return names.has("discriminator_0.model0.0.weight") &&
                   names.has("discriminator_0.model1.0.0.weight_orig")
               ? Evidence::Sure
               : Evidence::None;
}

DeducedOptions deduceDiscriminator(const StateDictNames& names) {
    const std::string first = "discriminator_0.model0.0.weight";
    const std::int64_t channels = names.extent(first, inAxis);
    if (channels <= 3) {
        names.fail("its input has too few channels for a condition and a photo");
    }
    return {{{"seg_nc", channels - 3},
             {"ndf", names.extent(first, outAxis)},
             {"n_layers",
              *names.numbersAfter("discriminator_0.model", ".0.0.weight_orig").rbegin() + 1},
             {"num_D", *names.numbersAfter("discriminator_", ".model0.0.weight").rbegin() + 1},
             {"norm", names.normAt("discriminator_0.model1.0.1")},
             {"use_attention", names.has("discriminator_0.attn.gamma")}}};
}

} // namespace

} // namespace underpaint::nets::cocosnet

namespace underpaint::nets {

NetworkSystem networksOfCoCosNet() {
    using namespace cocosnet;
    NetworkSystem system{
        .kind = "cocosnet",
        .title = "CoCosNet",
        .networks = {
            {.name = "cocosnet.generator",
             .role = "G",
             .define = defineGenerator,
             .recognition = {.anchors = {"head_0.norm_0.mlp_gamma.weight"},
                             .evidence = seeGenerator,
                             .deduce = deduceGenerator}},
            {.name = "cocosnet.modulated_generator", .role = "G", .define = defineModulated},
            {.name = "cocosnet.correspondence",
             .role = "Corr",
             .define = defineCorrespondence,
             .recognition = {.anchors = {"adaptive_model_seg.layer1.0.weight_orig"},
                             .evidence = seeCorrespondence,
                             .deduce = deduceCorrespondence}},
            {.name = "cocosnet.multiscale_discriminator",
             .role = "D",
             .define = defineDiscriminator,
             .recognition = {.anchors = {"discriminator_0.model0.0.weight"},
                             .evidence = seeDiscriminator,
                             .deduce = deduceDiscriminator}}}};
    for (NetworkKind& block : blockNetworks()) {
        system.networks.push_back(std::move(block));
    }
    return system;
}

} // namespace underpaint::nets
