// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/timing.h"

#include <algorithm>

namespace underpaint::nets {

double millisecondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

Spread spreadOf(std::vector<double> values) {
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return {.median =
                values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2,
            .min = values.front(),
            .max = values.back()};
}

} // namespace underpaint::nets
