// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/instance_features.h"

#include "engine/base/error.h"
#include "engine/project/package/default_style.h"
#include "engine/scene/instances.h"

#include <optional>
#include <span>
#include <string>
#include <variant>

namespace underpaint::translate {

namespace {

using Centroids = std::vector<project::StyleCentroid>;

/// Turns one instance's style into numbers.
class StyleResolver {
public:
    StyleResolver(const project::Manifest& manifest, const scene::InstanceInfo& instance)
        : m_manifest(manifest), m_instance(instance) {
        const auto it = manifest.styles.find(instance.label);
        if (it != manifest.styles.end()) {
            m_centroids = it->second;
        }
    }

    std::vector<float> byDefault(std::uint64_t seed) const {
        if (m_centroids.empty()) {
            return std::vector<float>(size(), 0.0F);
        }
        const auto clusters = static_cast<std::uint32_t>(m_centroids.size());
        return (*this)(scene::ClusterStyle{project::defaultCluster(m_instance.id, clusters, seed)});
    }

    std::vector<float> operator()(const scene::ClusterStyle& style) const {
        if (style.cluster >= m_centroids.size()) {
            fail("style " + std::to_string(style.cluster) + " does not exist");
        }
        const auto& values = m_centroids[style.cluster].values;
        return {values.begin(), values.end()};
    }

    std::vector<float> operator()(const scene::MixtureStyle& style) const {
        if (style.weights.size() != m_centroids.size()) {
            fail("a mixture of " + std::to_string(style.weights.size()) + " styles does not fit");
        }
        std::vector<float> sum(size(), 0.0F);
        for (std::size_t k = 0; k < m_centroids.size(); ++k) {
            for (std::size_t i = 0; i < sum.size(); ++i) {
                sum[i] += style.weights[k] * static_cast<float>(m_centroids[k].values[i]);
            }
        }
        return sum;
    }

    std::vector<float> operator()(const scene::FeatureStyle& style) const {
        if (style.values.size() != size()) {
            fail("a style of " + std::to_string(style.values.size()) + " values does not fit");
        }
        return style.values;
    }

private:
    std::size_t size() const { return static_cast<std::size_t>(m_manifest.featNum); }

    [[noreturn]] void fail(const std::string& problem) const {
        std::string name = std::to_string(m_instance.label);
        for (const project::PackageClass& one : m_manifest.classes) {
            name = one.id == m_instance.label ? one.name : name;
        }
        throw Error(problem, "instance " + std::to_string(m_instance.id),
                    "The model has " + std::to_string(m_centroids.size()) + " styles for class " +
                        name + ", of " + std::to_string(m_manifest.featNum) + " values each");
    }

    const project::Manifest& m_manifest;
    const scene::InstanceInfo& m_instance;
    std::span<const project::StyleCentroid> m_centroids;
};

} // namespace

InstanceFeatures featuresOf(const scene::SceneSnapshot& scene, const project::Manifest& manifest) {
    InstanceFeatures features;
    for (const scene::InstanceInfo& instance : scene::instancesIn(scene)) {
        const StyleResolver resolver(manifest, instance);
        const scene::Style* style = scene->styleOf(instance.id);
        features[instance.id] =
            style == nullptr ? resolver.byDefault(scene->seed) : std::visit(resolver, *style);
    }
    return features;
}

void paintFeatures(const InstancePlane& instances, const InstanceFeatures& features, int count,
                   float* planes) {
    const std::vector<float> none(static_cast<std::size_t>(count), 0.0F);
    const std::vector<float>* current = &none;
    std::optional<std::uint32_t> last;
    const auto pixels = static_cast<std::size_t>(instances.size().area());
    for (std::size_t i = 0; i < pixels; ++i) {
        const std::uint32_t id = instances.values()[i];
        if (id != last) {
            const auto it = features.find(id);
            current = it == features.end() ? &none : &it->second;
            last = id;
        }
        for (std::size_t c = 0; c < current->size(); ++c) {
            planes[c * pixels + i] = (*current)[c];
        }
    }
}

} // namespace underpaint::translate
