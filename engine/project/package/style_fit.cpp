// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/style_fit.h"

#include "engine/scene/instances.h"

#include <cstddef>
#include <utility>
#include <variant>

namespace underpaint::project {

namespace {

struct Fits {
    std::size_t clusters;
    std::size_t features;

    bool operator()(const scene::ClusterStyle& style) const { return style.cluster < clusters; }
    bool operator()(const scene::MixtureStyle& style) const {
        return style.weights.size() == clusters;
    }
    bool operator()(const scene::FeatureStyle& style) const {
        return style.values.size() == features;
    }
};

} // namespace

scene::Wardrobe fittedAppearances(const scene::SceneState& scene, const Manifest& manifest) {
    scene::Wardrobe fitted;
    if (manifest.featNum == 0 || scene.appearances.empty()) {
        return fitted;
    }
    for (const scene::InstanceInfo& instance : scene::instancesIn(scene)) {
        const scene::Appearance* worn = scene.appearanceOf(instance.id);
        if (worn == nullptr || !worn->style) {
            continue;
        }
        const auto found = manifest.styles.find(instance.label);
        const std::size_t clusters = found == manifest.styles.end() ? 0 : found->second.size();
        if (!std::visit(Fits{clusters, static_cast<std::size_t>(manifest.featNum)}, *worn->style)) {
            scene::Appearance& look = fitted[instance.id] = *worn;
            look.style.reset();
        }
    }
    return fitted;
}

std::size_t fitAppearances(scene::SceneState& scene, const Manifest& manifest) {
    scene::Wardrobe fitting = fittedAppearances(scene, manifest);
    for (auto& [instance, look] : fitting) {
        if (look.empty()) {
            scene.appearances.erase(instance);
        } else {
            scene.appearances[instance] = std::move(look);
        }
    }
    return fitting.size();
}

} // namespace underpaint::project
