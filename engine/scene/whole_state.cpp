// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/whole_state.h"

#include <utility>

namespace underpaint::scene {

std::vector<Edit> lookEdits(const SceneState& state) {
    std::vector<Edit> edits;
    SetStyle styles;
    SetAppearance codes;
    for (const auto& [instance, worn] : state.appearances) {
        if (worn.style) {
            styles.entries.push_back({instance, worn.style});
        }
        if (!worn.code.values.empty()) {
            codes.entries.push_back({instance, worn});
        }
    }
    edits.push_back({std::move(styles)});
    edits.push_back({SetLatent{state.appearance.code}});
    for (const auto& [id, exemplar] : state.allExemplars()) {
        edits.push_back({SetExemplar{*exemplar}});
    }
    if (!codes.entries.empty()) {
        edits.push_back({std::move(codes)});
    }
    edits.push_back({SetModel{state.modelId}});
    edits.push_back({SetSeed{state.seed}});
    edits.push_back({SetPhotoMaps{state.photoMaps}});
    edits.push_back({SetKeep{state.keep}});
    for (const auto& [sets, classes] : state.classChoices) {
        edits.push_back({SetClassChoices{sets, classes}});
    }
    return edits;
}

bool sameLooks(const SceneState& a, const SceneState& b) {
    const bool maps =
        a.photoMaps == b.photoMaps || (a.photoMaps && b.photoMaps && *a.photoMaps == *b.photoMaps);
    return maps && a.modelId == b.modelId && a.seed == b.seed && a.keep == b.keep &&
           a.classChoices == b.classChoices && a.appearance == b.appearance &&
           a.appearances == b.appearances;
}

Edit wholeStateEdit(const SceneState& state) {
    EditGroup group;
    group.edits.push_back({ReplaceMaps{state.labels, state.instances, state.labelSet}});
    for (Edit& look : lookEdits(state)) {
        if (std::holds_alternative<SetPhotoMaps>(look.kind)) {
            group.edits.push_back({SetReferencePhoto{state.referencePhoto}});
        }
        group.edits.push_back(std::move(look));
    }
    return {std::move(group)};
}

} // namespace underpaint::scene
