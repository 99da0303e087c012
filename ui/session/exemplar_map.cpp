// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/exemplar_map.h"

#include "engine/base/error.h"
#include "engine/imaging/exemplar_photo.h"
#include "engine/scene/instances.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::ui {

namespace {

/// What a place is that nothing is known of.
std::uint16_t firstClass(const scene::LabelSet& classes) {
    return classes.classes().front().id;
}

} // namespace

scene::LabelClass lendsNothing(const scene::LabelSet& classes) {
    scene::LabelClass none{.name = "lends nothing", .colour = {230, 0, 120}};
    while (std::ranges::any_of(classes.classes(),
                               [&](const auto& one) { return one.name == none.name; })) {
        none.name += " ";
    }
    constexpr std::uint32_t high = 60000; // sets number their classes from 0
    for (std::uint32_t id = high; id > 0; --id) {
        if (classes.find(static_cast<std::uint16_t>(id)) == nullptr) {
            none.id = static_cast<std::uint16_t>(id);
            return none;
        }
    }
    throw Error("there is no number left for places that lend nothing", classes.name());
}

scene::SceneState mapOfExemplar(const scene::Exemplar& exemplar, const scene::LabelSet& classes) {
    const scene::LabelClass none = lendsNothing(classes);
    std::vector<scene::LabelClass> all = classes.classes();
    all.push_back(none);
    LabelPlane labels =
        exemplar.labels
            ? *exemplar.labels
            : LabelPlane(exemplar.photo->width(), exemplar.photo->height(), 1, firstClass(classes));
    if (exemplar.hidden) {
        for (std::size_t i = 0; i < labels.values().size(); ++i) {
            if (exemplar.hidden->values()[i] != 0) {
                labels.values()[i] = none.id;
            }
        }
    }
    scene::SceneState state;
    state.labelSet = scene::LabelSet(classes.name(), std::move(all));
    state.labels = scene::LabelMap(labels);
    state.instances = scene::instancesFromLabels(state.labels);
    state.referencePhoto = exemplar.photo;
    state.check();
    return state;
}

scene::SetExemplarMaps mapsFromPainted(const scene::SceneState& painted,
                                       const scene::Exemplar& exemplar,
                                       const scene::LabelSet& classes) {
    const std::uint16_t none = lendsNothing(classes).id;
    LabelPlane labels = painted.labels.toPlane();
    Image hidden(labels.width(), labels.height(), 1, 0);
    bool hides = false;
    for (std::size_t i = 0; i < labels.values().size(); ++i) {
        if (labels.values()[i] == none) {
            labels.values()[i] =
                exemplar.labels ? exemplar.labels->values()[i] : firstClass(classes);
            hidden.values()[i] = 255;
            hides = true;
        }
    }
    scene::SetExemplarMaps maps{.exemplarId = exemplar.id};
    maps.instances =
        std::make_shared<const InstancePlane>(imaging::exemplarInstances(labels, classes));
    maps.labels = std::make_shared<const LabelPlane>(std::move(labels));
    if (hides) {
        maps.hidden = std::make_shared<const Image>(std::move(hidden));
    }
    return maps;
}

} // namespace underpaint::ui
