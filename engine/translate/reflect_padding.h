// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/base/geometry.h"
#include "engine/base/plane.h"

#include <cstddef>
#include <vector>

namespace underpaint::translate {

/// Where position `i` >= 0 of a line of `extent` pixels lies when the line is continued by
/// reflection without repeating its ends, as often as needed: 0 1 2 3 2 1 0 1 …
inline int reflected(int i, int extent) {
    if (extent == 1) {
        return 0;
    }
    const int period = 2 * (extent - 1);
    const int phase = i % period;
    return phase < extent ? phase : period - phase;
}

/// `extent` rounded up to a multiple, at least `minimum` (itself a multiple).
inline int paddedExtent(int extent, int multiple, int minimum) {
    const int rounded = (extent + multiple - 1) / multiple * multiple;
    return rounded < minimum ? minimum : rounded;
}

/// Continues a map to the right and downwards by reflection, up to `size`, into `out` (row-major,
/// channels interleaved as in the map). The map must not be empty and not larger than `size`.
template<class T>
void padByReflection(const Plane<T>& map, Size size, T* out) {
    if (map.empty() || map.width() > size.width || map.height() > size.height) {
        throw Error("a map can only be padded to a larger size");
    }
    std::vector<int> columns(static_cast<std::size_t>(size.width));
    for (int x = 0; x < size.width; ++x) {
        columns[static_cast<std::size_t>(x)] = reflected(x, map.width());
    }
    for (int y = 0; y < size.height; ++y) {
        const int row = reflected(y, map.height());
        for (const int column : columns) {
            for (int c = 0; c < map.channels(); ++c) {
                *out++ = map.at(column, row, c);
            }
        }
    }
}

/// The same as a new plane.
template<class T>
Plane<T> paddedByReflection(const Plane<T>& map, Size size) {
    if (map.size() == size) {
        return map;
    }
    Plane<T> padded(size.width, size.height, map.channels(), T{});
    padByReflection(map, size, padded.data());
    return padded;
}

} // namespace underpaint::translate
