// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/outline_blend.h"

#include "engine/base/plane.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace underpaint::imaging {

namespace {

struct AreaCentre {
    double x = 0;
    double y = 0;
};

AreaCentre centreOf(const std::vector<Point>& pixels) {
    AreaCentre centre;
    for (const Point& at : pixels) {
        centre.x += at.x;
        centre.y += at.y;
    }
    const auto count = static_cast<double>(std::max<std::size_t>(pixels.size(), 1));
    return {centre.x / count, centre.y / count};
}

/// Chamfer distance (3 a step, 4 a diagonal one) of each pixel to the outline: positive outside,
/// negative inside.
Plane<int> signedDistance(const std::vector<Point>& pixels, Point shift, const Rect& frame) {
    const int far = 4 * (frame.width + frame.height);
    Plane<std::uint8_t> inside(frame.width, frame.height);
    for (const Point& at : pixels) {
        const Point moved{at.x + shift.x, at.y + shift.y};
        if (frame.contains(moved)) {
            inside.at(moved.x - frame.x, moved.y - frame.y) = 1;
        }
    }
    Plane<int> distance(frame.width, frame.height, far);
    const auto look = [&](int x, int y, int dx, int dy, int cost) {
        const int nx = x + dx;
        const int ny = y + dy;
        if (nx < 0 || ny < 0 || nx >= frame.width || ny >= frame.height) {
            return;
        }
        const bool other = inside.at(x, y) != inside.at(nx, ny);
        distance.at(x, y) =
            std::min(distance.at(x, y), other ? cost / 2 : distance.at(nx, ny) + cost);
    };
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; ++x) {
            look(x, y, -1, 0, 3);
            look(x, y, 0, -1, 3);
            look(x, y, -1, -1, 4);
            look(x, y, 1, -1, 4);
        }
    }
    for (int y = frame.height - 1; y >= 0; --y) {
        for (int x = frame.width - 1; x >= 0; --x) {
            look(x, y, 1, 0, 3);
            look(x, y, 0, 1, 3);
            look(x, y, 1, 1, 4);
            look(x, y, -1, 1, 4);
        }
    }
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; ++x) {
            if (inside.at(x, y) != 0) {
                distance.at(x, y) = -distance.at(x, y);
            }
        }
    }
    return distance;
}

Rect boxOf(const std::vector<Point>& pixels) {
    Rect box;
    for (const Point& at : pixels) {
        box = box.united({at.x, at.y, 1, 1});
    }
    return box;
}

} // namespace

std::vector<Point> blendedOutline(const std::vector<Point>& a, const std::vector<Point>& b,
                                  double way, Size size) {
    if (a.empty() || b.empty()) {
        return way < 0.5 ? a : b;
    }
    const AreaCentre ca = centreOf(a);
    const AreaCentre cb = centreOf(b);
    const AreaCentre target{ca.x + way * (cb.x - ca.x), ca.y + way * (cb.y - ca.y)};
    const auto shiftOf = [&](const AreaCentre& from) {
        return Point{static_cast<int>(std::lround(target.x - from.x)),
                     static_cast<int>(std::lround(target.y - from.y))};
    };
    const Point sa = shiftOf(ca);
    const Point sb = shiftOf(cb);
    const auto moved = [](Rect box, Point shift) {
        return Rect{box.x + shift.x - 1, box.y + shift.y - 1, box.width + 2, box.height + 2};
    };
    const Rect frame = moved(boxOf(a), sa).united(moved(boxOf(b), sb));
    const Plane<int> da = signedDistance(a, sa, frame);
    const Plane<int> db = signedDistance(b, sb, frame);
    std::vector<Point> result;
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; ++x) {
            const Point at{frame.x + x, frame.y + y};
            const double distance = (1 - way) * da.at(x, y) + way * db.at(x, y);
            if (distance < 0 && Rect{0, 0, size.width, size.height}.contains(at)) {
                result.push_back(at);
            }
        }
    }
    return result;
}

} // namespace underpaint::imaging
