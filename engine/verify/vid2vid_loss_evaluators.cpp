// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/train/systems/vid2vid_losses.h"
#include "engine/verify/asked_gradients.h"
#include "engine/verify/evaluation.h"
#include "engine/verify/forward.h"
#include "engine/verify/training_case.h"
#include "engine/verify/vgg_weights.h"

#include <cstdint>
#include <string>
#include <utility>

namespace underpaint::verify {

namespace {

constexpr std::int64_t mostSpatialScales = 8;

nets::TensorMap leavesOf(CaseContext& context) {
    nets::TensorMap leaves;
    for (const auto& [name, value] : context.inputs()) {
        leaves[name] = leaf(value);
    }
    return leaves;
}

at::Tensor wanted(const nets::TensorMap& arguments, const std::string& name) {
    const auto it = arguments.find(name);
    if (it == arguments.end()) {
        throw Error("the argument \"" + name + "\" is missing", "inputs");
    }
    return it->second;
}

at::Tensor optional(const nets::TensorMap& arguments, const std::string& name) {
    const auto it = arguments.find(name);
    return it == arguments.end() ? at::Tensor() : it->second;
}

train::Vid2VidWeights vid2vidWeights(CaseContext& context) {
    train::Vid2VidWeights weights;
    weights.featureMatching = context.number("lambda_feat", weights.featureMatching);
    weights.features = weights.featureMatching;
    weights.flow = context.number("lambda_F", weights.flow);
    weights.warp = context.number("lambda_T", weights.warp);
    weights.weight = context.flag("no_first_img");
    return weights;
}

/// Results loss.X, their totals and the gradients that the case asks for.
Evaluation withTotals(const CaseContext& context, nets::TensorMap losses,
                      const nets::TensorMap& arguments, const std::string& discriminator) {
    at::Tensor generator;
    for (const auto& [name, loss] : losses) {
        if (!name.starts_with("D_")) {
            generator = generator.defined() ? generator + loss : loss;
        }
    }
    losses["G"] = generator;
    losses[discriminator] =
        0.5 * (losses.at(discriminator + "_fake") + losses.at(discriminator + "_real"));
    Evaluation evaluation;
    addGradients(context, losses, arguments, "G", evaluation);
    for (const auto& [name, loss] : losses) {
        evaluation.results["loss." + name] = loss.detach();
    }
    return evaluation;
}

Evaluation evaluateImageLosses(CaseContext& context) {
    const nets::TensorMap arguments = leavesOf(context);
    const train::Vid2VidWeights weights = vid2vidWeights(context);
    const train::Vid2VidViews views{.real = wanted(arguments, "real_B"),
                                    .fake = wanted(arguments, "fake_B"),
                                    .raw = optional(arguments, "fake_B_raw"),
                                    .realBefore = optional(arguments, "real_B_prev"),
                                    .fakeBefore = optional(arguments, "fake_B_prev"),
                                    .flow = optional(arguments, "flow"),
                                    .referenceFlow = optional(arguments, "flow_ref"),
                                    .weight = optional(arguments, "weight"),
                                    .confidence = optional(arguments, "conf_ref")};
    const at::Tensor condition = wanted(arguments, "real_A");
    const auto judged = [&](const at::Tensor& picture) { return at::cat({condition, picture}, 1); };
    std::vector<at::Tensor> fakes{judged(views.fake)};
    if (views.raw.defined()) {
        fakes.push_back(judged(views.raw));
    }
    nets::TensorMap losses = train::vid2vidAdversarialLosses(
        weights, trained(context, "D"), {.batchStatistics = context.trainMode()},
        judged(views.real), fakes);
    losses.merge(train::vid2vidFlowLosses(
        weights, context.integer("n_scales_spatial", 1, mostSpatialScales, 1), views));
    losses["G_VGG"] =
        context.flag("use_vgg")
            ? train::vid2vidFeatureLoss(
                  weights, train::vggStages(vggWeights(context), vggLayerWeights(context)), views)
            : at::zeros({}, views.real.options());
    return withTotals(context, std::move(losses), arguments, "D");
}

void checkGroups(CaseContext& context, const at::Tensor& frames, const std::string& name) {
    const std::int64_t count = context.integer("n_frames", 2, 64, 3);
    if (frames.dim() != 5 || frames.size(1) != count) {
        throw Error("is not (batch, " + std::to_string(count) + ", channels, height, width)",
                    "argument " + name);
    }
}

Evaluation evaluateTemporalLosses(CaseContext& context) {
    const nets::TensorMap arguments = leavesOf(context);
    const double unit = context.number("flow_divisor", 20.0);
    const auto input = [&](const std::string& name) {
        const at::Tensor frames = wanted(arguments, name);
        checkGroups(context, frames, name);
        return train::temporalInput(frames, optional(arguments, "flow_ref"), unit);
    };
    const at::Tensor real = input("real");
    const nets::TensorMap judged = train::vid2vidAdversarialLosses(
        vid2vidWeights(context), trained(context, "D_T"), {.batchStatistics = context.trainMode()},
        real, {input("fake")});
    return withTotals(context,
                      {{"G_T_GAN", judged.at("G_GAN")},
                       {"G_T_GAN_Feat", judged.at("G_GAN_Feat")},
                       {"D_T_real", judged.at("D_real")},
                       {"D_T_fake", judged.at("D_fake")},
                       // The official list has it and never computes it.
                       {"G_T_Warp", at::zeros({}, real.options())}},
                      arguments, "D_T");
}

Evaluation evaluateTemporalDiscriminator(CaseContext& context) {
    const at::Tensor frames = context.input("frames");
    checkGroups(context, frames, "frames");
    const at::Tensor flows = context.hasInput("flow") ? context.input("flow") : at::Tensor();
    const nets::TensorMap arguments{
        {"input", train::temporalInput(frames, flows, context.number("flow_divisor", 20.0))}};
    ForwardPasses passes(context, "D_T");
    Evaluation evaluation;
    evaluation.rendered = passes.rendered(arguments);
    evaluation.results = passes.plain(arguments);
    return evaluation;
}

} // namespace

Evaluators vid2vidLossEvaluators() {
    return {
        {"vid2vid.image_losses", evaluateImageLosses},
        {"vid2vid.temporal_losses", evaluateTemporalLosses},
        {"vid2vid.temporal_discriminator", evaluateTemporalDiscriminator},
    };
}

} // namespace underpaint::verify
