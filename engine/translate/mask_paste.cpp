// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/mask_paste.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace underpaint::translate {

namespace {

constexpr int full = 255;

/// Distances of a line's pixels to the covered ones of the line, none further than `most`.
void distancesInRow(const Image& union_, int y, int most, std::vector<int>& distances) {
    const int width = union_.width();
    int distance = most;
    for (int x = 0; x < width; ++x) {
        distance = union_.at(x, y) >= memberLevel ? 0 : std::min(distance + 1, most);
        distances[static_cast<std::size_t>(x)] = distance;
    }
    distance = most;
    for (int x = width - 1; x >= 0; --x) {
        int& here = distances[static_cast<std::size_t>(x)];
        distance = here == 0 ? 0 : std::min(distance + 1, most);
        here = std::min(here, distance);
    }
}

} // namespace

Rect boundsOf(const Image& mask) {
    int left = mask.width();
    int right = 0;
    int top = mask.height();
    int bottom = 0;
    for (int y = 0; y < mask.height(); ++y) {
        const auto row = mask.row(y);
        const auto covered = [](std::uint8_t level) { return level >= noiseLevel; };
        const auto first = std::find_if(row.begin(), row.end(), covered);
        if (first == row.end()) {
            continue;
        }
        const auto last = std::find_if(row.rbegin(), row.rend(), covered);
        left = std::min(left, static_cast<int>(first - row.begin()));
        right = std::max(right, static_cast<int>(row.rend() - last));
        top = std::min(top, y);
        bottom = y + 1;
    }
    return right <= left ? Rect{} : Rect{left, top, right - left, bottom - top};
}

Image featheredUnion(const std::vector<const Image*>& masks, int feather) {
    if (masks.empty()) {
        return {};
    }
    Image weight = *masks.front();
    for (const Image* mask : masks) {
        for (std::size_t i = 0; i < weight.values().size(); ++i) {
            weight.values()[i] = std::max(weight.values()[i], mask->values()[i]);
        }
    }
    // The nearest covered pixel of the lines around; beyond `most` nothing is pasted.
    const int most = feather + 1;
    const int width = weight.width();
    const int height = weight.height();
    Plane<int> rows(width, height);
    std::vector<int> line(static_cast<std::size_t>(width));
    for (int y = 0; y < height; ++y) {
        distancesInRow(weight, y, most, line);
        std::copy(line.begin(), line.end(), rows.row(y).begin());
    }
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            int nearest = most * most;
            const int last = std::min(height - 1, y + most);
            for (int other = std::max(0, y - most); other <= last; ++other) {
                const int across = rows.at(x, other);
                nearest = std::min(nearest, across * across + (other - y) * (other - y));
            }
            const double share = 1 - std::sqrt(nearest) / most;
            weight.at(x, y) = static_cast<std::uint8_t>(std::lround(full * std::max(share, 0.0)));
        }
    }
    return weight;
}

void fadeAtSides(Image& weight, const Rect& part, Size whole, int feather) {
    const int most = feather + 1;
    const auto distance = [&](int at, int first, int extent, int all) {
        const int before = first > 0 ? at : most;
        const int after = first + extent < all ? extent - 1 - at : most;
        return std::min({before, after, most});
    };
    for (int y = 0; y < weight.height(); ++y) {
        const int vertical = distance(y, part.y, part.height, whole.height);
        for (int x = 0; x < weight.width(); ++x) {
            const int horizontal = distance(x, part.x, part.width, whole.width);
            const int ceiling = full * std::min(vertical, horizontal) / most;
            weight.at(x, y) = static_cast<std::uint8_t>(std::min<int>(weight.at(x, y), ceiling));
        }
    }
}

void paste(Image& photo, const Image& source, const Image& weight, Point at) {
    for (int y = 0; y < weight.height(); ++y) {
        for (int x = 0; x < weight.width(); ++x) {
            const int share = weight.at(x, y);
            if (share == 0) {
                continue;
            }
            for (int c = 0; c < photo.channels(); ++c) {
                std::uint8_t& target = photo.at(at.x + x, at.y + y, c);
                const int sum = source.at(x, y, c) * share + target * (full - share);
                target = static_cast<std::uint8_t>((sum + full / 2) / full);
            }
        }
    }
}

} // namespace underpaint::translate
