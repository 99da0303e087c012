// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/mapped_scene.h"

#include "engine/imaging/label_set_json.h"
#include "engine/imaging/mapped_instances.h"
#include "engine/imaging/value_counts.h"
#include "engine/scene/instance_ids.h"

#include <algorithm>
#include <cstddef>

namespace underpaint::imaging {

std::optional<MappedScene> mappedScene(const scene::SceneState& state, const scene::LabelSet& from,
                                       const scene::LabelSet& to) {
    if (from.empty() || to.empty()) {
        return std::nullopt;
    }
    const LabelPlane before = state.labels.toPlane();
    const std::vector<long long> counts = countValues(before);
    const auto shown = [&](std::uint16_t id) { return id < counts.size() && counts[id] > 0; };
    const ClassMapping mapping = mapClasses(from, to);
    ClassMapping used;
    std::copy_if(mapping.classes.begin(), mapping.classes.end(), std::back_inserter(used.classes),
                 [&](const MappedClass& one) { return shown(one.from.id); });
    const bool known =
        std::any_of(used.classes.begin(), used.classes.end(), [](const MappedClass& one) {
            return one.to && one.match != ClassMatch::Nothing;
        });
    if (!known || used.unchanged(to)) {
        return std::nullopt;
    }
    const std::uint16_t unlabelled = unlabelledClass(to);
    const LabelPlane after = mappedLabels(before, mapping, unlabelled);
    MappedInstances instances = mappedInstances(state.instances.toPlane(), before, from, after, to);
    MappedScene mapped;
    mapped.maps = {scene::LabelMap(after), scene::InstanceMap(instances.ids), to};
    mapped.renamed = std::move(instances.renamed);
    for (const MappedClass& one : used.classes) {
        mapped.renamed.try_emplace(scene::stuffInstance(one.from.id),
                                   scene::stuffInstance(one.to.value_or(unlabelled)));
        if (!one.to && one.match != ClassMatch::Nothing) {
            mapped.lost.push_back(one.from.name);
        }
    }
    return mapped;
}

} // namespace underpaint::imaging
