// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/nets/run/flow_warp.h"
#include "engine/nets/systems/vid2vid_frames.h"
#include "engine/nets/systems/vid2vid_rollout.h"
#include "engine/train/objective/flow_losses.h"
#include "engine/train/objective/frame_groups.h"
#include "engine/verify/asked_gradients.h"
#include "engine/verify/evaluation.h"
#include "engine/verify/forward.h"
#include "engine/verify/planes.h"
#include "engine/verify/scene_functions.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::verify {

namespace {

namespace v2v = nets::vid2vid;

constexpr std::int64_t mostFrames = 100000;
constexpr std::int64_t mostScales = 8;

/// (batch, frame, C, H, W).
at::Tensor sequence(CaseContext& context, const std::string& name) {
    at::Tensor frames = context.input(name);
    if (frames.dim() != 5 || frames.numel() == 0) {
        throw Error("is not a (batch, frame, channels, height, width) tensor", "argument " + name);
    }
    return frames;
}

Evaluation evaluateWarp(CaseContext& context) {
    const at::Tensor image = context.input("image");
    const at::Tensor warped = nets::warpedBy(framesOf(image, "image").to(at::kFloat),
                                             framesOf(context.input("flow"), "flow"));
    return {.results = {{"warped", likeFrames(warped, image)}}};
}

Evaluation evaluateFlowConfidence(CaseContext& context) {
    const train::FlowConfidence found = train::flowConfidence(
        context.input("target"), context.input("warped"), context.number("threshold", 0.02));
    return {.results = {{"sq_err", found.squaredError}, {"conf", found.confidence}}};
}

Evaluation evaluateMaskedL1(CaseContext& context) {
    const nets::TensorMap arguments{{"input", leaf(context.input("input"))},
                                    {"target", leaf(context.input("target"))},
                                    {"mask", leaf(context.input("mask"))}};
    const at::Tensor loss =
        train::maskedDistance(arguments.at("input"), arguments.at("target"), arguments.at("mask"));
    Evaluation evaluation;
    addGradients(context, {{"loss", loss}}, arguments, "loss", evaluation);
    evaluation.results["loss"] = loss.detach();
    return evaluation;
}

std::vector<std::int64_t> labelList(CaseContext& context, const std::string& name) {
    std::vector<std::int64_t> labels;
    for (const double number : context.numbers(name)) {
        labels.push_back(static_cast<std::int64_t>(number));
    }
    return labels;
}

Evaluation evaluateForegroundMask(CaseContext& context) {
    const at::Tensor frames = sequence(context, "frames");
    const std::int64_t frame = context.integer("frame", 0, frames.size(1) - 1);
    return {.results = {{"mask", v2v::foregroundShare(frames.select(1, frame),
                                                      labelList(context, "labels"))}}};
}

Evaluation evaluateTemporalSampling(CaseContext& context) {
    const std::string sampling = context.text("sampling", "dense");
    if (sampling != "dense" && sampling != "sparse") {
        throw Error("is not dense or sparse", "option sampling");
    }
    train::FrameGroups groups(
        sampling == "dense" ? train::GroupSampling::Dense : train::GroupSampling::Sparse,
        context.integer("n_frames", 2, mostFrames, 3), context.integer("n_scales", 1, mostScales));
    const std::int64_t total = context.integer("n_total", 1, mostFrames);
    const std::int64_t atOnce = context.integer("chunk", 1, total);
    const at::Tensor ids = at::arange(1, total + 1, at::kFloat).view({1, total, 1, 1, 1});
    Evaluation evaluation;
    std::int64_t chunk = 0;
    for (std::int64_t first = 0; first < total; first += atOnce, ++chunk) {
        const auto complete = groups.add(ids.narrow(1, first, std::min(atOnce, total - first)));
        for (std::size_t scale = 0; scale < complete.size(); ++scale) {
            evaluation.results["chunk" + std::to_string(chunk) + ".scale" + std::to_string(scale)] =
                complete[scale].defined() ? complete[scale].flatten() : at::zeros({1});
        }
    }
    return evaluation;
}

/// The label maps of all frames as the networks take them.
at::Tensor encodedFrames(CaseContext& context) {
    const std::int64_t labels = context.integer("label_nc", 0, maxLabels);
    const at::Tensor frames = sequence(context, "frames");
    const bool useInstances = context.flag("use_instance");
    const at::Tensor instances =
        useInstances ? framesOf(context.input("inst"), "inst") : at::Tensor();
    const SceneInput scene =
        sceneInput(framesOf(frames, "frames"), instances, labels, useInstances);
    return likeFrames(scene.dense, frames);
}

std::int64_t framesSeen(CaseContext& context, const at::Tensor& frames) {
    return context.integer("n_frames_G", 2, frames.size(1), 3);
}

/// The generators of a rollout and what paints its first frames.
class SequencePainter {
public:
    explicit SequencePainter(CaseContext& context) {
        const std::int64_t scales = context.integer("n_scales_spatial", 1, mostScales, 1);
        for (std::int64_t scale = 0; scale < scales; ++scale) {
            m_generators.emplace_back(context, "G" + std::to_string(scale));
        }
        if (context.hasRole("single_G")) {
            m_single.emplace(context, "single_G");
        }
    }

