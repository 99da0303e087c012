// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/frame_motion.h"

#include "engine/base/error.h"
#include "engine/imaging/motion/label_guide.h"
#include "engine/imaging/motion/optical_flow.h"
#include "engine/imaging/motion/outline_flow.h"
#include "engine/imaging/motion/warp.h"

#include <string>
#include <utility>

namespace underpaint::imaging {

namespace {

std::string shownSize(Size size) {
    return std::to_string(size.width) + "x" + std::to_string(size.height);
}

/// Takes the confidence from pixels of `now` whose class was not where the flow leads.
void doubtOtherClasses(const MovingFrame& before, const MovingFrame& now, FrameMotion& motion) {
    if (before.labels.size() != now.size() || now.labels.size() != now.size()) {
        return;
    }
    const LabelPlane moved = warped(before.labels, motion.flow);
    for (std::size_t i = 0; i < moved.values().size(); ++i) {
        if (moved.values()[i] != now.labels.values()[i]) {
            motion.confidence.values()[i] = 0;
        }
    }
}

Image guideOf(const MovingFrame& frame) {
    return frame.guide.empty() ? labelGuide(frame.labels, frame.instances) : frame.guide;
}

PairMotion flowsBetween(const MovingFrame& first, const MovingFrame& second) {
    if (first.size() != second.size() || first.size().empty()) {
        throw Error("a frame is " + shownSize(second.size()) + ", the one beside it " +
                    shownSize(first.size()));
    }
    const Image guideOfFirst = guideOf(first);
    const Image guideOfSecond = guideOf(second);
    PairMotion motion{{opticalFlow(guideOfFirst, guideOfSecond), {}},
                      {opticalFlow(guideOfSecond, guideOfFirst), {}}};
    if (first.guide.empty() || second.guide.empty()) {
        const Share there = flowConfidence(motion.there.flow, motion.back.flow);
        const Share back = flowConfidence(motion.back.flow, motion.there.flow);
        motion.there.flow = outlineFlow(motion.there.flow, there, first.labels);
        motion.back.flow = outlineFlow(motion.back.flow, back, second.labels);
    }
    return motion;
}

} // namespace

PairMotion motionBetween(const MovingFrame& first, const MovingFrame& second) {
    PairMotion motion = flowsBetween(first, second);
    motion.there.confidence = flowConfidence(motion.there.flow, motion.back.flow);
    motion.back.confidence = flowConfidence(motion.back.flow, motion.there.flow);
    doubtOtherClasses(second, first, motion.there);
    doubtOtherClasses(first, second, motion.back);
    return motion;
}

FrameMotion motionSince(const MovingFrame& before, const MovingFrame& now) {
    PairMotion both = flowsBetween(before, now);
    FrameMotion motion = std::move(both.back);
    motion.confidence = flowConfidence(motion.flow, both.there.flow);
    doubtOtherClasses(before, now, motion);
    return motion;
}

} // namespace underpaint::imaging
