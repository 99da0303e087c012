// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/photo_window.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace underpaint::train {

namespace {

constexpr std::size_t channels = 3;

/// The source samples of one target sample and what they count, summing to 1.
struct Taps {
    int first = 0;
    std::vector<float> weights;
};

std::vector<Taps> triangleTaps(int in, int out) {
    const double scale = static_cast<double>(in) / out;
    const double support = std::max(1.0, scale);
    std::vector<Taps> taps(static_cast<std::size_t>(out));
    for (int i = 0; i < out; ++i) {
        const double centre = (i + 0.5) * scale;
        const int first = std::max(0, static_cast<int>(std::floor(centre - support)));
        const int last = std::min(in, static_cast<int>(std::ceil(centre + support)));
        Taps& own = taps[static_cast<std::size_t>(i)];
        own.first = first;
        double sum = 0;
        for (int j = first; j < last; ++j) {
            const double weight = std::max(0.0, 1 - std::abs(j + 0.5 - centre) / support);
            own.weights.push_back(static_cast<float>(weight));
            sum += weight;
        }
        for (float& weight : own.weights) {
            weight = static_cast<float>(weight / sum);
        }
    }
    return taps;
}

/// One row of the window at the target's width, interleaved.
void shrinkRow(const std::uint8_t* row, const std::vector<Taps>& taps, float* out) {
    for (const Taps& own : taps) {
        const std::uint8_t* pixel = row + static_cast<std::size_t>(own.first) * channels;
        float sums[channels] = {};
        for (const float weight : own.weights) {
            for (std::size_t c = 0; c < channels; ++c) {
                sums[c] += weight * static_cast<float>(pixel[c]);
            }
            pixel += channels;
        }
        out = std::copy_n(sums, channels, out);
    }
}

template<class T>
std::vector<T> nearestWindow(std::span<const T> map, Size picture, Rect window, Size size) {
    const auto source = [](int target, int from, int to) {
        return static_cast<int>((2LL * target + 1) * from / (2LL * to));
    };
    std::vector<T> result;
    result.reserve(static_cast<std::size_t>(size.area()));
    for (int y = 0; y < size.height; ++y) {
        const int sy = window.y + source(y, window.height, size.height);
        const auto row =
            map.subspan(static_cast<std::size_t>(sy) * static_cast<std::size_t>(picture.width));
        for (int x = 0; x < size.width; ++x) {
            const int sx = window.x + source(x, window.width, size.width);
            result.push_back(row[static_cast<std::size_t>(sx)]);
        }
    }
    return result;
}

} // namespace

std::vector<float> photoWindow(std::span<const std::uint8_t> photo, Size picture, Rect window,
                               Size size) {
    const std::vector<Taps> columns = triangleTaps(window.width, size.width);
    const std::vector<Taps> rows = triangleTaps(window.height, size.height);
    const auto width = static_cast<std::size_t>(size.width);
    const std::size_t rowLength = width * channels;
    std::vector<float> narrow(static_cast<std::size_t>(window.height) * rowLength);
    for (int y = 0; y < window.height; ++y) {
        const std::size_t first =
            static_cast<std::size_t>(window.y + y) * static_cast<std::size_t>(picture.width) +
            static_cast<std::size_t>(window.x);
        shrinkRow(photo.data() + first * channels, columns,
                  narrow.data() + static_cast<std::size_t>(y) * rowLength);
    }
    const std::size_t plane = width * static_cast<std::size_t>(size.height);
    std::vector<float> result(channels * plane);
    std::vector<float> sums(rowLength);
    for (std::size_t y = 0; y < rows.size(); ++y) {
        std::fill(sums.begin(), sums.end(), 0.0F);
        const float* row = narrow.data() + static_cast<std::size_t>(rows[y].first) * rowLength;
        for (const float weight : rows[y].weights) {
            for (std::size_t i = 0; i < rowLength; ++i) {
                sums[i] += weight * row[i];
            }
            row += rowLength;
        }
        for (std::size_t i = 0; i < rowLength; ++i) {
            result[i % channels * plane + y * width + i / channels] = sums[i] / 255;
        }
    }
    return result;
}

std::vector<std::uint16_t> mapWindow(std::span<const std::uint16_t> map, Size picture, Rect window,
                                     Size size) {
    return nearestWindow(map, picture, window, size);
}

std::vector<std::uint32_t> mapWindow(std::span<const std::uint32_t> map, Size picture, Rect window,
                                     Size size) {
    return nearestWindow(map, picture, window, size);
}

} // namespace underpaint::train
