// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/styles/style_clusters.h"

#include <cstddef>
#include <map>
#include <vector>

namespace underpaint::train {

/// Styles that photos of a data set had together, by class id: so that a scene gets the sky, the
/// trees and the ground of one afternoon. `photos` says for each instance in which photo it was
/// seen, `centroids` are the styles of the model. Of each class counts the largest instance of a
/// photo, with the nearest style. At most `most` different sets: those of photos with the most
/// classes, of equals the most usual ones; that order. Deterministic.
std::vector<std::map<int, int>>
styleSets(const std::vector<StyleInstance>& instances, const std::vector<std::size_t>& photos,
          const std::map<int, std::vector<std::vector<double>>>& centroids, std::size_t most);

} // namespace underpaint::train
