// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"

namespace underpaint::translate {

/// A local render of more than this share of the picture saves too little.
inline constexpr double mostLocalShare = 0.4;

inline Rect wholeOf(Size size) {
    return {0, 0, size.width, size.height};
}

/// A rectangle and `by` pixels around it, which may leave the picture.
inline Rect grown(const Rect& rect, int by) {
    return {rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by};
}

/// Whether a part of a whole is small enough for a local render.
inline bool isWorthWhile(const Rect& part, Size whole) {
    return static_cast<double>(Size{part.width, part.height}.area()) <=
           mostLocalShare * static_cast<double>(whole.area());
}

} // namespace underpaint::translate
