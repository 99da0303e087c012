// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/carried_edit.h"

#include "engine/base/error.h"
#include "engine/imaging/motion/carry_edit.h"
#include "engine/imaging/motion/scene_cut.h"
#include "engine/scene/map_difference.h"
#include "ui/session/moving_frames.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class CarryTexts {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::CarriedEdit)
};

/// The part of the range around the frame that is one scene.
std::pair<std::size_t, std::size_t> sceneAround(const CarryPlan& plan) {
    const auto cut = [&](std::size_t frame) {
        return imaging::labelChange(plan.before.frame(frame).labels.toPlane(),
                                    plan.before.frame(frame + 1).labels.toPlane()) >
               imaging::usualCut;
    };
    std::size_t start = plan.frame;
    while (start > plan.first && !cut(start - 1)) {
        --start;
    }
    std::size_t end = plan.frame;
    while (end < plan.last && !cut(end)) {
        ++end;
    }
    return {start, end};
}

bool painted(const CarryPlan& plan, std::size_t frame) {
    const scene::SceneState& before = plan.before.frame(frame);
    const scene::SceneState& now = plan.now.frame(frame);
    return before.labels != now.labels || before.instances != now.instances;
}

double meanCertainty(const imaging::Share& confidence) {
    double sum = 0;
    std::size_t count = 0;
    for (const float value : confidence.values()) {
        if (value > 0) {
            sum += value;
            ++count;
        }
    }
    return count > 0 ? sum / static_cast<double>(count) : 0;
}

} // namespace

CarriedEdit carriedEdit(const CarryPlan& plan, const CancelToken& cancel,
                        const ProgressSink& progress) {
    if (!painted(plan, plan.frame)) {
        throw Error(CarryTexts::tr("Nothing was painted in this frame since its edits were carried "
                                   "last. Paint in it first")
                        .toStdString());
    }
    const auto [start, end] = sceneAround(plan);
    CarriedEdit carried;
    std::vector<imaging::KeyFrame> keys;
    for (std::size_t frame = start; frame <= end; ++frame) {
        if (painted(plan, frame)) {
            const scene::SceneState& now = plan.now.frame(frame);
            keys.push_back({frame, {now.labels.toPlane(), now.instances.toPlane()}});
            carried.keys.push_back(frame);
        }
    }
    const bool photos = haveMovingPhotos(plan.before, start, end);
    const imaging::CarryRange range{start, end, [&](std::size_t frame) {
                                        return movingFrame(plan.before.frame(frame), photos);
                                    }};
    scene::EditFrames edits;
    imaging::carryEdits(
        range, keys,
        [&](const imaging::CarriedFrame& frame) {
            const scene::SceneState& now = plan.now.frame(frame.frame);
            scene::PaintPixels paint = scene::mapDifference(
                now.labels, now.instances, frame.maps.labels, frame.maps.instances);
            if (!paint.empty()) {
                edits.edits.push_back({frame.frame, {std::move(paint)}});
                carried.certainty[frame.frame] = meanCertainty(frame.confidence);
            }
        },
        cancel, progress);
    if (edits.edits.empty()) {
        throw Error(CarryTexts::tr("The edit changes no other frame of the range: what was painted "
                                   "leaves the picture, or another scene begins beside it")
                        .toStdString());
    }
    std::ranges::sort(edits.edits, {}, &scene::FrameEdit::frame);
    carried.edit = std::move(edits);
    return carried;
}

} // namespace underpaint::ui
