// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/class_colours.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace underpaint::train {

namespace {

constexpr std::size_t mostPhotos = 400;
constexpr int step = 3; ///< of pixels in both directions

struct Sum {
    std::array<double, 3> colour = {};
    double pixels = 0;
};

void add(const PackedDataset& data, const PackedPair& pair, std::vector<Sum>& sums) {
    for (int y = 0; y < pair.size.height; y += step) {
        for (int x = 0; x < pair.size.width; x += step) {
            const std::size_t at =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(pair.size.width) +
                static_cast<std::size_t>(x);
            const int channel = data.channelOf(pair.labels[at]);
            if (channel < 0) {
                continue;
            }
            Sum& sum = sums[static_cast<std::size_t>(channel)];
            for (std::size_t c = 0; c < 3; ++c) {
                sum.colour.at(c) += pair.photo[3 * at + c];
            }
            sum.pixels += 1;
        }
    }
}

std::array<std::uint8_t, 3> mean(const Sum& sum) {
    std::array<std::uint8_t, 3> colour{};
    for (std::size_t c = 0; c < 3; ++c) {
        colour.at(c) = static_cast<std::uint8_t>(std::lround(sum.colour.at(c) / sum.pixels));
    }
    return colour;
}

} // namespace

std::vector<std::array<std::uint8_t, 3>> meanColours(const PackedDataset& data) {
    std::vector<Sum> sums(static_cast<std::size_t>(data.labelChannels()));
    const std::size_t count = std::min(data.size(), mostPhotos);
    for (std::size_t i = 0; i < count; ++i) {
        add(data, data[i * data.size() / count], sums);
    }
    Sum all{.colour = {}, .pixels = 0};
    for (const Sum& sum : sums) {
        for (std::size_t c = 0; c < 3; ++c) {
            all.colour.at(c) += sum.colour.at(c);
        }
        all.pixels += sum.pixels;
    }
    if (all.pixels == 0) {
        all = {.colour = {128, 128, 128}, .pixels = 1};
    }
    std::vector<std::array<std::uint8_t, 3>> colours;
    for (const Sum& sum : sums) {
        colours.push_back(mean(sum.pixels > 0 ? sum : all));
    }
    return colours;
}

} // namespace underpaint::train
