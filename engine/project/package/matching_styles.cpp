// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/matching_styles.h"

#include "engine/base/random.h"

#include <algorithm>
#include <vector>

namespace underpaint::project {

std::map<std::uint16_t, std::uint32_t> matchingStyles(const Manifest& manifest,
                                                      const std::set<std::uint16_t>& classes,
                                                      std::uint64_t seed) {
    std::vector<const std::map<int, int>*> best;
    std::ptrdiff_t known = 0;
    for (const auto& set : manifest.styleSets) {
        const auto knows = std::ranges::count_if(
            classes, [&](std::uint16_t label) { return set.contains(label); });
        if (knows > known) {
            best.clear();
            known = knows;
        }
        if (knows == known && knows > 0) {
            best.push_back(&set);
        }
    }
    std::map<std::uint16_t, std::uint32_t> chosen;
    if (best.empty()) {
        return chosen;
    }
    Random random(seed);
    for (const auto& [label, style] : *best[random.below(best.size())]) {
        const auto id = static_cast<std::uint16_t>(label);
        if (classes.contains(id)) {
            chosen[id] = static_cast<std::uint32_t>(style);
        }
    }
    return chosen;
}

} // namespace underpaint::project
