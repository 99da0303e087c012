// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/style_fit.h"

#include "engine/scene/instances.h"

#include <cstddef>
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

std::vector<std::uint32_t> unfitStyles(const scene::SceneState& scene, const Manifest& manifest) {
    std::vector<std::uint32_t> unfit;
    if (manifest.featNum == 0 || scene.styles.empty()) {
        return unfit;
    }
    for (const scene::InstanceInfo& instance : scene::instancesIn(scene)) {
        const scene::Style* style = scene.styleOf(instance.id);
        if (style == nullptr) {
            continue;
        }
        const auto found = manifest.styles.find(instance.label);
        const std::size_t clusters = found == manifest.styles.end() ? 0 : found->second.size();
        if (!std::visit(Fits{clusters, static_cast<std::size_t>(manifest.featNum)}, *style)) {
            unfit.push_back(instance.id);
        }
    }
    return unfit;
}

} // namespace underpaint::project
