// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/templates/template_shapes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace underpaint::scene {

namespace {

constexpr int octaves = 5;

/// Value noise: smooth between chances at whole numbers.
double smoothChance(double t, std::uint32_t seed) {
    const double whole = std::floor(t);
    const auto index = static_cast<std::int64_t>(whole);
    const double part = t - whole;
    const double eased = part * part * (3 - 2 * part);
    return std::lerp(templateChance(index, seed), templateChance(index + 1, seed), eased);
}

double crossProduct(const Spot& a, const Spot& b, const Spot& c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

} // namespace

double templateChance(std::int64_t index, std::uint32_t seed) {
    // The finaliser of SplitMix64.
    auto bits = static_cast<std::uint64_t>(index) * 0x9e3779b97f4a7c15ULL +
                static_cast<std::uint64_t>(seed) * 0xd1342543de82ef95ULL + 1;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
    bits ^= bits >> 31;
    constexpr double steps = 1 << 23;
    return static_cast<double>(bits >> 40) / steps - 1;
}

double templateShare(std::int64_t index, std::uint32_t seed) {
    return (templateChance(index, seed) + 1) / 2;
}

double rolling(double t, std::uint32_t seed, double gain) {
    double sum = 0;
    double weight = 1;
    double total = 0;
    for (std::uint32_t octave = 0; octave < octaves; ++octave) {
        sum += weight * smoothChance(t, seed + 101 * octave);
        total += weight;
        weight *= gain;
        t = 2 * t + 0.37; // so that the bends do not meet at zero
    }
    return 1.4 * sum / total;
}

double crested(double t, std::uint32_t seed, double gain) {
    double sum = 0;
    double weight = 1;
    double total = 0;
    for (std::uint32_t octave = 0; octave < octaves; ++octave) {
        sum += weight * (1 - 2.2 * std::abs(smoothChance(t, seed + 101 * octave)));
        total += weight;
        weight *= gain;
        t = 2 * t + 0.37;
    }
    return sum / total;
}

double crowns(double t, std::uint32_t seed, bool pointed) {
    const auto here = static_cast<std::int64_t>(std::floor(t));
    double highest = 0;
    for (std::int64_t i = here - 2; i <= here + 2; ++i) {
        const double centre = static_cast<double>(i) + 0.5 + 0.4 * templateChance(i, seed);
        const double height = 0.7 + 0.3 * templateChance(i, seed + 1);
        const double reach = 0.85 + 0.3 * templateChance(i, seed + 2);
        const double away = std::abs(t - centre) / reach;
        if (away < 1) {
            highest = std::max(highest, height * (pointed ? 1 - away : std::sqrt(1 - away * away)));
        }
    }
    return highest;
}

Outline rounded(const Outline& points) {
    constexpr int steps = 8;
    const std::size_t count = points.size();
    Outline round;
    round.reserve(count * steps);
    for (std::size_t i = 0; i < count; ++i) {
        const Spot& a = points[(i + count - 1) % count];
        const Spot& b = points[i];
        const Spot& c = points[(i + 1) % count];
        const Spot& d = points[(i + 2) % count];
        for (int step = 0; step < steps; ++step) {
            const double t = static_cast<double>(step) / steps;
            // Catmull-Rom.
            const auto between = [t](double p, double q, double r, double s) {
                return q +
                       t / 2 *
                           (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
            };
            round.push_back({between(a.x, b.x, c.x, d.x), between(a.y, b.y, c.y, d.y)});
        }
    }
    return round;
}

Outline patch(Spot centre, double radiusX, double radiusY, double roughness, std::uint32_t seed) {
    constexpr int corners = 72;
    Outline outline;
    outline.reserve(corners);
    for (int i = 0; i < corners; ++i) {
        const double turn = static_cast<double>(i) / corners;
        // Two noises that pass into each other, so that the end meets the beginning.
        const double wave =
            std::lerp(rolling(9 * turn, seed, 0.6), rolling(9 * (turn - 1), seed, 0.6), turn);
        const double radius = 1 + roughness * wave;
        const double angle = 2 * std::numbers::pi * turn;
        outline.push_back({centre.x + radiusX * radius * std::cos(angle),
                           centre.y + radiusY * radius * std::sin(angle)});
    }
    return outline;
}

Outline hull(Outline points) {
    std::ranges::sort(points, [](const Spot& a, const Spot& b) {
        return a.x < b.x || (a.x == b.x && a.y < b.y);
    });
    Outline around;
    const auto wrap = [&around](const Spot& next, std::size_t kept) {
        while (around.size() >= kept + 2 &&
               crossProduct(around[around.size() - 2], around.back(), next) <= 0) {
            around.pop_back();
        }
        around.push_back(next);
    };
    for (const Spot& spot : points) {
        wrap(spot, 0);
    }
    const std::size_t half = around.size() - 1;
    for (auto spot = points.rbegin(); spot != points.rend(); ++spot) {
        wrap(*spot, half);
    }
    around.pop_back();
    return around;
}

std::vector<Outline> leafyTree(Spot foot, double height, std::uint32_t seed) {
    const double crown = foot.y - 0.62 * height;
    std::vector<Outline> tree;
    // A trunk that widens towards the ground.
    tree.push_back({{foot.x - 0.018 * height, foot.y - 0.5 * height},
                    {foot.x + 0.018 * height, foot.y - 0.5 * height},
                    {foot.x + 0.024 * height, foot.y - 0.06 * height},
                    {foot.x + 0.045 * height, foot.y},
                    {foot.x - 0.045 * height, foot.y},
                    {foot.x - 0.024 * height, foot.y - 0.06 * height}});
    tree.push_back(patch({foot.x, crown}, 0.27 * height, 0.3 * height, 0.22, seed));
    constexpr int boughs = 7;
    for (int i = 0; i < boughs; ++i) {
        const double angle = 2 * std::numbers::pi * (i + 0.4 * templateChance(i, seed)) / boughs;
        const double size = height * (0.12 + 0.035 * templateChance(i, seed + 1));
        const Spot centre{foot.x + 0.23 * height * std::cos(angle),
                          crown + 0.24 * height * std::sin(angle)};
        tree.push_back(
            patch(centre, size, 0.9 * size, 0.25, seed + 10 + static_cast<std::uint32_t>(i)));
    }
    return tree;
}

std::vector<Outline> fir(Spot foot, double height, std::uint32_t seed) {
    constexpr int tiers = 9;
    Outline left;
    Outline right;
    for (int i = 0; i < tiers; ++i) {
        const double down = static_cast<double>(i + 1) / tiers;
        const double y = foot.y - height * (1 - 0.93 * down);
        for (const int side : {-1, 1}) {
            const double reach =
                height * 0.19 * down * (1 + 0.22 * templateChance(2 * i + side, seed));
            const double droop = height * 0.02 * templateShare(2 * i + side, seed + 1);
            Outline& edge = side < 0 ? left : right;
            edge.push_back({foot.x + side * reach, y + droop});
            edge.push_back({foot.x + side * reach * 0.62, y - height * 0.012});
        }
    }
    Outline tree{{foot.x, foot.y - height}};
    tree.insert(tree.end(), right.begin(), right.end());
    tree.insert(tree.end(), left.rbegin(), left.rend());
    const double trunk = 0.022 * height;
    return {tree,
            {{foot.x - trunk, foot.y - 0.2 * height},
             {foot.x + trunk, foot.y - 0.2 * height},
             {foot.x + trunk, foot.y},
             {foot.x - trunk, foot.y}}};
}

} // namespace underpaint::scene
