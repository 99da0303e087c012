// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/map_difference.h"

#include <cstddef>
#include <vector>

namespace underpaint::scene {

namespace {

template<class T>
std::vector<PaintRun<T>> differingRuns(const TiledMap<T>& map, const Plane<T>& wanted) {
    std::vector<PaintRun<T>> runs;
    std::vector<T> row(static_cast<std::size_t>(wanted.width()));
    for (int y = 0; y < wanted.height(); ++y) {
        map.readRow(0, y, row);
        const auto next = wanted.row(y);
        for (int x = 0; x < wanted.width(); ++x) {
            const auto at = static_cast<std::size_t>(x);
            if (row[at] == next[at]) {
                continue;
            }
            const bool goesOn = !runs.empty() && runs.back().y == y && runs.back().right() == x &&
                                runs.back().value == next[at];
            if (goesOn) {
                ++runs.back().length;
            } else {
                runs.push_back({x, y, 1, next[at]});
            }
        }
    }
    return runs;
}

} // namespace

PaintPixels mapDifference(const LabelMap& labelMap, const InstanceMap& instanceMap,
                          const LabelPlane& labels, const InstancePlane& instances) {
    return {differingRuns(labelMap, labels), differingRuns(instanceMap, instances)};
}

} // namespace underpaint::scene
