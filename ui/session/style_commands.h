// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/scene/edit.h"
#include "engine/scene/style.h"
#include "ui/session/appearance_source.h"

#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace underpaint::ui {

class Editor;

// Styles of instances. Everything is one undo step; edits with the same gesture merge.

/// The class whose clusters an instance has: that of its pixels.
std::uint16_t styleClass(const Editor& editor, std::uint32_t instance);
/// Number of clusters that the model has for the class; 0: it has none.
int clusterCount(const project::Manifest& manifest, std::uint16_t label);
/// The weights of the clusters that the instance has now, of one without a style those of what the
/// model chooses; empty when its features are explicit.
std::vector<float> mixtureOf(const Editor& editor, const project::Manifest& manifest,
                             std::uint32_t instance);
/// The cluster it has now, if it is one.
std::optional<std::uint32_t> clusterOf(const Editor& editor, std::uint32_t instance);
/// The features that it has now: of its cluster, mixture or its own; empty without clusters.
std::vector<float> featuresOf(const Editor& editor, const project::Manifest& manifest,
                              std::uint32_t instance);

/// Gives all these instances the style (nothing: the model's default). Clusters and mixtures mean
/// something else for every class, so the caller gives instances of one class.
void setStyles(Editor& editor, const std::vector<std::uint32_t>& instances,
               const std::optional<scene::Style>& style, const QString& text,
               std::uint64_t gesture = 0);
/// The next (+1) or previous (-1) cluster for each of the instances.
void stepClusters(Editor& editor, const project::Manifest& manifest,
                  const std::vector<std::uint32_t>& instances, int direction);
/// Another cluster for each, by the shares of the training data; stuff of several classes gets
/// styles that go together, where the model knows some. Drawn from the scene's seed and the
/// revision.
void randomiseStyles(Editor& editor, const project::Manifest& manifest,
                     const std::vector<std::uint32_t>& instances, const QString& text);
/// The same draw as an edit, for a number of one's own.
scene::SetStyle drawnStyles(const Editor& editor, const project::Manifest& manifest,
                            const std::vector<std::uint32_t>& instances, std::uint64_t seed);
/// All instances of the map whose class has clusters.
std::vector<std::uint32_t> styledInstances(const Editor& editor, const project::Manifest& manifest);
/// All instances of the class, stuff included.
std::vector<std::uint32_t> instancesOfClass(const Editor& editor, std::uint16_t label);
/// Takes features that an encoder found, for the given instances only. Those of the reference photo
/// belong to what it shows.
void takeEncoded(Editor& editor, const std::map<std::uint32_t, std::vector<float>>& styles,
                 const std::vector<std::uint32_t>& instances, const QString& text,
                 StyleOrigin origin);

} // namespace underpaint::ui
