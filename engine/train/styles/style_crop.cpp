// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/styles/style_crop.h"

#include "engine/imaging/resize.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace underpaint::train {

namespace {

constexpr int smallestSide = 8;

/// Pixels of an instance in rectangles of its box, in constant time.
class Coverage {
public:
    Coverage(const InstancePlane& instances, std::uint32_t id, Rect box)
        : m_box(box),
          m_sums(static_cast<std::size_t>(box.width + 1) *
                 static_cast<std::size_t>(box.height + 1)) {
        for (int y = 0; y < box.height; ++y) {
            for (int x = 0; x < box.width; ++x) {
                const int own = instances.at(box.x + x, box.y + y) == id ? 1 : 0;
                sum(x + 1, y + 1) = own + sum(x, y + 1) + sum(x + 1, y) - sum(x, y);
            }
        }
    }

    long long total() { return sum(m_box.width, m_box.height); }

    long long in(Rect rect) {
        const Rect inside = rect.intersected(m_box);
        if (inside.empty()) {
            return 0;
        }
        const int left = inside.x - m_box.x;
        const int top = inside.y - m_box.y;
        const int right = left + inside.width;
        const int bottom = top + inside.height;
        return sum(right, bottom) - sum(left, bottom) - sum(right, top) + sum(left, top);
    }

private:
    long long& sum(int x, int y) {
        return m_sums[static_cast<std::size_t>(y) * static_cast<std::size_t>(m_box.width + 1) +
                      static_cast<std::size_t>(x)];
    }

    Rect m_box;
    std::vector<long long> m_sums; // of all pixels left and above
};

/// A square around a point, moved into the map.
Rect squareAround(int centreX, int centreY, int side, Size map) {
    const int fitting = std::min({side, map.width, map.height});
    return {std::clamp(centreX - fitting / 2, 0, map.width - fitting),
            std::clamp(centreY - fitting / 2, 0, map.height - fitting), fitting, fitting};
}

Rect fullestSquare(Coverage& coverage, Rect box, int side, Size map) {
    const int step = std::max(side / 8, 1);
    Rect best;
    long long most = -1;
    for (int y = box.y; y < box.bottom(); y += step) {
        for (int x = box.x; x < box.right(); x += step) {
            const Rect square = squareAround(x, y, side, map);
            const long long own = coverage.in(square);
            if (own > most) {
                most = own;
                best = square;
            }
        }
    }
    return best;
}

} // namespace

Rect showcase(const InstancePlane& instances, std::uint32_t id, Rect box, bool whole) {
    if (whole) {
        const int longer = std::max({box.width, box.height, smallestSide});
        return squareAround(box.x + box.width / 2, box.y + box.height / 2, longer + longer / 6,
                            instances.size());
    }
    Coverage coverage(instances, id, box);
    const double extent = std::sqrt(static_cast<double>(coverage.total()));
    const int side = std::max(static_cast<int>(extent / 2), smallestSide);
    return fullestSquare(coverage, box, side, instances.size());
}

Image thumbnailOf(const Image& photo, Rect part, int side) {
    return imaging::resizeBicubic(imaging::cropPadded(photo, part), {side, side});
}

} // namespace underpaint::train
