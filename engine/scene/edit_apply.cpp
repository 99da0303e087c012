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

/// The look that holds an exemplar, or nullptr.
Appearance* wearerOf(SceneState& state, const std::string& id) {
    if (state.appearance.exemplars.contains(id)) {
        return &state.appearance;
    }
    const auto found = std::ranges::find_if(
        state.appearances, [&](const auto& worn) { return worn.second.exemplars.contains(id); });
    return found == state.appearances.end() ? nullptr : &found->second;
}

Exemplar& existing(SceneState& state, const std::string& id) {
    Appearance* wearer = wearerOf(state, id);
    if (wearer == nullptr) {
        throw Error("the scene has no exemplar with the id \"" + id + "\"", "scene",
                    "add the exemplar first");
    }
    return wearer->exemplars.at(id);
}

/// Takes an exemplar out of the scene, which has it.
Exemplar taken(SceneState& state, const std::string& id) {
    Exemplar exemplar = std::move(existing(state, id));
    wearerOf(state, id)->exemplars.erase(id);
    std::erase_if(state.appearances, [](const auto& worn) { return worn.second.empty(); });
    return exemplar;
}

Kind applyTo(SceneState& state, const PaintPixels& edit) {
    edit.check(state.size(), state.labelSet);
    return edit.paint(state.labels, state.instances);
}

template<class Entry>
void checkSorted(const std::vector<Entry>& entries) {
    const auto disordered = [](const Entry& a, const Entry& b) { return a.instance >= b.instance; };
    if (std::ranges::adjacent_find(entries, disordered) != entries.end()) {
        throw Error("its instances are not sorted", "style edit");
    }
}

Kind applyTo(SceneState& state, const SetStyle& edit) {
    SetStyle inverse;
    checkSorted(edit.entries);
    for (const SetStyle::Entry& entry : edit.entries) {
        if (entry.style) {
            checkStyle(*entry.style);
        }
        const Style* old = state.styleOf(entry.instance);
        inverse.entries.push_back(
            {entry.instance, old != nullptr ? std::optional(*old) : std::nullopt});
    }
    for (const SetStyle::Entry& entry : edit.entries) {
        Appearance& worn = state.appearances[entry.instance];
        worn.style = entry.style;
        if (worn.empty()) {
            state.appearances.erase(entry.instance);
        }
    }
    return inverse;
}

Kind applyTo(SceneState& state, const SetAppearance& edit) {
    SetAppearance inverse;
    checkSorted(edit.entries);
    SceneState changed = state; // exemplars change places: they fit or not when all have done so
    for (const SetAppearance::Entry& entry : edit.entries) {
        const Appearance* old = state.appearanceOf(entry.instance);
        inverse.entries.push_back({entry.instance, old != nullptr ? *old : Appearance{}});
        if (entry.look.empty()) {
            changed.appearances.erase(entry.instance);
        } else {
            changed.appearances.insert_or_assign(entry.instance, entry.look);
        }
    }
    checkAppearances(changed);
    state.appearances = std::move(changed.appearances);
    return inverse;
}

Kind applyTo(SceneState& state, const SetLatent& edit) {
    checkLatent(edit.code);
    return SetLatent{std::exchange(state.appearance.code, edit.code)};
}

Kind applyTo(SceneState& state, const SetExemplar& edit) {
    checkExemplar(edit.exemplar, state.size(), state.labelSet);
    if (wearerOf(state, edit.exemplar.id) == nullptr) {
        state.addExemplar(edit.exemplar);
        return RemoveExemplar{edit.exemplar.id};
    }
    SetExemplar inverse{taken(state, edit.exemplar.id)};
    state.addExemplar(edit.exemplar);
    return inverse;
}

Kind applyTo(SceneState& state, const RemoveExemplar& edit) {
    return SetExemplar{taken(state, edit.id)};
}

