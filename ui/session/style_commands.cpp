// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/style_commands.h"

#include "engine/base/random.h"
#include "engine/project/package/default_style.h"
#include "engine/project/package/matching_styles.h"
#include "engine/scene/instance_ids.h"
#include "ui/session/editor.h"

#include <QCoreApplication>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class StyleCommands {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::StyleCommands)
};

const std::vector<project::StyleCentroid>& clustersOf(const project::Manifest& manifest,
                                                      std::uint16_t label) {
    static const std::vector<project::StyleCentroid> none;
    const auto found = manifest.styles.find(label);
    return found == manifest.styles.end() ? none : found->second;
}

/// A cluster by the shares of the data, another one than `present` where there are several.
std::uint32_t drawn(const std::vector<project::StyleCentroid>& clusters,
                    std::optional<std::uint32_t> present, Random& random) {
    constexpr double smallestShare = 0.02; // rare looks are worth seeing too
    const auto weight = [&](std::size_t k) {
        const bool taken = present && *present == k && clusters.size() > 1;
        return taken ? 0.0 : std::max(clusters[k].share, smallestShare);
    };
    double sum = 0;
    for (std::size_t k = 0; k < clusters.size(); ++k) {
        sum += weight(k);
    }
    double at = random.uniform() * sum;
    std::uint32_t last = 0;
    for (std::size_t k = 0; k < clusters.size(); ++k) {
        if (weight(k) > 0) {
            last = static_cast<std::uint32_t>(k);
            if (at < weight(k)) {
                break;
            }
            at -= weight(k);
        }
    }
    return last;
}

/// Styles of one photo for the stuff among the instances, by class: sky and ground have one
/// weather, while each object may be another. None for a single class, which shall look different.
std::map<std::uint16_t, std::uint32_t> stuffTogether(const Editor& editor,
                                                     const project::Manifest& manifest,
                                                     const std::vector<std::uint32_t>& instances,
                                                     std::uint64_t seed) {
    std::set<std::uint16_t> classes;
    for (const std::uint32_t id : instances) {
        if (const std::uint16_t label = styleClass(editor, id); id == scene::stuffInstance(label)) {
            classes.insert(label);
        }
    }
    return classes.size() > 1 ? project::matchingStyles(manifest, classes, seed)
                              : std::map<std::uint16_t, std::uint32_t>();
}

/// By instance id; nothing: the model's default.
using Choices = std::map<std::uint32_t, std::optional<scene::Style>>;

/// What of the choices changes anything.
scene::SetStyle setStyle(const Editor& editor, const Choices& choices) {
    scene::SetStyle edit;
    for (const auto& [id, style] : choices) {
        const scene::Style* now = editor.scene().styleOf(id);
        const bool same = now != nullptr ? style && *style == *now : !style;
        if (!same) {
            edit.entries.push_back({id, style});
        }
    }
    return edit;
}

void apply(Editor& editor, const Choices& choices, const QString& text, std::uint64_t gesture) {
    scene::SetStyle edit = setStyle(editor, choices);
    if (!edit.entries.empty()) {
        editor.document().apply({std::move(edit), gesture}, text);
    }
}

} // namespace

std::uint16_t styleClass(const Editor& editor, std::uint32_t instance) {
    const scene::InstanceInfo* info = editor.watch().find(instance);
    return info != nullptr ? info->label
                           : static_cast<std::uint16_t>(scene::classOfInstance(instance));
}

int clusterCount(const project::Manifest& manifest, std::uint16_t label) {
    return static_cast<int>(clustersOf(manifest, label).size());
}

std::optional<std::uint32_t> clusterOf(const Editor& editor, std::uint32_t instance) {
    const scene::Style* style = editor.scene().styleOf(instance);
    const auto* cluster = style != nullptr ? std::get_if<scene::ClusterStyle>(style) : nullptr;
    return cluster != nullptr ? std::optional(cluster->cluster) : std::nullopt;
}

std::vector<float> mixtureOf(const Editor& editor, const project::Manifest& manifest,
                             std::uint32_t instance) {
    const auto count =
        static_cast<std::size_t>(clusterCount(manifest, styleClass(editor, instance)));
    const scene::Style* style = editor.scene().styleOf(instance);
    if (style == nullptr) {
        std::vector<float> weights(count, 0.0F);
        if (count > 0) {
            weights[project::defaultCluster(instance, static_cast<std::uint32_t>(count),
                                            editor.scene().seed)] = 1;
        }
        return weights;
    }
    if (const auto* cluster = std::get_if<scene::ClusterStyle>(style)) {
        std::vector<float> weights(count, 0.0F);
        if (cluster->cluster < count) {
            weights[cluster->cluster] = 1;
        }
        return weights;
    }
    if (const auto* mixture = std::get_if<scene::MixtureStyle>(style)) {
        std::vector<float> weights = mixture->weights;
        weights.resize(count);
        return weights;
    }
    return {};
}

