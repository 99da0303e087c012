// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/nets/systems/vid2vid.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace underpaint::nets::vid2vid {

/// How a sequence is painted frame by frame.
struct RolloutPlan {
    std::int64_t frames = 3; ///< label maps that a frame is painted from, with its own
    std::int64_t scales = 1;
    /// Its generators have a branch for the foreground: the classes of these channels.
    bool hasForeground = false;
    std::vector<std::int64_t> foreground = {};
};

/// What the next frame needs of those before: per scale, coarsest first, the last frames - 1
/// pictures (N, frames - 1, C, H, W) of that scale. Small enough to be kept every few frames.
struct RolloutState {
    std::vector<Tensor> previous = {};
    /// There was no frame yet: the next one takes nothing from those before.
    bool fresh = false;
};

/// One frame at all scales, coarsest first, with what each was painted from.
struct RolloutStep {
    std::vector<FrameRequest> requests;
    std::vector<PaintedFrame> painted;
    RolloutState next;

    const Tensor& picture() const { return painted.back().final; }
};

/// Paints one frame at one scale, 0 is the coarsest.
using FramePainter = std::function<PaintedFrame(std::int64_t scale, const FrameRequest&)>;

/// A generator of either kind: its shape, and a frame by it. Throw Error when it is none.
/// @{
const GeneratorShape& shapeOf(const Network& generator);
PaintedFrame paintWith(const Network& generator, Run& run, const Scope& weights,
                       const FrameRequest& request);
/// @}

/// Before the first frame, where frames - 1 pictures (N, frames - 1, C, H, W) in [-1, 1] are given.
RolloutState stateAfter(const RolloutPlan& plan, const Tensor& firstFrames);
/// Where there are none, for a network that was trained to begin alone. `like` is (N, T, any, H, W)
/// label maps, `channels` those of a picture.
RolloutState stateOfNothing(const RolloutPlan& plan, const Tensor& like, std::int64_t channels);

/// The frame of the last of `labels` (N, frames, C, H, W), the label maps as networks take them.
RolloutStep paintFrame(const RolloutPlan& plan, const FramePainter& paint, const Tensor& labels,
                       const RolloutState& state);

} // namespace underpaint::nets::vid2vid