Kind applyTo(SceneState& state, const SetPins& edit) {
    Exemplar& exemplar = existing(state, edit.exemplarId);
    Exemplar changed = exemplar;
    changed.pins = edit.pins;
    checkExemplar(changed, state.size(), state.labelSet);
    return SetPins{edit.exemplarId, std::exchange(exemplar.pins, std::move(changed.pins))};
}

Kind applyTo(SceneState& state, const SetExemplarRules& edit) {
    const Exemplar& now = existing(state, edit.exemplarId);
    SetExemplarRules inverse{now.id,       now.target,      now.within,
                             now.strength, now.temperature, now.texture};
    Exemplar changed = now;
    changed.target = edit.target;
    changed.within = edit.within;
    changed.strength = edit.strength;
    changed.temperature = edit.temperature;
    changed.texture = edit.texture;
    checkExemplar(changed, state.size(), state.labelSet);
    taken(state, edit.exemplarId);
    state.addExemplar(std::move(changed));
    return inverse;
}

Kind applyTo(SceneState& state, const SetExemplarMaps& edit) {
    Exemplar& exemplar = existing(state, edit.exemplarId);
    SetExemplarMaps inverse{exemplar.id, exemplar.labels, exemplar.instances, exemplar.hidden};
    Exemplar changed = exemplar;
    changed.labels = edit.labels;
    changed.instances = edit.instances;
    changed.hidden = edit.hidden;
    checkExemplar(changed, state.size(), state.labelSet);
    exemplar = std::move(changed);
    return inverse;
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
    Appearance appearance = state.appearance;
    std::map<std::uint32_t, Appearance> appearances = state.appearances;
    const auto fit = [&](Appearance& worn) {
        for (auto& [id, exemplar] : worn.exemplars) {
            std::erase_if(exemplar.pins,
                          [&](const Pin& pin) { return !bounds.contains(pin.scene); });
            checkExemplar(exemplar, edit.labels.size(), labelSet);
        }
    };
    fit(appearance);
    for (auto& [instance, worn] : appearances) {
        fit(worn);
    }
    std::vector<Edit> restorePins;
    for (const auto& [id, exemplar] : state.allExemplars()) {
        const auto outside = [&](const Pin& pin) { return !bounds.contains(pin.scene); };
        if (std::ranges::any_of(exemplar->pins, outside)) {
            restorePins.push_back({SetPins{id, exemplar->pins}});
        }
    }
    ReplaceMaps inverse{std::exchange(state.labels, edit.labels),
                        std::exchange(state.instances, edit.instances), std::nullopt};
    if (edit.labelSet) {
        inverse.labelSet = std::exchange(state.labelSet, *edit.labelSet);
    }
    state.appearance = std::move(appearance);
    state.appearances = std::move(appearances);
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
    for (const auto& [id, exemplar] : state.allExemplars()) {
        checkExemplar(*exemplar, state.size(), edit.labelSet);
    }
    return ReplaceLabelSet{std::exchange(state.labelSet, edit.labelSet)};
}

Kind applyTo(SceneState& state, const SetReferencePhoto& edit) {
    if (edit.photo) {
        checkPhoto(*edit.photo, "reference photo");
    }
    return SetReferencePhoto{std::exchange(state.referencePhoto, edit.photo)};
}

Kind applyTo(SceneState& state, const SetPhotoMaps& edit) {
    if (edit.maps) {
        checkPhotoMaps(*edit.maps);
    }
    return SetPhotoMaps{std::exchange(state.photoMaps, edit.maps)};
}

Kind applyTo(SceneState& state, const SetKeep& edit) {
    checkKeep(edit.keep);
    return SetKeep{std::exchange(state.keep, edit.keep)};
}

Kind applyTo(SceneState& state, const SetClassChoices& edit) {
    SetClassChoices inverse{edit.sets, {}};
    if (const auto found = state.classChoices.find(edit.sets); found != state.classChoices.end()) {
        inverse.classes = std::move(found->second);
        state.classChoices.erase(found);
    }
    if (!edit.classes.empty()) {
        state.classChoices.emplace(edit.sets, edit.classes);
    }
    return inverse;
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
