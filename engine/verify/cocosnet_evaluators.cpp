// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/imaging/preprocess.h"
#include "engine/imaging/resize.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/run/inference_run.h"
#include "engine/nets/systems/cocosnet_correspondence.h"
#include "engine/nets/systems/cocosnet_generator.h"
#include "engine/translate/picture_tensors.h"
#include "engine/verify/asked_gradients.h"
#include "engine/verify/cocosnet_formula.h"
#include "engine/verify/cocosnet_scenes.h"
#include "engine/verify/evaluation.h"
#include "engine/verify/forward.h"
#include "engine/verify/planes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::verify {

namespace {

using nets::cocosnet::Warping;
using nets::cocosnet::Warps;

Warping warpingOf(CaseContext& context) {
    Warping how;
    how.window = context.integer("match_kernel", 1, 15, how.window);
    how.centredPerPlace = context.flag("pono_c", how.centredPerPlace);
    how.temperature = context.number("temperature", how.temperature);
    how.stride = context.integer("warp_stride", 1, 64, how.stride);
    how.patches = context.flag("warp_patch");
    how.bilinear = context.flag("warp_bilinear");
    return how;
}

void addWarps(const Warps& warps, nets::TensorMap& results) {
    const auto add = [&](const char* name, const at::Tensor& value) {
        if (value.defined()) {
            results[name] = value.detach();
        }
    };
    add("warp_out", warps.out);
    add("warp_out_bilinear", warps.outBilinear);
    add("warp_mask", warps.mask);
    add("warp_mask_cycle", warps.maskCycle);
    add("warp_cycle", warps.cycle);
    add("warp_i2r", warps.thereOfReal);
    add("warp_i2r2i", warps.backOfReal);
    add("row_max", warps.matches.probability.flatten(1));
}

/// Sum of the results times the weights that the case gives them. The official gradients are those
/// of mean colours enlarged without interpolation.
at::Tensor weightedSum(CaseContext& context, const Warping& how, const Warps& warps) {
    const at::Tensor plain = how.bilinear && !how.patches
                                 ? at::upsample_nearest2d(warps.matches.values.narrow(1, 0, 3),
                                                          {warps.out.size(2), warps.out.size(3)})
                                 : warps.out;
    at::Tensor sum = at::zeros({}, plain.options());
    const auto add = [&](const std::string& name, const at::Tensor& result) {
        if (context.hasInput("cotangent_" + name) && result.defined()) {
            sum = sum + (context.input("cotangent_" + name) * result).sum();
        }
    };
    add("warp_out", plain);
    add("warp_mask", warps.mask);
    add("warp_cycle", warps.cycle);
    return sum;
}

Evaluation evaluateCorrespondenceOp(CaseContext& context) {
    const Warping how = warpingOf(context);
    nets::TensorMap arguments;
    for (const char* name : {"theta", "phi", "ref_img", "real_img", "ref_seg_map", "seg_map"}) {
        if (context.hasInput(name)) {
            arguments[name] = leaf(context.picture(name));
        }
    }
    const auto optional = [&](const char* name) {
        return arguments.contains(name) ? arguments.at(name) : at::Tensor();
    };
    for (const char* name : {"theta", "phi", "ref_img"}) {
        if (!arguments.contains(name)) {
            throw Error("the argument \"" + std::string(name) + "\" is missing", "inputs");
        }
    }
    const nets::Attention question = matching(how, arguments.at("theta"), arguments.at("phi"));
    const nets::cocosnet::WarpSource source{.exemplar = arguments.at("ref_img"),
                                            .exemplarCondition = optional("ref_seg_map"),
                                            .condition = optional("seg_map"),
                                            .real = optional("real_img"),
                                            .cycle = true};
    Evaluation evaluation;
    {
        nets::PreparedWeights none(nets::ParamStore(), context.place().device,
                                   context.place().precision);
        nets::InferenceRun run(none, {});
        addWarps(warp(run, how, question, source), evaluation.rendered);
    }
    nets::EagerRun run;
    const Warps warps = warp(run, how, question, source);
    const at::Tensor loss = weightedSum(context, how, warps);
    addGradients(context, {{"loss", loss}}, arguments, "loss", evaluation);
    evaluation.results["loss"] = loss.detach();
    addWarps(warps, evaluation.results);
    const at::NoGradGuard noGrad;
    const at::Tensor logits = attentionLogits(question);
    evaluation.results["logits"] = logits;
    if (context.hasInput("row_query")) {
        const at::Tensor rows = context.input("row_query").flatten().to(at::kLong);
        evaluation.results["row_logits"] = logits.index_select(1, rows);
        evaluation.results["row_probs"] = at::softmax(evaluation.results["row_logits"], 2);
    }
    return evaluation;
}

void addPrefixed(const std::string& prefix, const nets::TensorMap& values, Evaluation& to) {
    for (const auto& [name, value] : values) {
        to.results[prefix + name] = value;
    }
}

/// The photo of the generator, by both paths, from a warp of each.
void addPhoto(ForwardPasses& generator, const at::Tensor& condition, const at::Tensor& warp,
              const at::Tensor& renderedWarp, Evaluation& evaluation) {
    Evaluation inside;
    evaluation.results["fake_image"] =
        generator.plain(nets::NetworkInput(at::cat({warp, condition}, 1)), &inside);
    addPrefixed("G.", inside.results, evaluation);
    for (const std::string& name : inside.order) {
        evaluation.order.push_back("G." + name);
    }
    evaluation.rendered["fake_image"] =
        generator.rendered(nets::NetworkInput(at::cat({renderedWarp, condition}, 1)));
}

Evaluation evaluateCoCosNetGenerate(CaseContext& context) {
    ForwardPasses generator(context, "G");
    const std::int64_t channels = generator.network().inputChannels() - 3;
    const CoCosNetScene scene = cocosnetScene(context, "label", channels);
    const at::Tensor warp = context.picture("warp_out");
    Evaluation evaluation;
    evaluation.results["semantics"] = scene.condition;
    addPhoto(generator, scene.condition, warp, warp, evaluation);
    return evaluation;
}

/// Correspondence, then the generator.
void addPipeline(CaseContext& context, ForwardPasses& correspondence, ForwardPasses& generator,
                 nets::TensorMap arguments, Evaluation& evaluation) {
    if (context.hasInput("row_query")) {
        arguments["row_query"] = context.input("row_query").view({1, -1, 1, 1});
    }
    evaluation.rendered = correspondence.rendered(arguments);
    for (const auto& [name, value] : correspondence.plain(arguments, &evaluation)) {
        evaluation.results[name] = value;
    }
    addPhoto(generator, arguments.at("seg_map"), evaluation.results.at("warp_out"),
             evaluation.rendered.at("warp_out"), evaluation);
}

Evaluation evaluateCoCosNetPipeline(CaseContext& context) {
    ForwardPasses correspondence(context, "Corr");
    ForwardPasses generator(context, "G");
    const std::int64_t channels = correspondence.network().inputChannels();
    const at::Tensor condition = cocosnetScene(context, "label", channels).condition;
    Evaluation evaluation;
    evaluation.results["semantics"] = condition;
    addPipeline(context, correspondence, generator,
                {{"seg_map", condition},
                 {"ref_img", context.picture("ref")},
                 {"ref_seg_map", cocosnetScene(context, "label_ref", channels).condition}},
                evaluation);
    return evaluation;
}

/// Weights, and what the spectral norms divide by.
void addState(const std::string& role, const nets::ParamStore& weights, Evaluation& evaluation) {
    constexpr std::string_view original = ".weight_orig";
    for (const auto& [key, value] : weights) {
        evaluation.results["state." + role + "." + key] = value;
        if (key.ends_with(original)) {
            const std::string layer = key.substr(0, key.size() - original.size());
            evaluation.results["sigma." + role + "." + layer] =
                at::dot(weights.at(layer + ".weight_u"),
                        at::mv(value.flatten(1), weights.at(layer + ".weight_v")));
        }
    }
}

Evaluation evaluateFullsize(CaseContext& context) {
    constexpr std::int64_t largest = 4096;
    const std::int64_t height = context.integer("height", 32, largest, 256);
    const std::int64_t width = context.integer("width", 32, largest, 256);
    const double sharedBias = context.number("R", 0.5);
    std::vector<double> which = context.numbers("which");
    which.resize(2, 1);
    const auto weightsOf = [&](const std::string& role) {
        return cocosnetFormulaWeights(context.network(role), "net" + role + ".", sharedBias)
            .to(context.place().device, at::kFloat);
    };
    ForwardPasses correspondence(context, "Corr", weightsOf("Corr"));
    ForwardPasses generator(context, "G", weightsOf("G"));
    const std::int64_t channels = correspondence.network().inputChannels();
    const auto labels = [&](std::size_t picture) {
        return cocosnetFormulaLabels(height, width, channels,
                                     static_cast<std::int64_t>(which[picture]))
            .to(context.place().device);
    };
    const auto oneHot = [&](const at::Tensor& ids) {
        return nets::NetworkInput(ids.squeeze(1).to(at::kInt), channels, at::Tensor()).dense();
    };
    Evaluation evaluation;
    evaluation.results["label"] = labels(0);
    evaluation.results["label_ref"] = labels(1);
    evaluation.results["ref"] =
        cocosnetFormulaPhoto(height, width, static_cast<std::int64_t>(which[1]))
            .to(context.place().device);
    addState("Corr", correspondence.weights(), evaluation);
    addState("G", generator.weights(), evaluation);
    addPipeline(context, correspondence, generator,
                {{"seg_map", oneHot(evaluation.results.at("label"))},
                 {"ref_img", evaluation.results.at("ref")},
                 {"ref_seg_map", oneHot(evaluation.results.at("label_ref"))}},
                evaluation);
    return evaluation;
}

/// Of both loaders: square, then a crop at a given position, then a flip.
imaging::PreprocessPlan cocosnetPlan(CaseContext& context) {
    constexpr std::int64_t maxSide = 16384;
    const auto load = static_cast<int>(context.integer("load_size", 1, maxSide));
    const auto crop = static_cast<int>(context.integer("crop_size", 1, load, load));
    const std::vector<double> position = context.numbers("crop_pos");
    imaging::PreprocessPlan plan{
        .scaled = {load, load}, .crop = std::nullopt, .flip = context.flag("flip")};
    if (crop < load) {
        if (position.size() != 2) {
            throw Error("is missing: the rule crops at a random position", "option crop_pos");
        }
        plan.crop = Rect{static_cast<int>(position[0]), static_cast<int>(position[1]), crop, crop};
    }
    return plan;
}

/// (C, H, W) of levels / 255.
at::Tensor unitRange(const Image& picture) {
    return tensorFrom(picture, /*flat=*/false).permute({2, 0, 1}).to(at::kFloat) / 255;
}

struct PreparedPhoto {
    at::Tensor bicubic; ///< (C, H, W) in [-1, 1]
    at::Tensor bilinear;
};

PreparedPhoto preparedPhoto(const at::Tensor& levels, const imaging::PreprocessPlan& plan) {
    const Image source = planeFrom<std::uint8_t>(levels.permute({1, 2, 0}), "image_u8");
    imaging::PreprocessPlan rest = plan; // after the resizing
    const Image smooth = imaging::applyPlan(imaging::resizeBilinear(source, plan.scaled), rest);
    return {.bicubic = unitRange(imaging::applyPlan(source, plan)) * 2 - 1,
            .bilinear = unitRange(smooth)};
}

at::Tensor cocosnetLabels(const at::Tensor& levels, const imaging::PreprocessPlan& plan,
                          std::int64_t unknown) {
    const LabelPlane source = planeFrom<std::uint16_t>(levels[0], "label_u8");
    const at::Tensor ids =
        tensorFrom(imaging::applyPlan(source, plan), /*flat=*/true).to(at::kFloat).unsqueeze(0);
    return ids.masked_fill(ids.eq(255), static_cast<double>(unknown));
}

Evaluation evaluateCoCosNetPreprocess(CaseContext& context) {
    const imaging::PreprocessPlan plan = cocosnetPlan(context);
    // One picture, or a batch of them.
    const auto each = [](const at::Tensor& pictures, const auto& prepare) {
        if (pictures.dim() == 3) {
            return prepare(pictures);
        }
        std::vector<at::Tensor> results;
        for (const at::Tensor& picture : pictures.unbind(0)) {
            results.push_back(prepare(picture));
        }
        return at::stack(results);
    };
    Evaluation evaluation;
    if (context.hasInput("image_u8")) {
        const at::Tensor images = context.input("image_u8");
        evaluation.results["image"] =
            each(images, [&](const at::Tensor& x) { return preparedPhoto(x, plan).bicubic; });
        evaluation.results["image_bilinear"] =
            each(images, [&](const at::Tensor& x) { return preparedPhoto(x, plan).bilinear; });
    }
    if (context.hasInput("label_u8")) {
        const std::int64_t unknown = context.integer("label_nc", 0, 65535, 255);
        const at::Tensor labels = each(context.input("label_u8"), [&](const at::Tensor& x) {
            return cocosnetLabels(x, plan, unknown);
        });
        evaluation.results["label"] = labels;
        evaluation.results["label_long"] = labels.to(at::kLong);
    }
    return evaluation;
}

} // namespace

Evaluators cocosnetEvaluators() {
    return {
        {"cocosnet.correspondence_op", evaluateCorrespondenceOp},
        {"cocosnet.generate", evaluateCoCosNetGenerate},
        {"cocosnet.pipeline", evaluateCoCosNetPipeline},
        {"cocosnet.fullsize", evaluateFullsize},
        {"cocosnet.preprocess", evaluateCoCosNetPreprocess},
    };
}

} // namespace underpaint::verify
