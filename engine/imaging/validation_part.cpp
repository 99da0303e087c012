// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/validation_part.h"

#include "engine/base/random.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace underpaint::imaging {

namespace {

/// FNV-1a: the same on every machine.
std::uint64_t hashOf(const std::string& name) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : name) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
    return hash;
}

} // namespace

std::set<std::string> validationPart(const std::vector<std::string>& names, double share,
                                     std::uint64_t seed) {
    std::vector<std::pair<std::uint64_t, std::string>> drawn;
    for (const std::string& name : names) {
        drawn.emplace_back(deriveSeed(seed, hashOf(name)), name);
    }
    std::sort(drawn.begin(), drawn.end());
    auto count = static_cast<std::size_t>(
        std::llround(std::clamp(share, 0.0, 1.0) * static_cast<double>(drawn.size())));
    if (share > 0 && drawn.size() > 1) {
        count = std::clamp<std::size_t>(count, 1, drawn.size() - 1);
    }
    std::set<std::string> part;
    for (std::size_t i = 0; i < count; ++i) {
        part.insert(drawn[i].second);
    }
    return part;
}

} // namespace underpaint::imaging
