// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/box_blur.h"

namespace underpaint::imaging {

namespace {

/// Along the rows by running sums; turned, so that doing it twice is the whole.
Share meansAlongRows(const Share& source, int radius) {
    Share result(source.height(), source.width(), 0);
    for (int y = 0; y < source.height(); ++y) {
        double sum = 0;
        int count = 0;
        for (int x = -radius; x < source.width(); ++x) {
            if (x + radius < source.width()) {
                sum += source.at(x + radius, y);
                ++count;
            }
            if (x - radius - 1 >= 0) {
                sum -= source.at(x - radius - 1, y);
                --count;
            }
            if (x >= 0) {
                result.at(y, x) = static_cast<float>(sum / count);
            }
        }
    }
    return result;
}

} // namespace

Share boxMean(const Share& plane, int radius) {
    return meansAlongRows(meansAlongRows(plane, radius), radius);
}

} // namespace underpaint::imaging
