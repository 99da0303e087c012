// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/styles/weighted_kmeans.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

// The styles of a model: the features of all instances of a data set, clustered class by class
// (pix2pixHD, section 3.4 of the paper). Needs no LibTorch.
namespace underpaint::train {

/// One instance of a data set as the encoder sees it.
struct StyleInstance {
    int classId = 0;
    std::vector<float> values;
    double area = 0; ///< pixels, > 0
};

struct ClusterSettings {
    int largest = 10; ///< styles a class at most
    /// Another style must explain this share of the class's variance.
    double minimumGain = 0.02;
    /// Spreads below this part of the spread over all classes do not count as variety.
    double noticeable = 0.1;
    int restarts = 10;
    std::uint64_t seed = 0;
};

/// One style of a class.
struct StyleCluster {
    std::vector<double> values;       ///< the centroid
    double share = 0;                 ///< of the class's instances
    std::vector<std::size_t> members; ///< indices of the instances, nearest to the centroid first
};

/// The styles of every class that has an instance, however small: none is left out for its size
/// (the official clustering drops all instances below 1/64 of the picture, and with them whole
/// classes). An instance counts with the square root of its area, its extent: the features of a
/// large one are averages over more pixels and it is what people see, but a few that fill the
/// picture shall not drown the rest.
///
/// The number of styles is the largest whose last style still explains `minimumGain` of the
/// variance of the class, at most `largest` and one for every two instances. The variance counts
/// as no less than (`noticeable` * spread over all classes)^2, so that classes that look the same
/// everywhere get one style.
///
/// Styles are in the order of the shortest path through the centroids, so that neighbours look
/// alike; it begins at the end whose numbers are smaller. Throws Error when the instances have
/// features of different lengths, or numbers that are not finite.
std::map<int, std::vector<StyleCluster>> clusterStyles(const std::vector<StyleInstance>& instances,
                                                       const ClusterSettings& settings);

/// The order of the shortest path that visits every point once (exact, by dynamic programming;
/// at most 16 points). Begins at the end that comes first by its numbers.
std::vector<std::size_t> shortestPath(const std::vector<std::vector<double>>& points);

} // namespace underpaint::train