std::vector<float> featuresOf(const Editor& editor, const project::Manifest& manifest,
                              std::uint32_t instance) {
    const scene::Style* style = editor.scene().styleOf(instance);
    if (style != nullptr) {
        if (const auto* features = std::get_if<scene::FeatureStyle>(style)) {
            return features->values;
        }
    }
    const auto& clusters = clustersOf(manifest, styleClass(editor, instance));
    const std::vector<float> weights = mixtureOf(editor, manifest, instance);
    std::vector<float> values(static_cast<std::size_t>(manifest.featNum), 0.0F);
    for (std::size_t k = 0; k < std::min(clusters.size(), weights.size()); ++k) {
        for (std::size_t i = 0; i < std::min(values.size(), clusters[k].values.size()); ++i) {
            values[i] += weights[k] * static_cast<float>(clusters[k].values[i]);
        }
    }
    return values;
}

void setStyles(Editor& editor, const std::vector<std::uint32_t>& instances,
               const std::optional<scene::Style>& style, const QString& text,
               std::uint64_t gesture) {
    Choices choices;
    for (const std::uint32_t id : instances) {
        choices[id] = style;
    }
    apply(editor, choices, text, gesture);
}

void stepClusters(Editor& editor, const project::Manifest& manifest,
                  const std::vector<std::uint32_t>& instances, int direction) {
    Choices choices;
    for (const std::uint32_t id : instances) {
        const int count = clusterCount(manifest, styleClass(editor, id));
        if (count > 0) {
            const auto present = clusterOf(editor, id);
            const int from = present ? static_cast<int>(*present) : (direction > 0 ? -1 : count);
            const int to = (from + direction + count) % count;
            choices[id] = scene::ClusterStyle{static_cast<std::uint32_t>(to)};
        }
    }
    apply(editor, choices,
          direction > 0 ? StyleCommands::tr("Next style") : StyleCommands::tr("Previous style"), 0);
}

scene::SetStyle drawnStyles(const Editor& editor, const project::Manifest& manifest,
                            const std::vector<std::uint32_t>& instances, std::uint64_t seed) {
    Random random(seed);
    const auto together = stuffTogether(editor, manifest, instances, seed);
    Choices choices;
    for (const std::uint32_t id : instances) {
        const std::uint16_t label = styleClass(editor, id);
        const auto& clusters = clustersOf(manifest, label);
        if (const auto fitting = together.find(label);
            fitting != together.end() && id == scene::stuffInstance(label)) {
            choices[id] = scene::ClusterStyle{fitting->second};
        } else if (!clusters.empty()) {
            choices[id] = scene::ClusterStyle{drawn(clusters, clusterOf(editor, id), random)};
        }
    }
    return setStyle(editor, choices);
}

void randomiseStyles(Editor& editor, const project::Manifest& manifest,
                     const std::vector<std::uint32_t>& instances, const QString& text) {
    scene::SetStyle edit = drawnStyles(
        editor, manifest, instances, deriveSeed(editor.scene().seed, editor.document().revision()));
    if (!edit.entries.empty()) {
        editor.document().apply({std::move(edit)}, text);
    }
}

std::vector<std::uint32_t> styledInstances(const Editor& editor,
                                           const project::Manifest& manifest) {
    std::vector<std::uint32_t> ids;
    for (const scene::InstanceInfo& info : editor.watch().instances()) {
        if (clusterCount(manifest, info.label) > 0) {
            ids.push_back(info.id);
        }
    }
    return ids;
}

std::vector<std::uint32_t> instancesOfClass(const Editor& editor, std::uint16_t label) {
    std::vector<std::uint32_t> ids;
    for (const scene::InstanceInfo& info : editor.watch().instances()) {
        if (info.label == label) {
            ids.push_back(info.id);
        }
    }
    return ids;
}

void takeEncoded(Editor& editor, const std::map<std::uint32_t, std::vector<float>>& styles,
                 const std::vector<std::uint32_t>& instances, const QString& text,
                 StyleOrigin origin) {
    Choices choices;
    for (const std::uint32_t id : instances) {
        if (const auto found = styles.find(id); found != styles.end()) {
            choices[id] = scene::FeatureStyle{found->second};
        }
    }
    const auto& shown = editor.scene().photoMaps;
    if (origin != StyleOrigin::ReferencePhoto || !shown) {
        apply(editor, choices, text, 0);
        return;
    }
    auto maps = std::make_shared<scene::PhotoMaps>(*shown);
    for (const auto& [id, style] : choices) {
        maps->appearances[id].style = style;
    }
    editor.document().apply(
        {scene::EditGroup{{{setStyle(editor, choices)}, {scene::SetPhotoMaps{std::move(maps)}}}}},
        text);
}

} // namespace underpaint::ui
