// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/noise_planes.h"

#include "engine/base/random.h"

#include <cmath>

namespace underpaint::kernels {

namespace {

/// Uniform with variance 1: a hash of the cell's place.
float cornerNoise(std::uint64_t seed, int x, int y) {
    const auto place = static_cast<std::uint64_t>(static_cast<std::uint32_t>(y)) << 32U |
                       static_cast<std::uint32_t>(x);
    const double unit = static_cast<double>(deriveSeed(seed, place) >> 11) * 0x1.0p-53;
    return static_cast<float>(std::sqrt(3.0) * (2 * unit - 1));
}

void whitePlane(std::uint64_t seed, int width, int height, float* out) {
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            *out++ = cornerNoise(seed, x, y);
        }
    }
}

void smoothPlane(std::uint64_t seed, int width, int height, int cell, float* out) {
    // The mean variance of an interpolation between four independent corners is 4/9.
    constexpr float gain = 1.5F;
    for (int y = 0; y < height; ++y) {
        const int row = y / cell;
        const float down = (static_cast<float>(y % cell) + 0.5F) / static_cast<float>(cell);
        for (int left = 0; left < width; left += cell) {
            const int column = left / cell;
            const float a = cornerNoise(seed, column, row) * (1 - down) +
                            cornerNoise(seed, column, row + 1) * down;
            const float b = cornerNoise(seed, column + 1, row) * (1 - down) +
                            cornerNoise(seed, column + 1, row + 1) * down;
            for (int i = 0; i < cell && left + i < width; ++i) {
                const float across = (static_cast<float>(i) + 0.5F) / static_cast<float>(cell);
                *out++ = gain * (a * (1 - across) + b * across);
            }
        }
    }
}

} // namespace

void noisePlanes(std::uint64_t seed, int width, int height, int planes, float* out) {
    const std::int64_t pixels = static_cast<std::int64_t>(width) * height;
    for (int plane = 0, cell = 1; plane < planes; ++plane, cell *= 4) {
        const std::uint64_t own = deriveSeed(seed, static_cast<std::uint64_t>(plane));
        float* target = out + plane * pixels;
        if (cell == 1) {
            whitePlane(own, width, height, target);
        } else {
            smoothPlane(own, width, height, cell, target);
        }
    }
}

} // namespace underpaint::kernels
