// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/motion_samples.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace underpaint::test {

namespace {

constexpr Rect firstObject{60, 50, 20, 14};
constexpr Rect secondObject{20, 60, 16, 20};

std::uint32_t mixed(std::uint32_t a, std::uint32_t b) {
    std::uint32_t h = a * 0x9E3779B1U ^ (b + 0x7F4A7C15U) * 0x85EBCA77U;
    h ^= h >> 15U;
    h *= 0xC2B2AE3DU;
    return h ^ (h >> 13U);
}

/// A value of a lattice of points eight pixels apart, smooth in between.
double latticeAt(int x, int y, std::uint32_t channel) {
    constexpr int spacing = 8;
    const auto down = [](int v) { return v >= 0 ? v / spacing : -((spacing - 1 - v) / spacing); };
    const int cx = down(x);
    const int cy = down(y);
    const double fx = static_cast<double>(x - cx * spacing) / spacing;
    const double fy = static_cast<double>(y - cy * spacing) / spacing;
    const auto value = [&](int i, int j) {
        return static_cast<double>(
            mixed(static_cast<std::uint32_t>(i) * 3 + channel, static_cast<std::uint32_t>(j)) %
            256);
    };
    const double above = value(cx, cy) * (1 - fx) + value(cx + 1, cy) * fx;
    const double below = value(cx, cy + 1) * (1 - fx) + value(cx + 1, cy + 1) * fx;
    return above * (1 - fy) + below * fy;
}

} // namespace

Image texture(Size size, int x, int y) {
    Image picture(size.width, size.height, 3, 0);
    for (int j = 0; j < size.height; ++j) {
        for (int i = 0; i < size.width; ++i) {
            for (int c = 0; c < 3; ++c) {
                picture.at(i, j, c) = static_cast<std::uint8_t>(
                    latticeAt(x + i, y + j, static_cast<std::uint32_t>(c)));
            }
        }
    }
    return picture;
}

Image withNoise(Image photo, int levels, unsigned seed) {
    std::uint32_t number = 0;
    for (std::uint8_t& value : photo.values()) {
        const int noise = static_cast<int>(mixed(seed + 1, ++number) %
                                           static_cast<std::uint32_t>(2 * levels + 1)) -
                          levels;
        value = static_cast<std::uint8_t>(std::clamp(value + noise, 0, 255));
    }
    return photo;
}

double overlap(const InstancePlane& a, const InstancePlane& b, std::uint32_t id) {
    double both = 0;
    double either = 0;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        const bool inA = a.values()[i] == id;
        const bool inB = b.values()[i] == id;
        both += inA && inB ? 1 : 0;
        either += inA || inB ? 1 : 0;
    }
    return either > 0 ? both / either : 1;
}

Point MovingScene::objectAt(int frame) const {
    return {firstObject.x - camera.x * frame + object.x * frame,
            firstObject.y - camera.y * frame + object.y * frame};
}

imaging::MovingFrame MovingScene::frame(int number) const {
    const Point view{camera.x * number, camera.y * number};
    imaging::MovingFrame frame{LabelPlane(size.width, size.height),
                               InstancePlane(size.width, size.height),
                               texture(size, view.x, view.y)};
    const Point at = objectAt(number);
    const Rect first{at.x, at.y, firstObject.width, firstObject.height};
    const Rect second{secondObject.x - view.x, secondObject.y - view.y, secondObject.width,
                      secondObject.height};
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            constexpr int horizon = 40;
            const auto ground = static_cast<std::uint16_t>(y + view.y < horizon ? 0 : 1);
            const bool inFirst = first.contains({x, y});
            const bool inSecond = second.contains({x, y});
            frame.labels.at(x, y) = inFirst || inSecond ? std::uint16_t{3} : ground;
            frame.instances.at(x, y) = inFirst ? 3000U : inSecond ? 3001U : ground;
            if (inFirst) {
                const Image own = texture({1, 1}, 1000 + x - at.x, 1000 + y - at.y);
                std::copy(own.values().begin(), own.values().end(), &frame.guide.at(x, y, 0));
            }
        }
    }
    return frame;
}

} // namespace underpaint::test
