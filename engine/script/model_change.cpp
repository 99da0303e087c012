// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/script/model_change.h"

#include "engine/imaging/mapped_exemplars.h"
#include "engine/imaging/mapped_scene.h"
#include "engine/project/package/model_labels.h"
#include "engine/project/package/style_fit.h"
#include "engine/scene/appearance_edits.h"
#include "engine/scene/edit_plan.h"
#include "engine/scene/touched.h"

#include <utility>

namespace underpaint::script {

ModelChange modelChange(const scene::SceneState& state, const project::Manifest& model,
                        const std::optional<scene::LabelSet>& before) {
    ModelChange change;
    scene::EditPlan plan(state);
    plan.add({scene::SetModel{model.id}});
    if (!model.classes.empty()) {
        const scene::LabelSet classes = project::labelSetOf(model);
        const auto mapped =
            imaging::mappedScene(state, imaging::meaningOfIds(state, before, classes), classes);
        if (mapped) {
            change.lost = mapped->lost();
            for (scene::Edit& edit : imaging::classEdits(state, *mapped)) {
                plan.add(std::move(edit));
            }
        }
    }
    const scene::Wardrobe fitting = project::fittedAppearances(plan.state(), model);
    change.fitted = fitting.size();
    plan.add(scene::wear(plan.state(), fitting));
    if (scene::knowsPhoto(state)) {
        plan.add({scene::SetPhotoMaps{scene::renamedPhotoMaps(state, plan.state())}});
    }
    change.edit = plan.joined();
    return change;
}

} // namespace underpaint::script
