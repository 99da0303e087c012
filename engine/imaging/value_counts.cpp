// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/value_counts.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <unordered_map>

namespace underpaint::imaging {

namespace {

/// Squared: so near is a colour that JPEG, a palette of few bits or a rounding moved.
constexpr int kNearDistance = 15 * 15;
constexpr int kRoughDistance = 40 * 40;

int squaredDistance(scene::Colour a, scene::Colour b) {
    const int red = a.red - b.red;
    const int green = a.green - b.green;
    const int blue = a.blue - b.blue;
    return red * red + green * green + blue * blue;
}

struct NearestCode {
    std::uint16_t id = 0;
    int distance = std::numeric_limits<int>::max();
    /// To the nearest colour of another class.
    int other = std::numeric_limits<int>::max();
};

NearestCode nearestCode(scene::Colour colour, const std::vector<ColourCode>& codes) {
    NearestCode best;
    for (const ColourCode& code : codes) {
        const int distance = squaredDistance(colour, code.colour);
        if (distance < best.distance) {
            best.other = code.id != best.id ? best.distance : best.other;
            best.id = code.id;
            best.distance = distance;
        } else if (code.id != best.id) {
            best.other = std::min(best.other, distance);
        }
    }
    return best;
}

} // namespace

std::vector<long long> countValues(const LabelPlane& values) {
    const auto all = values.values();
    const auto largest = std::max_element(all.begin(), all.end());
    const std::size_t count = largest != all.end() ? *largest + std::size_t{1} : 0;
    std::vector<long long> counts(std::max(count, std::size_t{256}), 0);
    for (const std::uint16_t value : all) {
        ++counts[value];
    }
    return counts;
}

std::vector<ColourCount> countColours(const Image& colours) {
    std::unordered_map<std::uint32_t, std::size_t> places;
    std::vector<ColourCount> counts;
    const std::uint8_t* rgb = colours.data();
    std::size_t last = 0;
    for (long long i = 0; i < colours.size().area(); ++i, rgb += 3) {
        const scene::Colour colour{rgb[0], rgb[1], rgb[2]};
        if (counts.empty() || counts[last].colour != colour) {
            const std::uint32_t key = static_cast<std::uint32_t>(rgb[0]) << 16U |
                                      static_cast<std::uint32_t>(rgb[1]) << 8U | rgb[2];
            const auto [place, fresh] = places.try_emplace(key, counts.size());
            if (fresh) {
                counts.push_back({colour, 0});
            }
            last = place->second;
        }
        ++counts[last].pixels;
    }
    return counts;
}

ColourMatch matchColours(const std::vector<ColourCount>& colours,
                         const std::vector<ColourCode>& codes) {
    ColourMatch match;
    std::set<std::uint16_t> classes;
    std::set<std::uint16_t> roughClasses;
    for (const auto& [colour, pixels] : colours) {
        const NearestCode nearest = nearestCode(colour, codes);
        match.pixels += pixels;
        match.exact += nearest.distance == 0 ? pixels : 0;
        const bool apart = nearest.other / 4 >= nearest.distance;
        if (apart && nearest.distance <= kRoughDistance) {
            match.rough += pixels;
            roughClasses.insert(nearest.id);
        }
        if (nearest.distance == 0 || (apart && nearest.distance <= kNearDistance)) {
            match.near += pixels;
            ++match.nearColours;
            classes.insert(nearest.id);
        }
    }
    match.classes = classes.size();
    match.roughClasses = roughClasses.size();
    return match;
}

double flatShare(const LabelPlane& values) {
    long long flat = 0;
    for (int y = 0; y < values.height(); ++y) {
        for (int x = 0; x < values.width(); ++x) {
            const bool right = x + 1 < values.width() && values.at(x, y) == values.at(x + 1, y);
            const bool below = y + 1 < values.height() && values.at(x, y) == values.at(x, y + 1);
            flat += right || below ? 1 : 0;
        }
    }
    return static_cast<double>(flat) / static_cast<double>(std::max(1LL, values.size().area()));
}

} // namespace underpaint::imaging
