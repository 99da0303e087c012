// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/styles/style_clusters.h"

#include "engine/base/error.h"
#include "engine/base/random.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace underpaint::train {

namespace {

constexpr std::size_t mostPathPoints = 16;

double squaredDistance(const std::vector<double>& a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
}

void checkInstances(const std::vector<StyleInstance>& instances) {
    for (const StyleInstance& instance : instances) {
        if (instance.values.size() != instances.front().values.size() || instance.values.empty()) {
            throw Error("the instances have features of different lengths");
        }
        const bool finite = std::all_of(instance.values.begin(), instance.values.end(),
                                        [](float value) { return std::isfinite(value); });
        if (!finite || !(instance.area > 0)) {
            throw Error("an instance of class " + std::to_string(instance.classId) +
                            " has features that are not finite",
                        {}, "The weights of the encoder are damaged");
        }
    }
}

WeightedRows rowsOf(const std::vector<StyleInstance>& instances,
                    const std::vector<std::size_t>& chosen) {
    WeightedRows rows;
    rows.width = instances[chosen.front()].values.size();
    for (const std::size_t i : chosen) {
        rows.values.insert(rows.values.end(), instances[i].values.begin(),
                           instances[i].values.end());
        rows.weights.push_back(std::sqrt(instances[i].area));
    }
    return rows;
}

double sumOf(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

std::size_t differentRows(const WeightedRows& rows) {
    std::set<std::vector<double>> different;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        different.emplace(rows.row(i).begin(), rows.row(i).end());
    }
    return different.size();
}

/// Tries one style after the other and keeps as many as are worth it.
Clustering chooseClustering(const WeightedRows& rows, double floor, const ClusterSettings& settings,
                            std::uint64_t seed) {
    Clustering current = weightedKmeans(rows, 1, 1, seed);
    Clustering chosen = current;
    const double wanted =
        settings.minimumGain * std::max(current.distortion, floor * sumOf(rows.weights));
    const std::size_t limit = std::min({static_cast<std::size_t>(std::max(settings.largest, 1)),
                                        (rows.size() + 1) / 2, differentRows(rows)});
    for (std::size_t k = 2; k <= limit; ++k) {
        Clustering next = weightedKmeans(rows, k, settings.restarts, deriveSeed(seed, k), &current);
        const double gain = current.distortion - next.distortion;
        current = std::move(next);
        if (gain > 0 && gain >= wanted) {
            chosen = current;
        }
    }
    return chosen;
}

std::vector<StyleCluster> inOrder(const Clustering& clustering, const WeightedRows& rows,
                                  const std::vector<std::size_t>& chosen) {
    std::vector<StyleCluster> styles;
    for (const std::size_t cluster : shortestPath(clustering.centroids)) {
        StyleCluster& style = styles.emplace_back();
        style.values = clustering.centroids[cluster];
        std::vector<std::pair<double, std::size_t>> members;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (clustering.clusterOf[i] == cluster) {
                members.emplace_back(squaredDistance(style.values, rows.row(i)), chosen[i]);
            }
        }
        std::sort(members.begin(), members.end());
        for (const auto& [distance, instance] : members) {
            style.members.push_back(instance);
        }
        style.share = static_cast<double>(members.size()) / static_cast<double>(rows.size());
    }
    return styles;
}

/// Shortest paths over subsets of points (Held and Karp, 1962).
class PathTable {
public:
    explicit PathTable(const std::vector<std::vector<double>>& points)
        : m_points(points),
          m_count(points.size()),
          m_lengths(m_count << m_count, std::numeric_limits<double>::infinity()),
          m_before(m_lengths.size(), m_count) {
        for (std::size_t i = 0; i < m_count; ++i) {
            m_lengths[at(std::size_t{1} << i, i)] = 0;
        }
        for (std::size_t visited = 1; visited < std::size_t{1} << m_count; ++visited) {
            for (std::size_t last = 0; last < m_count; ++last) {
                if ((visited >> last & 1U) != 0) {
                    extend(visited, last);
                }
            }
        }
    }

    std::vector<std::size_t> path() const {
        std::size_t visited = (std::size_t{1} << m_count) - 1;
        std::size_t last = 0;
        for (std::size_t i = 1; i < m_count; ++i) {
            last = m_lengths[at(visited, i)] < m_lengths[at(visited, last)] ? i : last;
        }
        std::vector<std::size_t> path;
        while (last != m_count) {
            path.push_back(last);
            const std::size_t before = m_before[at(visited, last)];
            visited &= ~(std::size_t{1} << last);
            last = before;
        }
        return path;
    }

private:
    std::size_t at(std::size_t visited, std::size_t last) const { return visited * m_count + last; }

    void extend(std::size_t visited, std::size_t last) {
        for (std::size_t next = 0; next < m_count; ++next) {
            if ((visited >> next & 1U) != 0) {
                continue;
            }
            const double length = m_lengths[at(visited, last)] +
                                  std::sqrt(squaredDistance(m_points[last], m_points[next]));
            const std::size_t place = at(visited | std::size_t{1} << next, next);
            if (length < m_lengths[place]) {
                m_lengths[place] = length;
                m_before[place] = last;
            }
        }
    }

    const std::vector<std::vector<double>>& m_points;
    std::size_t m_count;
    std::vector<double> m_lengths;     // by visited set and last point
    std::vector<std::size_t> m_before; // the point before the last; m_count = none
};

} // namespace

std::vector<std::size_t> shortestPath(const std::vector<std::vector<double>>& points) {
    if (points.size() > mostPathPoints) {
        throw Error("a path through more than " + std::to_string(mostPathPoints) + " points");
    }
    if (points.empty()) {
        return {};
    }
    std::vector<std::size_t> path = PathTable(points).path();
    if (points[path.back()] < points[path.front()]) {
        std::reverse(path.begin(), path.end());
    }
    return path;
}

std::map<int, std::vector<StyleCluster>> clusterStyles(const std::vector<StyleInstance>& instances,
                                                       const ClusterSettings& settings) {
    std::map<int, std::vector<StyleCluster>> styles;
    if (instances.empty()) {
        return styles;
    }
    checkInstances(instances);
    std::map<int, std::vector<std::size_t>> byClass;
    std::vector<std::size_t> all(instances.size());
    for (std::size_t i = 0; i < instances.size(); ++i) {
        byClass[instances[i].classId].push_back(i);
        all[i] = i;
    }
    const WeightedRows allRows = rowsOf(instances, all);
    const double variance =
        weightedKmeans(allRows, 1, 1, settings.seed).distortion / sumOf(allRows.weights);
    const double floor = settings.noticeable * settings.noticeable * variance;
    for (const auto& [classId, chosen] : byClass) {
        const WeightedRows rows = rowsOf(instances, chosen);
        const Clustering clustering = chooseClustering(
            rows, floor, settings, deriveSeed(settings.seed, static_cast<std::uint64_t>(classId)));
        styles.emplace(classId, inOrder(clustering, rows, chosen));
    }
    return styles;
}

} // namespace underpaint::train
