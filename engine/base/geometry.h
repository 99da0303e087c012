// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace underpaint {

/// Width and height in pixels.
struct Size {
    int width = 0;
    int height = 0;

    bool empty() const { return width <= 0 || height <= 0; }
    long long area() const { return empty() ? 0 : 1LL * width * height; }
    friend bool operator==(const Size&, const Size&) = default;
};

/// A pixel position; x to the right, y down.
struct Point {
    int x = 0;
    int y = 0;

    friend bool operator==(const Point&, const Point&) = default;
};

/// A half-open rectangle of pixels: x <= px < x + width.
struct Rect {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    int right() const { return x + width; }
    int bottom() const { return y + height; }
    bool empty() const { return width <= 0 || height <= 0; }
    bool contains(Point p) const { return p.x >= x && p.y >= y && p.x < right() && p.y < bottom(); }

    Rect intersected(const Rect& o) const {
        const int left = std::max(x, o.x);
        const int top = std::max(y, o.y);
        const int w = std::min(right(), o.right()) - left;
        const int h = std::min(bottom(), o.bottom()) - top;
        return w > 0 && h > 0 ? Rect{left, top, w, h} : Rect{};
    }

    /// The smallest rectangle that holds both; an empty one does not count.
    Rect united(const Rect& o) const {
        if (empty()) {
            return o;
        }
        if (o.empty()) {
            return *this;
        }
        const int left = std::min(x, o.x);
        const int top = std::min(y, o.y);
        return {left, top, std::max(right(), o.right()) - left,
                std::max(bottom(), o.bottom()) - top};
    }

    friend bool operator==(const Rect&, const Rect&) = default;
};

} // namespace underpaint
