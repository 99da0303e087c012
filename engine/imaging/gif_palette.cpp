// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/gif_palette.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace underpaint::imaging {

namespace {

constexpr int channelCount = 3;
constexpr int censusShift = 3;  ///< 32 steps
constexpr int nearestShift = 2; ///< 64 steps

std::size_t cellOf(int red, int green, int blue, int shift) {
    const auto steps = static_cast<std::size_t>(256 >> shift);
    return (static_cast<std::size_t>(red >> shift) * steps +
            static_cast<std::size_t>(green >> shift)) *
               steps +
           static_cast<std::size_t>(blue >> shift);
}

/// Colours that one colour of the palette stands for so far.
struct ColourBox {
    struct Member {
        std::array<double, channelCount> mean;
        double count;
    };
    std::vector<Member> members;
    std::array<double, channelCount> mean{};
    std::size_t widest = 0; ///< the channel of the largest spread
    double spread = 0;      ///< there: sum of squares

    explicit ColourBox(std::vector<Member> all) : members(std::move(all)) {
        double count = 0;
        for (const Member& member : members) {
            count += member.count;
        }
        for (std::size_t c = 0; c < channelCount; ++c) {
            double sum = 0;
            for (const Member& member : members) {
                sum += member.count * member.mean[c];
            }
            mean[c] = sum / count;
            double squares = 0;
            for (const Member& member : members) {
                const double distance = member.mean[c] - mean[c];
                squares += member.count * distance * distance;
            }
            if (squares > spread) {
                spread = squares;
                widest = c;
            }
        }
    }

    /// Cut at the mean of the widest channel; both parts have members where there is a spread.
    std::pair<ColourBox, ColourBox> cut() const {
        std::vector<Member> below;
        std::vector<Member> above;
        for (const Member& member : members) {
            (member.mean[widest] <= mean[widest] ? below : above).push_back(member);
        }
        return {ColourBox(std::move(below)), ColourBox(std::move(above))};
    }
};

/// Thresholds of a square that is repeated over the picture, each once: 0..63.
constexpr std::array<std::array<int, 8>, 8> bayer{{{0, 32, 8, 40, 2, 34, 10, 42},
                                                   {48, 16, 56, 24, 50, 18, 58, 26},
                                                   {12, 44, 4, 36, 14, 46, 6, 38},
                                                   {60, 28, 52, 20, 62, 30, 54, 22},
                                                   {3, 35, 11, 43, 1, 33, 9, 41},
                                                   {51, 19, 59, 27, 49, 17, 57, 25},
                                                   {15, 47, 7, 39, 13, 45, 5, 37},
                                                   {63, 31, 55, 23, 61, 29, 53, 21}}};
constexpr int ditherLevels = 8; ///< between the lowest and the highest threshold

} // namespace

ColourCensus::ColourCensus() : m_cells(std::size_t{1} << (3 * (8 - censusShift))) {}

void ColourCensus::add(const Image& photo) {
    const auto values = photo.values();
    for (std::size_t i = 0; i + 2 < values.size(); i += channelCount) {
        Cell& cell = m_cells[cellOf(values[i], values[i + 1], values[i + 2], censusShift)];
        ++cell.count;
        for (std::size_t c = 0; c < channelCount; ++c) {
            cell.sums[c] += values[i + c];
        }
    }
}

std::vector<PaletteColour> ColourCensus::palette(std::size_t most) const {
    std::vector<ColourBox::Member> members;
    for (const Cell& cell : m_cells) {
        if (cell.count > 0) {
            const auto count = static_cast<double>(cell.count);
            ColourBox::Member& member = members.emplace_back();
            member.count = count;
            for (std::size_t c = 0; c < channelCount; ++c) {
                member.mean[c] = static_cast<double>(cell.sums[c]) / count;
            }
        }
    }
    if (members.empty()) {
        return {PaletteColour{}};
    }
    std::vector<ColourBox> boxes{ColourBox(std::move(members))};
    while (boxes.size() < most) {
        const auto worst = std::ranges::max_element(boxes, {}, &ColourBox::spread);
        if (worst->spread <= 0) {
            break;
        }
        auto [below, above] = worst->cut();
        *worst = std::move(below);
        boxes.push_back(std::move(above));
    }
    std::vector<PaletteColour> palette;
    for (const ColourBox& box : boxes) {
        PaletteColour& colour = palette.emplace_back();
        for (std::size_t c = 0; c < channelCount; ++c) {
            colour[c] = static_cast<std::uint8_t>(box.mean[c] + 0.5);
        }
    }
    return palette;
}

PaletteMap::PaletteMap(std::vector<PaletteColour> palette) : m_palette(std::move(palette)) {
    if (m_palette.empty() || m_palette.size() > 256) {
        throw Error("a palette has 1 to 256 colours");
    }
    constexpr int steps = 256 >> nearestShift;
    constexpr int middle = 1 << (nearestShift - 1);
    m_nearest.reserve(std::size_t{steps} * steps * steps);
    for (int cell = 0; cell < steps * steps * steps; ++cell) {
        const std::array<int, channelCount> colour{(cell / (steps * steps) << nearestShift) +
                                                       middle,
                                                   (cell / steps % steps << nearestShift) + middle,
                                                   (cell % steps << nearestShift) + middle};
        int best = std::numeric_limits<int>::max();
        std::size_t nearest = 0;
        for (std::size_t i = 0; i < m_palette.size(); ++i) {
            int distance = 0;
            for (std::size_t c = 0; c < channelCount; ++c) {
                const int difference = colour[c] - m_palette[i][c];
                distance += difference * difference;
            }
            if (distance < best) {
                best = distance;
                nearest = i;
            }
        }
        m_nearest.push_back(static_cast<std::uint8_t>(nearest));
    }
}

Plane<std::uint8_t> PaletteMap::numbers(const Image& photo) const {
    Plane<std::uint8_t> numbers(photo.width(), photo.height());
    for (int y = 0; y < photo.height(); ++y) {
        for (int x = 0; x < photo.width(); ++x) {
            const int threshold =
                bayer[static_cast<std::size_t>(y % 8)][static_cast<std::size_t>(x % 8)];
            const int raised = (2 * threshold - 63) * ditherLevels / 126;
            const auto level = [&](int channel) {
                return std::clamp(photo.at(x, y, channel) + raised, 0, 255);
            };
            numbers.at(x, y) = m_nearest[cellOf(level(0), level(1), level(2), nearestShift)];
        }
    }
    return numbers;
}

} // namespace underpaint::imaging
