// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/scene.h"

#include "engine/base/error.h"
#include "engine/scene/state_checks.h"

#include <utility>

namespace underpaint::scene {

namespace {

SceneState filledState(LabelSet labelSet, Size size, std::uint16_t background) {
    SceneState state;
    state.labelSet = std::move(labelSet);
    state.labels = LabelMap(size, background);
    state.instances = InstanceMap(size, stuffInstance(background));
    return state;
}

} // namespace

const Style* SceneState::styleOf(std::uint32_t instance) const {
    const auto found = styles.find(instance);
    return found == styles.end() ? nullptr : &found->second;
}

void SceneState::check() const {
    checkMaps(labels, instances, labelSet);
    checkLatent(latent);
    for (const auto& [id, style] : styles) {
        checkStyle(style);
    }
    for (const auto& [id, exemplar] : exemplars) {
        if (id != exemplar.id) {
            throw Error("the exemplar \"" + exemplar.id + "\" is listed as \"" + id + "\"",
                        "scene");
        }
        checkExemplar(exemplar, size(), labelSet);
    }
    if (referencePhoto) {
        checkPhoto(*referencePhoto, "reference photo");
    }
}

bool operator==(const SceneState& a, const SceneState& b) {
    const bool samePhoto =
        a.referencePhoto == b.referencePhoto ||
        (a.referencePhoto && b.referencePhoto && *a.referencePhoto == *b.referencePhoto);
    return samePhoto && a.labelSet == b.labelSet && a.labels == b.labels &&
           a.instances == b.instances && a.styles == b.styles && a.latent == b.latent &&
           a.exemplars == b.exemplars && a.modelId == b.modelId && a.seed == b.seed;
}

SceneSnapshot::SceneSnapshot(SceneState state, std::uint64_t revision) : m_revision(revision) {
    state.check();
    m_state = std::make_shared<const SceneState>(std::move(state));
}

Scene::Scene(LabelSet labelSet, Size size, std::uint16_t background)
    : Scene(filledState(std::move(labelSet), size, background)) {}

Scene::Scene(SceneState state) : m_state(std::move(state)) {
    m_state.check();
}

SceneSnapshot Scene::snapshot() const {
    return {SceneSnapshot::Trusted{}, m_state, m_revision};
}

} // namespace underpaint::scene
