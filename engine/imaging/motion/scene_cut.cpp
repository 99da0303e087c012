// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/scene_cut.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>

namespace underpaint::imaging {

double labelChange(const LabelPlane& before, const LabelPlane& now) {
    if (before.size() != now.size()) {
        return 1;
    }
    constexpr int cells = 8;
    long long moved = 0;
    std::map<std::uint16_t, long long> surplus; // of the present frame, in one cell
    for (int cell = 0; cell < cells * cells; ++cell) {
        const auto from = [&](int index, int extent) { return index * extent / cells; };
        const int column = cell % cells;
        const int row = cell / cells;
        surplus.clear();
        for (int y = from(row, now.height()); y < from(row + 1, now.height()); ++y) {
            for (int x = from(column, now.width()); x < from(column + 1, now.width()); ++x) {
                if (before.at(x, y) != now.at(x, y)) {
                    --surplus[before.at(x, y)];
                    ++surplus[now.at(x, y)];
                }
            }
        }
        for (const auto& [label, count] : surplus) {
            moved += std::max(0LL, count);
        }
    }
    const long long all = now.size().area();
    return all == 0 ? 0 : static_cast<double>(moved) / static_cast<double>(all);
}

} // namespace underpaint::imaging
