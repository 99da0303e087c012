// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/styles/weighted_kmeans.h"

#include "engine/base/error.h"
#include "engine/base/random.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace underpaint::train {

namespace {

constexpr int mostIterations = 300;

using Centroids = std::vector<std::vector<double>>;

double squaredDistance(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
}

/// A row, drawn in proportion to `chances`; the last one with a chance where rounding overshoots.
std::size_t draw(std::span<const double> chances, Random& random) {
    double rest = random.uniform() * std::accumulate(chances.begin(), chances.end(), 0.0);
    std::size_t drawn = 0;
    for (std::size_t i = 0; i < chances.size(); ++i) {
        if (chances[i] <= 0) {
            continue;
        }
        drawn = i;
        rest -= chances[i];
        if (rest < 0) {
            break;
        }
    }
    return drawn;
}

std::vector<double> asVector(std::span<const double> row) {
    return {row.begin(), row.end()};
}

/// k-means++: each further centre is a row, drawn by weight times squared distance to the nearest.
Centroids drawStart(const WeightedRows& rows, std::size_t k, Random& random) {
    Centroids centroids{asVector(rows.row(draw(rows.weights, random)))};
    std::vector<double> nearest(rows.size(), std::numeric_limits<double>::max());
    while (centroids.size() < k) {
        std::vector<double> chances(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            nearest[i] = std::min(nearest[i], squaredDistance(rows.row(i), centroids.back()));
            chances[i] = rows.weights[i] * nearest[i];
        }
        centroids.push_back(asVector(rows.row(draw(chances, random))));
    }
    return centroids;
}

/// Gives every row to its nearest centre; true when a row changed its cluster.
bool assign(const WeightedRows& rows, Clustering& clustering) {
    bool changed = false;
    clustering.distortion = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::size_t best = 0;
        double least = std::numeric_limits<double>::max();
        for (std::size_t c = 0; c < clustering.centroids.size(); ++c) {
            const double distance = squaredDistance(rows.row(i), clustering.centroids[c]);
            if (distance < least) {
                least = distance;
                best = c;
            }
        }
        changed = changed || clustering.clusterOf[i] != best;
        clustering.clusterOf[i] = best;
        clustering.distortion += rows.weights[i] * least;
    }
    return changed;
}

/// The row that costs most where it is.
std::size_t worstRow(const WeightedRows& rows, const Clustering& clustering) {
    std::size_t worst = 0;
    double most = -1;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double cost =
            rows.weights[i] *
            squaredDistance(rows.row(i), clustering.centroids[clustering.clusterOf[i]]);
        if (cost > most) {
            most = cost;
            worst = i;
        }
    }
    return worst;
}

/// Every centre becomes the mean of its rows; one without rows moves to the row that costs most.
void moveCentroids(const WeightedRows& rows, Clustering& clustering) {
    const std::size_t k = clustering.centroids.size();
    Centroids sums(k, std::vector<double>(rows.width, 0.0));
    std::vector<double> weights(k, 0.0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t cluster = clustering.clusterOf[i];
        weights[cluster] += rows.weights[i];
        for (std::size_t d = 0; d < rows.width; ++d) {
            sums[cluster][d] += rows.weights[i] * rows.row(i)[d];
        }
    }
    const std::size_t worst = worstRow(rows, clustering);
    bool taken = false;
    for (std::size_t c = 0; c < k; ++c) {
        if (weights[c] > 0) {
            for (std::size_t d = 0; d < rows.width; ++d) {
                clustering.centroids[c][d] = sums[c][d] / weights[c];
            }
        } else if (!taken) {
            clustering.centroids[c] = asVector(rows.row(worst));
            taken = true;
        }
    }
}

Clustering iterate(const WeightedRows& rows, Centroids start) {
    Clustering clustering{std::move(start), std::vector<std::size_t>(rows.size(), 0), 0};
    assign(rows, clustering);
    for (int i = 0; i < mostIterations; ++i) {
        moveCentroids(rows, clustering);
        if (!assign(rows, clustering)) {
            break;
        }
    }
    return clustering;
}

} // namespace

Clustering weightedKmeans(const WeightedRows& rows, std::size_t k, int restarts, std::uint64_t seed,
                          const Clustering* rival) {
    if (k == 0 || rows.size() == 0 || rows.values.size() != rows.size() * rows.width) {
        throw Error("there is nothing to cluster");
    }
    Clustering best;
    best.distortion = std::numeric_limits<double>::infinity();
    const auto attempt = [&](Centroids start) {
        Clustering found = iterate(rows, std::move(start));
        if (found.distortion < best.distortion) {
            best = std::move(found);
        }
    };
    if (rival != nullptr) {
        Centroids start = rival->centroids;
        start.push_back(asVector(rows.row(worstRow(rows, *rival))));
        attempt(std::move(start));
    }
    for (int i = 0; i < std::max(restarts, 1); ++i) {
        Random random(deriveSeed(seed, static_cast<std::uint64_t>(i)));
        attempt(drawStart(rows, k, random));
    }
    return best;
}

} // namespace underpaint::train
