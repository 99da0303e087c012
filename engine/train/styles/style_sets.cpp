// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/styles/style_sets.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace underpaint::train {

namespace {

int nearest(const std::vector<float>& values, const std::vector<std::vector<double>>& centroids) {
    int best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < centroids.size(); ++k) {
        double distance = 0;
        for (std::size_t i = 0; i < std::min(values.size(), centroids[k].size()); ++i) {
            const double difference = centroids[k][i] - static_cast<double>(values[i]);
            distance += difference * difference;
        }
        if (distance < least) {
            least = distance;
            best = static_cast<int>(k);
        }
    }
    return best;
}

} // namespace

std::vector<std::map<int, int>>
styleSets(const std::vector<StyleInstance>& instances, const std::vector<std::size_t>& photos,
          const std::map<int, std::vector<std::vector<double>>>& centroids, std::size_t most) {
    std::map<std::pair<std::size_t, int>, std::size_t> largest; // by photo and class
    for (std::size_t i = 0; i < instances.size(); ++i) {
        const auto styles = centroids.find(instances[i].classId);
        if (styles == centroids.end() || styles->second.empty()) {
            continue;
        }
        const auto [entry, added] = largest.try_emplace({photos[i], instances[i].classId}, i);
        if (!added && instances[i].area > instances[entry->second].area) {
            entry->second = i;
        }
    }
    std::map<std::size_t, std::map<int, int>> byPhoto;
    std::map<std::pair<int, int>, double> counts; // of a class's style
    std::map<int, double> totals;
    for (const auto& [place, instance] : largest) {
        const auto& [photo, classId] = place;
        const int style = nearest(instances[instance].values, centroids.at(classId));
        byPhoto[photo][classId] = style;
        counts[{classId, style}] += 1;
        totals[classId] += 1;
    }
    struct Ranked {
        std::map<int, int> set;
        double usual = 0; ///< the mean logarithm of the shares of its styles
    };
    std::vector<Ranked> ranked;
    std::set<std::map<int, int>> seen;
    for (const auto& [photo, set] : byPhoto) {
        if (!seen.insert(set).second) {
            continue;
        }
        double sum = 0;
        for (const auto& [classId, style] : set) {
            sum += std::log(counts.at({classId, style}) / totals.at(classId));
        }
        ranked.push_back({set, sum / static_cast<double>(set.size())});
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
        return a.set.size() != b.set.size() ? a.set.size() > b.set.size() : a.usual > b.usual;
    });
    std::vector<std::map<int, int>> sets;
    for (Ranked& one : ranked) {
        if (sets.size() == most) {
            break;
        }
        sets.push_back(std::move(one.set));
    }
    return sets;
}

} // namespace underpaint::train
