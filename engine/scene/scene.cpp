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

const Appearance* SceneState::appearanceOf(std::uint32_t instance) const {
    const auto found = appearances.find(instance);
    return found == appearances.end() ? nullptr : &found->second;
}

const Style* SceneState::styleOf(std::uint32_t instance) const {
    const Appearance* worn = appearanceOf(instance);
    return worn != nullptr && worn->style ? &*worn->style : nullptr;
}

std::map<std::string, const Exemplar*> SceneState::allExemplars() const {
    std::map<std::string, const Exemplar*> all;
    const auto add = [&all](const Appearance& worn) {
        for (const auto& [id, exemplar] : worn.exemplars) {
            all.emplace(id, &exemplar);
        }
    };
    add(appearance);
    for (const auto& [instance, worn] : appearances) {
        add(worn);
    }
    return all;
}

const Exemplar* SceneState::findExemplar(const std::string& id) const {
    const auto in = [&id](const Appearance& worn) -> const Exemplar* {
        const auto found = worn.exemplars.find(id);
        return found == worn.exemplars.end() ? nullptr : &found->second;
    };
    const Exemplar* found = in(appearance);
    for (auto worn = appearances.begin(); found == nullptr && worn != appearances.end(); ++worn) {
        found = in(worn->second);
    }
    return found;
}

void SceneState::addExemplar(Exemplar exemplar) {
    Appearance& worn = exemplar.target.kind == ExemplarTarget::Kind::Instance
                           ? appearances[exemplar.target.id]
                           : appearance;
    std::string id = exemplar.id;
    worn.exemplars.emplace(std::move(id), std::move(exemplar));
}

void SceneState::check() const {
    checkMaps(labels, instances, labelSet);
    checkAppearances(*this);
    if (referencePhoto) {
        checkPhoto(*referencePhoto, "reference photo");
    }
    if (photoMaps) {
        checkPhotoMaps(*photoMaps);
    }
    checkKeep(keep);
}

bool operator==(const SceneState& a, const SceneState& b) {
    const auto same = [](const auto& one, const auto& other) {
        return one == other || (one && other && *one == *other);
    };
    return same(a.referencePhoto, b.referencePhoto) && same(a.photoMaps, b.photoMaps) &&
           a.keep == b.keep && a.classChoices == b.classChoices && a.labelSet == b.labelSet &&
           a.labels == b.labels && a.instances == b.instances && a.appearance == b.appearance &&
           a.appearances == b.appearances && a.modelId == b.modelId && a.seed == b.seed;
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

std::shared_ptr<const Image> putAway(std::shared_ptr<const Image> photo) {
    constexpr std::size_t least = std::size_t{16} << 10U; // fewer are not worth a file
    if (!photo || photo->isAway() || photo->values().size() < least) {
        return photo;
    }
    Image away = photo->putAway();
    return away.isAway() ? std::make_shared<const Image>(std::move(away)) : photo;
}

void Scene::pack(PackedMaps& packed) {
    if (m_state.referencePhoto) {
        const auto [known, isNew] = packed.photos.try_emplace(m_state.referencePhoto);
        if (isNew) {
            known->second = putAway(known->first);
        }
        m_state.referencePhoto = known->second;
    }
    m_state.labels.pack(packed.labels);
    m_state.instances.pack(packed.instances);
    if (m_state.photoMaps) {
        PhotoMaps maps = *m_state.photoMaps;
        maps.labels.pack(packed.labels);
        maps.instances.pack(packed.instances);
        m_state.photoMaps = std::make_shared<const PhotoMaps>(std::move(maps));
    }
}

SceneSnapshot Scene::snapshot() const {
    return {SceneSnapshot::Trusted{}, m_state, m_revision};
}

} // namespace underpaint::scene
