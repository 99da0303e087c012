// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/class_colours.h"

#include "engine/base/error.h"

#include <cmath>
#include <cstddef>

namespace underpaint::metrics {

namespace {

/// Luminance and opponent colours of a pixel.
std::array<std::uint8_t, 3> opponents(const std::uint8_t* rgb) {
    const int red = rgb[0];
    const int green = rgb[1];
    const int blue = rgb[2];
    return {static_cast<std::uint8_t>((299 * red + 587 * green + 114 * blue) / 1000),
            static_cast<std::uint8_t>((red - green + 255) / 2),
            static_cast<std::uint8_t>((2 * blue - red - green + 510) / 4)};
}

} // namespace

ClassColours classColours(const Image& photo, const LabelPlane& labels, double leastShare) {
    if (photo.size() != labels.size() || photo.channels() != 3) {
        throw Error("colours are counted in a photo of the size of its labels");
    }
    ClassColours counts;
    std::map<std::uint16_t, double> pixels;
    const std::size_t all = labels.values().size();
    for (std::size_t i = 0; i < all; ++i) {
        const std::uint16_t label = labels.values()[i];
        ColourHistogram& own = counts[label]; // zeros where it is new
        const auto levels = opponents(photo.data() + 3 * i);
        for (std::size_t c = 0; c < own.size(); ++c) {
            own.at(c).at(levels.at(c)) += 1;
        }
        pixels[label] += 1;
    }
    std::erase_if(counts, [&](const auto& one) {
        return pixels.at(one.first) < leastShare * static_cast<double>(all);
    });
    for (auto& [label, histogram] : counts) {
        for (auto& channel : histogram) {
            for (double& share : channel) {
                share /= pixels.at(label);
            }
        }
    }
    return counts;
}

double colourDistance(const ColourHistogram& a, const ColourHistogram& b) {
    double sum = 0;
    for (std::size_t c = 0; c < a.size(); ++c) {
        double ahead = 0; // what a has more of up to this level has to be carried on
        for (std::size_t level = 0; level < a.at(c).size(); ++level) {
            ahead += a.at(c).at(level) - b.at(c).at(level);
            sum += std::abs(ahead);
        }
    }
    return sum / static_cast<double>(a.size());
}

std::optional<double> colourDistance(const ClassColours& a, const ClassColours& b) {
    double sum = 0;
    int common = 0;
    for (const auto& [label, histogram] : a) {
        if (const auto other = b.find(label); other != b.end()) {
            sum += colourDistance(histogram, other->second);
            ++common;
        }
    }
    return common == 0 ? std::nullopt : std::optional(sum / common);
}

} // namespace underpaint::metrics
