// SPDX-License-Identifier: GPL-3.0-or-later
// Scene::apply: every kind of edit checks first, then changes the state and returns its inverse.
#include "engine/base/error.h"
#include "engine/scene/edit.h"
#include "engine/scene/state_checks.h"

#include <algorithm>
#include <utility>

namespace underpaint::scene {

namespace {

using Kind = Edit::Kind;

Exemplar& existing(SceneState& state, const std::string& id) {
    const auto found = state.exemplars.find(id);
    if (found == state.exemplars.end()) {
        throw Error("the scene has no exemplar with the id \"" + id + "\"", "scene",
                    "add the exemplar first");
    }
    return found->second;
}

Kind applyTo(SceneState& state, const PaintPixels& edit) {
    edit.check(state.size(), state.labelSet);
    return edit.paint(state.labels, state.instances);
}

Kind applyTo(SceneState& state, const SetStyle& edit) {
    SetStyle inverse;
    const SetStyle::Entry* last = nullptr;
    for (const SetStyle::Entry& entry : edit.entries) {
        if (last != nullptr && last->instance >= entry.instance) {
            throw Error("its instances are not sorted", "style edit");
        }
        last = &entry;
        if (entry.style) {
            checkStyle(*entry.style);
        }
        const Style* old = state.styleOf(entry.instance);
        inverse.entries.push_back(
            {entry.instance, old != nullptr ? std::optional(*old) : std::nullopt});
    }
    for (const SetStyle::Entry& entry : edit.entries) {
        if (entry.style) {
            state.styles.insert_or_assign(entry.instance, *entry.style);
        } else {
            state.styles.erase(entry.instance);
        }
    }
    return inverse;
}

Kind applyTo(SceneState& state, const SetLatent& edit) {
    checkLatent(edit.code);
    return SetLatent{std::exchange(state.latent, edit.code)};
}

Kind applyTo(SceneState& state, const SetExemplar& edit) {
    checkExemplar(edit.exemplar, state.size(), state.labelSet);
    const auto found = state.exemplars.find(edit.exemplar.id);
    if (found == state.exemplars.end()) {
        state.exemplars.emplace(edit.exemplar.id, edit.exemplar);
        return RemoveExemplar{edit.exemplar.id};
    }
    return SetExemplar{std::exchange(found->second, edit.exemplar)};
}

Kind applyTo(SceneState& state, const RemoveExemplar& edit) {
    SetExemplar inverse{std::move(existing(state, edit.id))};
    state.exemplars.erase(edit.id);
    return inverse;
}

Kind applyTo(SceneState& state, const SetPins& edit) {
    Exemplar& exemplar = existing(state, edit.exemplarId);
    Exemplar changed = exemplar;
    changed.pins = edit.pins;
    checkExemplar(changed, state.size(), state.labelSet);
    return SetPins{edit.exemplarId, std::exchange(exemplar.pins, std::move(changed.pins))};
}

Kind applyTo(SceneState& state, const RenameLabel& edit) {
    RenameLabel inverse{edit.id, state.labelSet.at(edit.id).name};
    state.labelSet = state.labelSet.renamed(edit.id, edit.name);
    return inverse;
}

Kind applyTo(SceneState& state, const RecolourLabel& edit) {
    RecolourLabel inverse{edit.id, state.labelSet.at(edit.id).colour};
    state.labelSet = state.labelSet.recoloured(edit.id, edit.colour);
    return inverse;
}

Kind applyTo(SceneState& state, const SetModel& edit) {
    return SetModel{std::exchange(state.modelId, edit.modelId)};
}

Kind applyTo(SceneState& state, const SetSeed& edit) {
    return SetSeed{std::exchange(state.seed, edit.seed)};
}

Kind applyTo(SceneState& state, const ReplaceMaps& edit) {
    const LabelSet& labelSet = edit.labelSet ? *edit.labelSet : state.labelSet;
    checkMaps(edit.labels, edit.instances, labelSet);
    const Rect bounds = edit.labels.bounds();
    std::map<std::string, Exemplar> exemplars = state.exemplars;
    std::vector<Edit> restorePins;
    for (auto& [id, exemplar] : exemplars) {
        const auto dropped = std::erase_if(
            exemplar.pins, [&](const Pin& pin) { return !bounds.contains(pin.scene); });
        if (dropped > 0) {
            restorePins.push_back({SetPins{id, state.exemplars.at(id).pins}});
        }
        checkExemplar(exemplar, edit.labels.size(), labelSet);
    }
    ReplaceMaps inverse{std::exchange(state.labels, edit.labels),
                        std::exchange(state.instances, edit.instances), std::nullopt};
    if (edit.labelSet) {
        inverse.labelSet = std::exchange(state.labelSet, *edit.labelSet);
    }
    state.exemplars = std::move(exemplars);
    if (restorePins.empty()) {
        return inverse;
    }
    EditGroup group;
    group.edits.push_back({std::move(inverse)});
    std::move(restorePins.begin(), restorePins.end(), std::back_inserter(group.edits));
    return group;
}

Kind applyTo(SceneState& state, const ReplaceLabelSet& edit) {
    checkLabels(state.labels, edit.labelSet);
    for (const auto& [id, exemplar] : state.exemplars) {
        checkExemplar(exemplar, state.size(), edit.labelSet);
    }
    return ReplaceLabelSet{std::exchange(state.labelSet, edit.labelSet)};
}

Kind applyTo(SceneState& state, const SetReferencePhoto& edit) {
    if (edit.photo) {
        checkPhoto(*edit.photo, "reference photo");
    }
    return SetReferencePhoto{std::exchange(state.referencePhoto, edit.photo)};
}

/// The inverses of the members, last first. One of them may be a group itself.
EditGroup joined(std::vector<Edit> inverses) {
    EditGroup group;
    for (auto inverse = inverses.rbegin(); inverse != inverses.rend(); ++inverse) {
        if (auto* inner = std::get_if<EditGroup>(&inverse->kind)) {
            std::move(inner->edits.begin(), inner->edits.end(), std::back_inserter(group.edits));
        } else {
            group.edits.push_back(std::move(*inverse));
        }
    }
    return group;
}

Kind applyTo(SceneState& state, const EditGroup& edit) {
    SceneState changed = state; // so that all members apply or none
    std::vector<Edit> inverses;
    for (const Edit& member : edit.edits) {
        if (std::holds_alternative<EditGroup>(member.kind)) {
            throw Error("a group of edits lies in another group", "edit");
        }
        inverses.push_back(
            {std::visit([&](const auto& kind) { return applyTo(changed, kind); }, member.kind),
             member.gesture});
    }
    state = std::move(changed);
    return joined(std::move(inverses));
}

} // namespace

Edit Scene::apply(const Edit& edit) {
    Kind inverse = std::visit([&](const auto& kind) { return applyTo(m_state, kind); }, edit.kind);
    ++m_revision;
    return {std::move(inverse), edit.gesture};
}

} // namespace underpaint::scene
