// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/opening_scene.h"

#include "engine/base/error.h"
#include "engine/imaging/class_mapping.h"

namespace underpaint::ui {

namespace {

/// Where a model does not say what it was trained on.
constexpr Size usualSize{512, 512};

const scene::SceneTemplate* mostDemanding(const SceneModel& model) {
    const scene::SceneTemplate* best = nullptr;
    for (const scene::SceneTemplate& one : scene::sceneTemplates()) {
        if (scene::fits(one, model.roles)) {
            best = &one;
        }
    }
    return best;
}

} // namespace

scene::SceneState openingScene(const SceneModel& model, const std::vector<SampleScene>& samples) {
    for (const SampleScene& sample : samples) {
        try {
            scene::SceneState state = readSample(sample);
            if (imaging::mostlyTheSame(state.labelSet, model.labels)) {
                state.modelId = model.id.toStdString();
                return state;
            }
        } catch (const Error&) {
            continue; // a damaged one is no reason to begin with nothing; the menu tells of it
        }
    }
    const bool known = model.size.nativeWidth > 0 && model.size.nativeHeight > 0;
    const Size size = known ? Size{model.size.nativeWidth, model.size.nativeHeight} : usualSize;
    const std::uint16_t filled = model.labels.classes().front().id;
    return begun({model, mostDemanding(model), size, filled});
}

} // namespace underpaint::ui
