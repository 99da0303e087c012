// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/psnr.h"

#include "engine/base/error.h"

#include <cmath>
#include <limits>
#include <string>

namespace underpaint::metrics {

namespace {

template<class Value>
double ratio(std::span<const Value> a, std::span<const Value> b, double peak) {
    if (a.size() != b.size() || a.empty()) {
        throw Error("PSNR compares pictures of the same size, not of " + std::to_string(a.size()) +
                    " and " + std::to_string(b.size()) + " values");
    }
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double difference = static_cast<double>(a[i]) - static_cast<double>(b[i]);
        sum += difference * difference;
    }
    if (sum == 0) {
        return std::numeric_limits<double>::infinity();
    }
    return 10 * std::log10(peak * peak * static_cast<double>(a.size()) / sum);
}

} // namespace

double psnr(std::span<const float> a, std::span<const float> b, double peak) {
    return ratio(a, b, peak);
}

double psnr(const Image& a, const Image& b) {
    if (a.size() != b.size()) {
        throw Error("PSNR compares pictures of the same size");
    }
    return ratio(a.values(), b.values(), 255);
}

} // namespace underpaint::metrics
