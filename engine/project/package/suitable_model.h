// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/scene/label_set.h"

namespace underpaint::project {

/// How well a model suits scenes of these classes: the larger the better. It counts most whether it
/// has all of them by number and name, then whether it was trained, and whether it has styles.
int suitability(const Manifest& model, const scene::LabelSet& labels);

/// From here on it has the classes, and from there on it was trained as well.
/// @{
inline constexpr int knowsTheClasses = 8;
inline constexpr int surelySuits = 12;
/// @}

/// Whether a package paints label maps, single ones or the frames of sequences. Others find labels
/// in photos, turn photos into others or paint from sketches.
bool paintsScenes(const Manifest& model);

/// Whether a package has a segmenter that knows no class which the model does not have, by number
/// and name.
bool segmentsFor(const Manifest& segmenter, const Manifest& model);

} // namespace underpaint::project
