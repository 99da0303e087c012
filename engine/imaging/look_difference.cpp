// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/look_difference.h"

#include "engine/imaging/lab_colours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <numbers>
#include <string_view>
#include <utility>

namespace underpaint::imaging {

namespace {

bool differsVisibly(const Image& one, const Image& other, int x, int y) {
    constexpr int visible = 3; // levels
    for (int c = 0; c < one.channels(); ++c) {
        if (std::abs(one.at(x, y, c) - other.at(x, y, c)) >= visible) {
            return true;
        }
    }
    return false;
}

double valueAt(const Plane<float>& lab, int x, int y, int channel) {
    return static_cast<double>(lab.at(x, y, channel));
}

/// How much the lightness changes from a pixel to the next ones.
double roughness(const Plane<float>& lab, int x, int y) {
    const double here = valueAt(lab, x, y, 0);
    const double right = x + 1 < lab.width() ? std::abs(valueAt(lab, x + 1, y, 0) - here) : 0;
    const double below = y + 1 < lab.height() ? std::abs(valueAt(lab, x, y + 1, 0) - here) : 0;
    return right + below;
}

struct Quality {
    std::string_view less;
    std::string_view more;
    double amount; ///< positive: the other picture has more of it
};

/// Where a shift of colours goes to, and where it comes from.
Quality shiftOf(double a, double b) {
    constexpr double halfTurn = 180;
    constexpr double warm = 60; // degrees: between red and yellow
    constexpr double quarter = 90;
    constexpr double eighth = 45;
    const double amount = std::hypot(a, b);
    double angle = std::atan2(b, a) * halfTurn / std::numbers::pi - warm + eighth;
    angle += angle < 0 ? 2 * halfTurn : 0;
    switch (static_cast<int>(angle / quarter) % 4) {
    case 0:
        return {"cooler", "warmer", amount};
    case 1:
        return {"pinker", "greener", amount};
    case 2:
        return {"cooler", "warmer", -amount};
    default:
        return {"pinker", "greener", -amount};
    }
}

} // namespace

LookDifference lookDifference(const Image& one, const Image& other) {
    LookDifference difference;
    if (one.empty() || one.size() != other.size()) {
        return difference;
    }
    const Plane<float> before = toLab(one);
    const Plane<float> after = toLab(other);
    long long count = 0;
    for (int y = 0; y < one.height(); ++y) {
        for (int x = 0; x < one.width(); ++x) {
            if (!differsVisibly(one, other, x, y)) {
                continue;
            }
            ++count;
            const double a = valueAt(after, x, y, 1);
            const double b = valueAt(after, x, y, 2);
            const double oldA = valueAt(before, x, y, 1);
            const double oldB = valueAt(before, x, y, 2);
            difference.lightness += valueAt(after, x, y, 0) - valueAt(before, x, y, 0);
            difference.greenRed += a - oldA;
            difference.blueYellow += b - oldB;
            difference.chroma += std::hypot(a, b) - std::hypot(oldA, oldB);
            difference.texture += roughness(after, x, y) - roughness(before, x, y);
        }
    }
    if (count == 0) {
        return difference;
    }
    const auto pixels = static_cast<double>(count);
    difference.lightness /= pixels;
    difference.greenRed /= pixels;
    difference.blueYellow /= pixels;
    difference.chroma /= pixels;
    difference.texture /= pixels;
    difference.share = pixels / static_cast<double>(one.size().area());
    return difference;
}

OppositeWords oppositeWords(const LookDifference& difference) {
    constexpr double leastShare = 0.005;
    constexpr double visible = 1.5;
    constexpr double textureWeight = 2; // a little of it is seen from afar
    constexpr double nearly = 0.5;
    constexpr double parting = 1.2; // colours that go several ways
    if (difference.share < leastShare) {
        return {};
    }
    const Quality shift = shiftOf(difference.greenRed, difference.blueYellow);
    std::array<Quality, 4> qualities{
        {{"darker", "lighter", difference.lightness},
         shift,
         // Where all colours move one way it is that way which is seen.
         {"greyer", "more colourful",
          std::abs(difference.chroma) > parting * std::abs(shift.amount) ? difference.chroma : 0.0},
         {"smoother", "more textured", textureWeight * difference.texture}}};
    std::ranges::stable_sort(qualities, std::ranges::greater(),
                             [](const Quality& one) { return std::abs(one.amount); });
    OppositeWords words;
    for (std::size_t i = 0; i < 2; ++i) {
        const double amount = std::abs(qualities[i].amount);
        if (amount < visible || amount < nearly * std::abs(qualities[0].amount)) {
            break;
        }
        const bool more = qualities[i].amount > 0;
        const auto add = [](std::string& text, std::string_view word) {
            text.append(text.empty() ? "" : ", ").append(word);
        };
        add(words.one, more ? qualities[i].less : qualities[i].more);
        add(words.other, more ? qualities[i].more : qualities[i].less);
    }
    return words;
}

} // namespace underpaint::imaging
