// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/ui_model.h"

#include "engine/base/error.h"
#include "engine/project/package/default_style.h"
#include "engine/scene/brush.h"
#include "engine/scene/fill.h"
#include "engine/scene/instance_edits.h"
#include "engine/scene/instance_ids.h"
#include "engine/scene/instances.h"
#include "engine/translate/instance_features.h"
#include "engine/verify/scene_functions.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace underpaint::verify {

namespace {

/// Classes 0..count-1 and whatever else the map holds.
scene::LabelSet labelSet(const LabelPlane& labels, int count) {
    std::set<std::uint16_t> ids(labels.values().begin(), labels.values().end());
    for (int id = 0; id < count; ++id) {
        ids.insert(static_cast<std::uint16_t>(id));
    }
    std::vector<scene::LabelClass> classes;
    for (const std::uint16_t id : ids) {
        classes.push_back({.id = id, .name = "class " + std::to_string(id), .colour = {}});
    }
    return {"case", std::move(classes)};
}

scene::SceneState stateOf(const LabelPlane& labels, const InstancePlane& instances, int count) {
    scene::SceneState state;
    state.labelSet = labelSet(labels, count);
    state.labels = scene::LabelMap(labels);
    state.instances = scene::InstanceMap(instances);
    return state;
}

std::vector<scene::PixelSpan> maskSpans(const Plane<std::uint8_t>& mask, Point corner) {
    std::vector<scene::PixelSpan> spans;
    for (int y = 0; y < mask.height(); ++y) {
        for (int x = 0; x < mask.width(); ++x) {
            if (mask.at(x, y) != 0) {
                spans.push_back({corner.x + x, corner.y + y, 1});
            }
        }
    }
    return spans;
}

} // namespace

UiModel::UiModel(const LabelPlane& labels, const InstancePlane& instances, Plane<float> features,
                 project::ClusterTable clusters, int labelCount)
    : m_scene(stateOf(labels, instances, labelCount)),
      m_features(std::move(features)),
      m_clusters(std::move(clusters)),
      m_remembered(static_cast<std::size_t>(labelCount), 0) {
    if (m_features.size() != labels.size()) {
        throw Error("the feature map has another size than the label map");
    }
}

std::uint32_t UiModel::instanceAt(Point p) const {
    if (!m_scene->bounds().contains(p)) {
        throw Error("the point " + std::to_string(p.x) + ", " + std::to_string(p.y) +
                    " lies outside of the map");
    }
    return m_scene->instances.at(p);
}

std::vector<float> UiModel::cluster(std::int64_t label, std::uint32_t index) const {
    if (!m_clusters.classes.contains(static_cast<int>(label))) {
        return std::vector<float>(static_cast<std::size_t>(m_features.channels()), 0.0F);
    }
    return clusterFeatures(m_clusters, label, index, m_features.channels());
}

void UiModel::remember(std::int64_t label, std::uint32_t cluster) {
    if (label >= 0 && label < std::ssize(m_remembered)) {
        m_remembered[static_cast<std::size_t>(label)] = cluster;
    }
}

void UiModel::paintFeature(const std::vector<scene::PixelSpan>& spans,
                           const std::vector<float>& values) {
    for (const scene::PixelSpan& span : scene::normalised(spans, m_scene->bounds())) {
        for (int x = span.x; x < span.x + span.length; ++x) {
            for (int c = 0; c < m_features.channels(); ++c) {
                m_features.at(x, span.y, c) = values[static_cast<std::size_t>(c)];
            }
        }
    }
}

std::vector<UiModel::Choice> UiModel::drawStyles() {
    std::vector<Choice> choices;
    for (const scene::InstanceInfo& instance : scene::instancesIn(m_scene.state())) {
        const std::uint32_t label = scene::classOfInstance(instance.id);
        const auto it = m_clusters.classes.find(static_cast<int>(label));
        if (it == m_clusters.classes.end()) {
            continue;
        }
        const std::uint32_t drawn = project::defaultCluster(
            instance.id, static_cast<std::uint32_t>(it->second.rows), /*seed=*/0);
        choices.push_back({instance.id, static_cast<std::uint16_t>(label), drawn});
        paintFeature(scene::spansOf(m_scene->instances, instance.id), cluster(label, drawn));
        remember(label, drawn);
    }
    return choices;
}

void UiModel::setStyle(Point click, std::uint32_t index) {
    const std::uint32_t id = instanceAt(click);
    const std::uint32_t label = scene::classOfInstance(id);
    paintFeature(scene::spansOf(m_scene->instances, id), cluster(label, index));
    remember(label, index);
}

void UiModel::changeLabel(Point source, Point target) {
    const std::uint32_t id = instanceAt(source);
    instanceAt(target);
    std::vector<float> style;
    for (int c = 0; c < m_features.channels(); ++c) {
        style.push_back(m_features.at(target.x, target.y, c));
    }
    const std::vector<scene::PixelSpan> spans = scene::spansOf(m_scene->instances, id);
    m_scene.apply(scene::relabelLike(m_scene.state(), id, target));
    paintFeature(spans, style);
}

void UiModel::stroke(Point click, std::uint16_t label, int width) {
    const scene::Brush brush{scene::BrushShape::Square, width};
    const auto known = label < m_remembered.size() ? m_remembered[label] : 0;
    m_scene.apply(scene::paintStroke(m_scene.state(), brush, click, click, {label, label}));
    paintFeature(scene::strokeSpans(brush, click, click), cluster(label, known));
}

void UiModel::stamp(Point corner, const Plane<std::uint8_t>& mask, std::uint16_t label,
                    std::uint32_t index) {
    m_scene.apply(scene::stampMask(m_scene.state(), mask, corner, {label, label}));
    paintFeature(maskSpans(mask, corner), cluster(label, index));
}

} // namespace underpaint::verify
