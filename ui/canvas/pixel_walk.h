// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QTransform>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace underpaint::ui {

/// Positions in a source image with 32 binary digits behind the point.
using Fixed = std::int64_t;
inline constexpr int fixedBits = 32;

inline Fixed toFixed(double value) {
    return std::llround(value * 4294967296.0);
}
inline Fixed toFixed(int value) {
    return Fixed{value} * (Fixed{1} << fixedBits);
}
inline int wholePart(Fixed value) {
    return static_cast<int>(value >> fixedBits);
}
/// The first 8 digits behind the point.
inline unsigned fraction(Fixed value) {
    return static_cast<unsigned>((value >> (fixedBits - 8)) & 0xff);
}

/// Calls visit(x, u, v) for the centres of the pixels of one row of a target, from left to right;
/// u and v are where they come from. They depend on the pixel only, not on where the rectangle
/// begins, so that a part that is drawn again fits to the rest.
template<class Visit>
void walkRow(const QRect& rect, int y, const QTransform& sourceFromTarget, Visit&& visit) {
    const QPointF first = sourceFromTarget.map(QPointF(0.5, y + 0.5));
    const Fixed du = toFixed(sourceFromTarget.m11());
    const Fixed dv = toFixed(sourceFromTarget.m12());
    Fixed u = toFixed(first.x()) + rect.left() * du;
    Fixed v = toFixed(first.y()) + rect.left() * dv;
    for (int x = rect.left(); x <= rect.right(); ++x, u += du, v += dv) {
        visit(x, u, v);
    }
}

/// Where a row of a target lies inside of a source of this width, when the source is not turned:
/// the pixels first … end - 1, and the position of the pixel 0.
struct RowRange {
    Fixed origin = 0;
    Fixed step = 0;
    int first = 0;
    int end = 0;

    Fixed at(int x) const { return origin + x * step; }
    bool empty() const { return first >= end; }
};

inline bool isTurned(const QTransform& sourceFromTarget) {
    return sourceFromTarget.m12() != 0 || sourceFromTarget.m21() != 0 ||
           sourceFromTarget.m11() <= 0;
}

inline RowRange rangeOf(const QRect& rect, const QTransform& sourceFromTarget, Fixed width) {
    RowRange range;
    range.origin = toFixed(sourceFromTarget.map(QPointF(0.5, 0.5)).x());
    range.step = std::max(Fixed{1}, toFixed(sourceFromTarget.m11()));
    // Rounded up: the first pixel at or behind the position.
    const auto pixelFrom = [&](Fixed position) {
        const Fixed way = position - range.origin;
        return way <= 0 ? -(-way / range.step) : (way + range.step - 1) / range.step;
    };
    const Fixed end = pixelFrom(width);
    range.first = static_cast<int>(std::clamp<Fixed>(pixelFrom(0), rect.left(), rect.right() + 1));
    range.end = static_cast<int>(std::clamp<Fixed>(end, range.first, rect.right() + 1));
    return range;
}

/// The position in the source that a row of the target comes from, when the source is not turned.
inline Fixed sourceRow(const QTransform& sourceFromTarget, int y) {
    return toFixed(sourceFromTarget.map(QPointF(0.5, y + 0.5)).y());
}

inline bool inside(int x, int y, int width, int height) {
    return static_cast<unsigned>(x) < static_cast<unsigned>(width) &&
           static_cast<unsigned>(y) < static_cast<unsigned>(height);
}

} // namespace underpaint::ui
