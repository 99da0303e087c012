// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/script/model_change.h"

#include "engine/imaging/mapped_exemplars.h"
#include "engine/imaging/mapped_scene.h"
#include "engine/project/package/model_labels.h"
#include "engine/project/package/style_fit.h"
#include "engine/scene/appearance_edits.h"
#include "engine/scene/touched.h"
#include "engine/script/script_scene.h"

#include <utility>

namespace underpaint::script {

ModelChange modelChange(const scene::SceneState& state, const project::Manifest& model,
                        const std::optional<scene::LabelSet>& before) {
    ModelChange change;
    EditChain chain(state);
    chain.add({scene::SetModel{model.id}});
    if (!model.classes.empty()) {
        const scene::LabelSet classes = project::labelSetOf(model);
        const auto mapped =
            imaging::mappedScene(state, imaging::meaningOfIds(state, before, classes), classes);
        if (mapped) {
            change.lost = mapped->lost();
            const imaging::MappedExemplars exemplars(state, *mapped);
            for (const scene::Edit& edit : exemplars.before()) {
                chain.add(edit);
            }
            chain.add({mapped->maps});
            for (const scene::Edit& edit : exemplars.after()) {
                chain.add(edit);
            }
            chain.add(scene::wear(chain.state(), imaging::movedAppearances(state, *mapped)));
        }
    }
    const scene::Wardrobe fitting = project::fittedAppearances(chain.state(), model);
    change.fitted = fitting.size();
    chain.add(scene::wear(chain.state(), fitting));
    if (scene::knowsPhoto(state)) {
        chain.add({scene::SetPhotoMaps{scene::renamedPhotoMaps(state, chain.state())}});
    }
    change.edit = chain.take();
    return change;
}

} // namespace underpaint::script