    const v2v::GeneratorShape& shape() const { return v2v::shapeOf(m_generators[0].network()); }

    v2v::FramePainter plain() {
        return [this](std::int64_t scale, const v2v::FrameRequest& request) {
            ForwardPasses& passes = m_generators[static_cast<std::size_t>(scale)];
            return passes.plainPass(nullptr, [&](nets::Run& run, const nets::Scope& weights) {
                return v2v::paintWith(passes.network(), run, weights, request);
            });
        };
    }
    v2v::FramePainter rendered() {
        return [this](std::int64_t scale, const v2v::FrameRequest& request) {
            const ForwardPasses& passes = m_generators[static_cast<std::size_t>(scale)];
            return passes.renderedPass([&](nets::Run& run, const nets::Scope& weights) {
                return v2v::paintWith(passes.network(), run, weights, request);
            });
        };
    }
    /// One frame (N, C, H, W) by the network for single photos.
    at::Tensor single(const at::Tensor& frame, bool byRenderer) {
        if (!m_single) {
            throw Error("there is no network for the role single_G", "networks");
        }
        return byRenderer ? m_single->rendered(nets::NetworkInput(frame))
                          : m_single->plain(nets::NetworkInput(frame));
    }

private:
    std::vector<ForwardPasses> m_generators;
    std::optional<ForwardPasses> m_single;
};

v2v::RolloutState firstState(CaseContext& context, SequencePainter& painter,
                             const v2v::RolloutPlan& plan, const at::Tensor& frames,
                             bool byRenderer) {
    const std::string way = context.text("first_frames", "real");
    const std::int64_t before = plan.frames - 1;
    if (way == "none") {
        return v2v::stateOfNothing(plan, frames, painter.shape().outputChannels);
    }
    if (way == "real") {
        const at::Tensor given = sequence(context, "first_frames").to(at::kFloat);
        if (given.size(1) < before) {
            throw Error("has fewer frames than a frame looks back at", "argument first_frames");
        }
        return v2v::stateAfter(plan, given.narrow(1, 0, before));
    }
    if (way != "single_G") {
        throw Error("is not real, single_G or none", "option first_frames");
    }
    // Without the channel of edges.
    const std::int64_t channels = frames.size(2) - (context.flag("use_instance") ? 1 : 0);
    std::vector<at::Tensor> made;
    for (std::int64_t i = 0; i < before; ++i) {
        made.push_back(painter.single(frames.select(1, i).narrow(1, 0, channels), byRenderer)
                           .to(frames.device(), at::kFloat));
    }
    return v2v::stateAfter(plan, at::stack(made, 1));
}

/// What one step saw and made, under the names of cases.
void addStep(std::int64_t number, const v2v::RolloutStep& step, nets::TensorMap& results,
             std::vector<std::string>* order) {
    const std::string frame = std::to_string(number);
    const auto add = [&](const std::string& name, const at::Tensor& value) {
        if (value.defined()) {
            results[name] = value;
            if (order != nullptr) {
                order->push_back(name);
            }
        }
    };
    for (std::size_t scale = 0; scale < step.painted.size(); ++scale) {
        const v2v::FrameRequest& request = step.requests[scale];
        const v2v::PaintedFrame& made = step.painted[scale];
        const std::string prefix = "t" + frame + ".s" + std::to_string(scale) + ".";
        add(prefix + "label_input", request.labels.dense());
        add(prefix + "prev_input", request.previous);
        add(prefix + "mask_input",
            request.foreground.defined() ? request.foreground.squeeze(1) : at::Tensor());
        add(prefix + "img_feat", made.features.image);
        add(prefix + "flow_feat", made.features.flow);
        add(prefix + "fg_feat", made.features.foreground);
        add(prefix + "flow", made.flow);
        add(prefix + "weight", made.weight);
        add(prefix + "raw", made.raw);
        add(prefix + "final", made.final);
    }
    add("out" + frame, step.picture());
}

Evaluation evaluateRollout(CaseContext& context) {
    const at::Tensor frames = encodedFrames(context);
    SequencePainter painter(context);
    const v2v::RolloutPlan plan{.frames = framesSeen(context, frames),
                                .scales = context.integer("n_scales_spatial", 1, mostScales, 1),
                                .hasForeground = painter.shape().foreground,
                                .foreground = labelList(context, "fg_labels")};
    const std::int64_t possible = frames.size(1) - plan.frames + 1;
    const std::int64_t steps = context.integer("steps", 1, possible, possible);
    Evaluation evaluation;
    const auto roll = [&](const v2v::FramePainter& paint, bool byRenderer, nets::TensorMap& results,
                          std::vector<std::string>* order) {
        v2v::RolloutState state = firstState(context, painter, plan, frames, byRenderer);
        for (std::int64_t i = 0; i < steps; ++i) {
            v2v::RolloutStep step =
                v2v::paintFrame(plan, paint, frames.narrow(1, i, plan.frames), state);
            addStep(i, step, results, order);
            state = std::move(step.next);
        }
    };
    roll(painter.rendered(), true, evaluation.rendered, nullptr);
    roll(painter.plain(), false, evaluation.results, &evaluation.order);
    return evaluation;
}

Evaluation evaluateLocalStep(CaseContext& context) {
    const auto& roles = context.parityCase().networks;
    if (roles.size() != 1) {
        throw Error("has not one network", "networks");
    }
    const at::Tensor frames = encodedFrames(context);
    const std::int64_t seen = framesSeen(context, frames);
    const std::int64_t level = context.integer("pyramid_level", 0, mostScales - 1, 0);
    const at::Tensor label = v2v::framesOnChannels(
        v2v::framePyramid(frames.narrow(1, 0, seen), level + 1).front(), 0, seen);
    nets::TensorMap arguments = context.inputs();
    arguments.erase("frames");
    arguments.erase("inst");
    arguments["label"] = label;
    if (const auto mask = arguments.find("mask");
        mask != arguments.end() && mask->second.dim() == 3) {
        mask->second = mask->second.unsqueeze(1);
    }
    ForwardPasses passes(context, roles.begin()->first);
    Evaluation evaluation;
    evaluation.rendered = passes.rendered(arguments);
    evaluation.results = passes.plain(arguments);
    return evaluation;
}

} // namespace

Evaluators vid2vidEvaluators() {
    return {
        {"vid2vid.warp", evaluateWarp},
        {"vid2vid.flow_confidence", evaluateFlowConfidence},
        {"vid2vid.masked_l1", evaluateMaskedL1},
        {"vid2vid.foreground_mask", evaluateForegroundMask},
        {"vid2vid.temporal_sampling", evaluateTemporalSampling},
        {"vid2vid.rollout", evaluateRollout},
        {"vid2vid.local_step", evaluateLocalStep},
    };
}

} // namespace underpaint::verify
