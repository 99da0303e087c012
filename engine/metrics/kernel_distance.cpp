// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/kernel_distance.h"

#include "engine/base/error.h"

#include <numeric>

namespace underpaint::metrics {

namespace {

double kernel(std::span<const float> x, std::span<const float> y) {
    const double product =
        std::inner_product(x.begin(), x.end(), y.begin(), 0.0) / static_cast<double>(x.size()) + 1;
    return product * product * product;
}

/// The mean over all pairs of different rows.
double meanWithin(const FeatureRows& rows) {
    double sum = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            sum += kernel(rows.row(i), rows.row(j));
        }
    }
    const auto count = static_cast<double>(rows.size());
    return 2 * sum / (count * (count - 1));
}

double meanBetween(const FeatureRows& a, const FeatureRows& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j) {
            sum += kernel(a.row(i), b.row(j));
        }
    }
    return sum / (static_cast<double>(a.size()) * static_cast<double>(b.size()));
}

} // namespace

double kernelDistance(const FeatureRows& a, const FeatureRows& b) {
    if (a.size() < 2 || b.size() < 2) {
        throw Error("the kernel distance needs at least two pictures on each side");
    }
    if (a.width() != b.width()) {
        throw Error("the features of the two sets have different lengths");
    }
    return meanWithin(a) + meanWithin(b) - 2 * meanBetween(a, b);
}

} // namespace underpaint::metrics
