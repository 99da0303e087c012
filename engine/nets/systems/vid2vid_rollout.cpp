// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/vid2vid_rollout.h"

#include "engine/base/error.h"
#include "engine/nets/systems/vid2vid_frames.h"

#include <string>
#include <utility>

namespace underpaint::nets::vid2vid {

namespace {

[[noreturn]] void failNoGenerator(const Network& network) {
    throw Error("is no generator of vid2vid", network.name());
}

} // namespace

const GeneratorShape& shapeOf(const Network& generator) {
    if (const auto* composite = generator.as<CompositeGenerator>()) {
        return composite->shape;
    }
    if (const auto* local = generator.as<CompositeLocalGenerator>()) {
        return local->shape;
    }
    failNoGenerator(generator);
}

PaintedFrame paintWith(const Network& generator, Run& run, const Scope& weights,
                       const FrameRequest& request) {
    if (const auto* composite = generator.as<CompositeGenerator>()) {
        return (*composite)(run, weights, request);
    }
    if (const auto* local = generator.as<CompositeLocalGenerator>()) {
        return (*local)(run, weights, request);
    }
    failNoGenerator(generator);
}

RolloutState stateAfter(const RolloutPlan& plan, const Tensor& firstFrames) {
    if (firstFrames.dim() != 5 || firstFrames.size(1) != plan.frames - 1) {
        throw Error("there are not " + std::to_string(plan.frames - 1) + " first frames");
    }
    return {.previous = framePyramid(firstFrames, plan.scales)};
}

RolloutState stateOfNothing(const RolloutPlan& plan, const Tensor& like, std::int64_t channels) {
    RolloutState state = stateAfter(
        plan, at::zeros({like.size(0), plan.frames - 1, channels, like.size(3), like.size(4)},
                        like.options()));
    state.fresh = true;
    return state;
}

RolloutStep paintFrame(const RolloutPlan& plan, const FramePainter& paint, const Tensor& labels,
                       const RolloutState& state) {
    if (labels.dim() != 5 || labels.size(1) != plan.frames ||
        static_cast<std::int64_t>(state.previous.size()) != plan.scales) {
        throw Error("a frame is painted from " + std::to_string(plan.frames) +
                    " label maps and frames of " + std::to_string(plan.scales) + " scales");
    }
    const std::vector<Tensor> levels = framePyramid(labels, plan.scales);
    RolloutStep step;
    for (std::size_t scale = 0; scale < levels.size(); ++scale) {
        const Tensor& seen = levels[scale];
        const Tensor& before = state.previous[scale];
        FrameRequest request{.labels = framesOnChannels(seen, 0, plan.frames),
                             .previous = before.flatten(1, 2),
                             .rawOnly = state.fresh};
        if (plan.hasForeground) {
            request.foreground = foregroundShare(seen.select(1, plan.frames - 1), plan.foreground);
        }
        if (scale > 0) {
            request.coarse = step.painted.back().features;
        }
        PaintedFrame painted = paint(static_cast<std::int64_t>(scale), request);
        const Tensor made = painted.final.to(before.device(), before.scalar_type()).unsqueeze(1);
        step.next.previous.push_back(at::cat({before.narrow(1, 1, plan.frames - 2), made}, 1));
        step.requests.push_back(std::move(request));
        step.painted.push_back(std::move(painted));
    }
    return step;
}

} // namespace underpaint::nets::vid2vid
