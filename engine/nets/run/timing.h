// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <vector>

namespace underpaint::nets {

double millisecondsSince(std::chrono::steady_clock::time_point start);

/// What a benchmark says of its runs.
struct Spread {
    double median = 0; ///< the mean of the middle two of an even number
    double min = 0;
    double max = 0;
};

/// `values` is not empty.
Spread spreadOf(std::vector<double> values);

} // namespace underpaint::nets
