// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace underpaint::train {

/// Rows of numbers, each with a weight.
struct WeightedRows {
    std::size_t width = 0;       ///< numbers a row
    std::vector<double> values;  ///< row after row
    std::vector<double> weights; ///< one per row, all > 0

    std::size_t size() const { return weights.size(); }
    std::span<const double> row(std::size_t i) const {
        return std::span(values).subspan(i * width, width);
    }
};

/// Rows divided into groups around centres.
struct Clustering {
    std::vector<std::vector<double>> centroids;
    std::vector<std::size_t> clusterOf; ///< by row
    double distortion = 0;              ///< sum over rows: weight * squared distance to its centre
};

/// Weighted k-means: k-means++ starts (Arthur and Vassilvitskii, 2007) followed by Lloyd's
/// iterations, the best of `restarts` of them. `rival`, a clustering of the same rows with k - 1
/// centres, gives one more start (its centres and the row that they serve worst), so that another
/// centre never makes the result worse. k must be between 1 and the number of different rows, or
/// some clusters stay empty. A function of its arguments alone.
Clustering weightedKmeans(const WeightedRows& rows, std::size_t k, int restarts, std::uint64_t seed,
                          const Clustering* rival = nullptr);

} // namespace underpaint::train
