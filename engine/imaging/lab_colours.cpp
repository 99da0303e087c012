// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/lab_colours.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace underpaint::imaging {

namespace {

/// Linear light of an sRGB level.
std::array<float, 256> linearLevels() {
    std::array<float, 256> levels{};
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const double value = static_cast<double>(i) / 255;
        levels.at(i) = static_cast<float>(
            value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4));
    }
    return levels;
}

float labCurve(float value) {
    constexpr float knee = 0.008856F;
    return value > knee ? std::cbrt(value) : 7.787F * value + 16.0F / 116;
}

} // namespace

Plane<float> toLab(const Image& photo) {
    const std::array<float, 256> linear = linearLevels();
    Plane<float> lab(photo.width(), photo.height(), 3, 0.0F);
    const std::uint8_t* rgb = photo.data();
    float* out = lab.data();
    for (long long i = 0; i < photo.size().area(); ++i, rgb += 3, out += 3) {
        const float r = linear.at(rgb[0]);
        const float g = linear.at(rgb[1]);
        const float b = linear.at(rgb[2]);
        const float x = labCurve((0.4124F * r + 0.3576F * g + 0.1805F * b) / 0.9505F);
        const float y = labCurve(0.2126F * r + 0.7152F * g + 0.0722F * b);
        const float z = labCurve((0.0193F * r + 0.1192F * g + 0.9505F * b) / 1.089F);
        out[0] = 116 * y - 16;
        out[1] = 500 * (x - y);
        out[2] = 200 * (y - z);
    }
    return lab;
}

} // namespace underpaint::imaging
