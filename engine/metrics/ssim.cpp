// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/ssim.h"

#include "engine/base/error.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace underpaint::metrics {

namespace {

constexpr int radius = 5;
constexpr int taps = 2 * radius + 1;
static_assert(taps == smallestSide);
constexpr double deviation = 1.5;
constexpr double c1 = (0.01 * 255) * (0.01 * 255);
constexpr double c2 = (0.03 * 255) * (0.03 * 255);

using Kernel = std::array<double, taps>;
using Grid = Plane<double>;

Kernel gaussian() {
    Kernel kernel{};
    double sum = 0;
    for (int i = 0; i < taps; ++i) {
        const double x = i - radius;
        kernel.at(static_cast<std::size_t>(i)) = std::exp(-x * x / (2 * deviation * deviation));
        sum += kernel.at(static_cast<std::size_t>(i));
    }
    for (double& value : kernel) {
        value /= sum;
    }
    return kernel;
}

/// Separable filter at the places where the window lies inside: 2 * radius less on each axis.
Grid filtered(const Grid& grid, const Kernel& kernel) {
    Grid rows(grid.width() - 2 * radius, grid.height());
    for (int y = 0; y < rows.height(); ++y) {
        for (int x = 0; x < rows.width(); ++x) {
            double sum = 0;
            for (int i = 0; i < taps; ++i) {
                sum += kernel[static_cast<std::size_t>(i)] * grid.at(x + i, y);
            }
            rows.at(x, y) = sum;
        }
    }
    Grid result(rows.width(), grid.height() - 2 * radius);
    for (int i = 0; i < taps; ++i) {
        const double weight = kernel[static_cast<std::size_t>(i)];
        for (int y = 0; y < result.height(); ++y) {
            for (int x = 0; x < result.width(); ++x) {
                result.at(x, y) += weight * rows.at(x, y + i);
            }
        }
    }
    return result;
}

Grid product(const Grid& a, const Grid& b) {
    Grid result(a.width(), a.height());
    for (std::size_t i = 0; i < result.values().size(); ++i) {
        result.values()[i] = a.values()[i] * b.values()[i];
    }
    return result;
}

double similarity(const Grid& a, const Grid& b) {
    const Kernel kernel = gaussian();
    const Grid meanA = filtered(a, kernel);
    const Grid meanB = filtered(b, kernel);
    const Grid squareA = filtered(product(a, a), kernel);
    const Grid squareB = filtered(product(b, b), kernel);
    const Grid mixed = filtered(product(a, b), kernel);
    double sum = 0;
    for (std::size_t i = 0; i < meanA.values().size(); ++i) {
        const double ma = meanA.values()[i];
        const double mb = meanB.values()[i];
        const double varianceA = squareA.values()[i] - ma * ma;
        const double varianceB = squareB.values()[i] - mb * mb;
        const double covariance = mixed.values()[i] - ma * mb;
        sum += ((2 * ma * mb + c1) * (2 * covariance + c2)) /
               ((ma * ma + mb * mb + c1) * (varianceA + varianceB + c2));
    }
    return sum / static_cast<double>(meanA.values().size());
}

Grid channelOf(const Image& image, int channel) {
    Grid grid(image.width(), image.height());
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            grid.at(x, y) = image.at(x, y, channel);
        }
    }
    return grid;
}

Grid luminanceOf(const Image& image) {
    if (image.channels() == 1) {
        return channelOf(image, 0);
    }
    Grid grid(image.width(), image.height());
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            grid.at(x, y) =
                0.299 * image.at(x, y, 0) + 0.587 * image.at(x, y, 1) + 0.114 * image.at(x, y, 2);
        }
    }
    return grid;
}

void checkPair(const Image& a, const Image& b) {
    if (a.size() != b.size() || a.channels() != b.channels() || a.width() < taps ||
        a.height() < taps || (a.channels() != 1 && a.channels() != 3)) {
        throw Error("SSIM compares two pictures of one size of at least " + std::to_string(taps) +
                    " pixels a side");
    }
}

} // namespace

double ssim(const Image& a, const Image& b) {
    checkPair(a, b);
    double sum = 0;
    for (int c = 0; c < a.channels(); ++c) {
        sum += similarity(channelOf(a, c), channelOf(b, c));
    }
    return sum / a.channels();
}

double ssimOfLuminance(const Image& a, const Image& b) {
    checkPair(a, b);
    return similarity(luminanceOf(a), luminanceOf(b));
}

} // namespace underpaint::metrics
