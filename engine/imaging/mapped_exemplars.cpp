// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/mapped_exemplars.h"

#include "engine/imaging/label_set_json.h"

#include <utility>

namespace underpaint::imaging {

MappedExemplars::MappedExemplars(const scene::SceneState& scene, const MappedScene& mapped)
    : m_mapping(mapped.mapping), m_unlabelled(unlabelledClass(*mapped.maps.labelSet)) {
    for (const auto& [id, exemplar] : scene.appearance.exemplars) {
        prepare(exemplar);
    }
}

void MappedExemplars::prepare(const scene::Exemplar& exemplar) {
    scene::Exemplar moved = exemplar;
    if (exemplar.target.kind == scene::ExemplarTarget::Kind::Class) {
        const MappedClass* one = m_mapping.find(static_cast<std::uint16_t>(exemplar.target.id));
        if (one == nullptr || !one->to) {
            m_before.push_back({scene::RemoveExemplar{exemplar.id}});
            return;
        }
        const auto rules = [&](scene::ExemplarTarget target) {
            return scene::Edit{scene::SetExemplarRules{exemplar.id, target, exemplar.within,
                                                       exemplar.strength, exemplar.temperature,
                                                       exemplar.texture}};
        };
        // Neither class is in both label sets.
        m_before.push_back(rules({}));
        moved.target.id = *one->to;
        m_after.push_back(rules(moved.target));
    }
    if (exemplar.labels) {
        moved.labels = mapped(*exemplar.labels);
        m_after.push_back({scene::SetExemplarMaps{exemplar.id, moved.labels, exemplar.instances,
                                                  exemplar.hidden}});
    }
    m_exemplars.emplace(exemplar.id, std::move(moved));
}

std::shared_ptr<const LabelPlane> MappedExemplars::mapped(const LabelPlane& labels) const {
    return std::make_shared<const LabelPlane>(mappedLabels(labels, m_mapping, m_unlabelled));
}

void MappedExemplars::moveThoseOf(scene::SceneState& scene) const {
    scene.appearance.exemplars = m_exemplars;
}

scene::Appearance MappedExemplars::moved(scene::Appearance look) const {
    for (auto& [id, exemplar] : look.exemplars) {
        if (exemplar.labels) {
            exemplar.labels = mapped(*exemplar.labels);
        }
    }
    return look;
}

std::vector<scene::Edit> classEdits(const scene::SceneState& scene, const MappedScene& mapped) {
    const MappedExemplars exemplars(scene, mapped);
    std::vector<scene::Edit> edits = exemplars.before();
    edits.push_back({mapped.maps});
    edits.insert(edits.end(), exemplars.after().begin(), exemplars.after().end());
    scene::Edit looks = scene::wear(scene, movedAppearances(scene, mapped));
    if (!looks.empty()) {
        edits.push_back(std::move(looks));
    }
    return edits;
}

} // namespace underpaint::imaging
